import type { HeavyJob } from '../../core/heavy-job.ts';
import type { Heading, Picture } from './model.ts';

/** A picture in numbers and words. */
export interface Drawing {
  readonly picture: Picture;
  readonly heading: Heading;
}

/** Draws a picture as PNG. What draws is large, so it is loaded with the first one. */
export const pictureJob: HeavyJob<Drawing, Uint8Array> = {
  name: 'picture',
  async load() {
    const [{ pngOf, loadRenderer }, { svgOf }] = await Promise.all([import('./png.ts'), import('./svg.ts')]);
    await loadRenderer();
    return ({ picture, heading }) => pngOf(svgOf(picture, heading));
  },
  isOutput: (value) => value instanceof Uint8Array,
};
