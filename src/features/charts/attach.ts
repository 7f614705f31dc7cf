import type { ToolContext } from '../../tool/context.ts';
import type { Drawable } from '../../tool/run.ts';

/** The numbers are what the call is for: a picture that fails does not take them away. */
const FAILED = 'the picture could not be made; the numbers are whole';

/**
 * Puts a picture of an answer's time series beside it. Drawing is loaded when the first one is wanted, since few ask for
 * it and it is large.
 *
 * @param shown the answer as it is given
 * @returns the same answer; where there is no picture, with `chart` saying why
 */
export async function drawChart(context: ToolContext, shown: object, drawable: Drawable): Promise<object> {
  const { session, signal, work, maskLarge, results } = context;
  try {
    const { draw } = await import('./draw.ts');
    const drawn = await draw({ session, signal, work, maskLarge }, drawable);
    if ('reason' in drawn) return { ...shown, chart: drawn.reason };
    results.attach({ mimeType: 'image/png', image: Buffer.from(drawn.png).toString('base64') });
    return shown;
  } catch (error) {
    if (signal.aborted) throw error;
    return { ...shown, chart: FAILED };
  }
}
