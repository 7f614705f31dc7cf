import { runHeavyJob } from '../../core/heavy-job.ts';
import type { Drawable } from '../../tool/run.ts';
import { headingOf } from './heading.ts';
import { hasContent } from './insight.ts';
import { pictureJob } from './picture-job.ts';
import { type Reader, readPicture } from './read.ts';

/** A picture, or why there is none. */
export type DrawResult = { readonly png: Uint8Array } | { readonly reason: string };

const NO_SERIES =
  'no time series in this answer: mist_get_insight_metrics and mist_get_site_sle (summary_trend) have some';
const NOTHING = 'nothing was measured: there is nothing to draw';

/**
 * Draws the time series or distribution of an answer.
 *
 * @returns a PNG; or, in words for the caller, why there is none
 * @throws Error when the renderer fails or is missing
 */
export async function draw(reader: Reader, drawable: Drawable): Promise<DrawResult> {
  const { picture, answer } = await readPicture(reader, drawable);
  if (!picture) return { reason: NO_SERIES };
  if (!hasContent(picture)) return { reason: NOTHING };
  const heading = await headingOf(reader, { ...drawable, answer }, picture);
  const { session, signal, work } = reader;
  const call = { work, signal, principal: session.principal };
  return { png: await runHeavyJob(pictureJob, { picture, heading }, call) };
}
