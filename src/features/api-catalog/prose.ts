import { isRecord } from '../../core/json.ts';
import { hasGenerated, readGenerated } from '../../mist/spec/layer-files.ts';
import type { Route } from '../../mist/spec/routes.ts';

/** What the specification says of operations and their parameters, by JSON pointer. */
export type Prose = Readonly<Record<string, unknown>>;

const NONE: Prose = {};

let kept: Prose | undefined;

/** The specification's own sentences, read on first use, or nothing where they were not generated. */
export function readProse(): Prose {
  const prose: unknown = kept ?? (hasGenerated('prose.json') ? readGenerated('prose.json') : NONE);
  kept = isRecord(prose) ? prose : NONE;
  return kept;
}

/** The sentences on an operation itself; empty where there are none. */
export function proseOn(prose: Prose, route: Route): string {
  const text = prose[`/operations/${route.replaceAll('~', '~0').replaceAll('/', '~1')}`];
  return typeof text === 'string' ? text : '';
}
