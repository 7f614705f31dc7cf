import { isRecord } from '../../core/json.ts';
import type { MistAnswer, MistRequest } from '../../mist/http/client.ts';
import { MAX_PAGE_SIZE } from '../../mist/limits.ts';
import { nextOf, windowOf } from '../../mist/paging/pages.ts';
import type { ApiContext } from '../../mist/session.ts';
import type { ToolContext } from '../../tool/context.ts';
import type { Drawable } from '../../tool/run.ts';
import { thresholdOf, unitsOf } from './facts.ts';
import { hasContent, pictureOfMetrics } from './insight.ts';
import type { Limit, Picture } from './model.ts';
import { pictureOfSle } from './sle.ts';

/** Who asks, and how secrets are masked. */
export type Reader = ApiContext & Pick<ToolContext, 'work' | 'maskLarge'>;

/** What there is to draw, and the answer that it comes from. */
export interface ChartReading {
  readonly picture: Picture | undefined;
  readonly answer: MistAnswer;
}

/**
 * All steps of a series of which the answer is one page: a picture of the first rows would pass for the whole window.
 *
 * @returns the answer itself where it is whole, or where the rest cannot be had
 */
async function wholeOf({ session, signal }: ApiContext, request: MistRequest, answer: MistAnswer): Promise<MistAnswer> {
  const { page = 1, ...query } = request.query ?? {};
  if (nextOf(answer) === undefined && page === 1) return answer;
  const { duration: _, ...pinned } = query;
  const window = windowOf(answer);
  const all = { ...(window ? { ...pinned, ...window } : query), limit: MAX_PAGE_SIZE };
  try {
    return await session.client.send({ ...request, query: all, signal });
  } catch {
    signal.throwIfAborted();
    return answer;
  }
}

const inWords = ({ value, unit, bad }: Limit): string =>
  `${bad === undefined ? 'threshold' : `degraded ${bad === 'left' ? 'below' : 'above'}`} ${value} ${unit}`.trim();

/** A service level, with the limit between good and degraded: in the values of a histogram a line, else in words. */
async function readSle(reader: Reader, { request, answer }: Drawable): Promise<ChartReading> {
  const body = await reader.maskLarge(answer.body);
  const picture = isRecord(body) ? pictureOfSle(body) : undefined;
  if (!picture || !hasContent(picture)) return { picture, answer };
  const limit = await thresholdOf(reader, request);
  if (!limit) return { picture, answer };
  if (picture.kind === 'histogram') return { picture: { ...picture, limit }, answer };
  return { picture: { ...picture, notes: [...picture.notes, inWords(limit)] }, answer };
}

/** Metrics over time, all steps of them, with their units. */
async function readMetrics(reader: Reader, { request, answer, metric, columns }: Drawable): Promise<ChartReading> {
  const read = async (body: unknown, units: ReadonlyMap<string, string>): Promise<Picture | undefined> =>
    pictureOfMetrics(await reader.maskLarge(body), {
      metrics: metric.split(',').map((name) => name.trim()),
      columns,
      units,
    });
  const none = new Map<string, string>();
  const first = await read(answer.body, none);
  if (!first || !hasContent(first)) return { picture: first, answer };
  const [whole, units] = await Promise.all([
    wholeOf(reader, request, answer),
    request.route.includes('/insights') ? unitsOf(reader) : none,
  ]);
  const picture = await read(whole.body, units);
  const isCut = nextOf(whole) !== undefined;
  return {
    picture: picture && isCut ? { ...picture, notes: [...picture.notes, 'the first steps only'] } : picture,
    answer: whole,
  };
}

/** What can be drawn of an answer; the picture is undefined where it holds no series. */
export const readPicture = (reader: Reader, drawable: Drawable): Promise<ChartReading> =>
  drawable.request.path?.scope_id === undefined ? readMetrics(reader, drawable) : readSle(reader, drawable);
