import { randomBytes } from 'node:crypto';
import { compareSides, type Side } from '../features/snapshot/compare.ts';
import { comparisonLines, comparisonRows } from '../features/snapshot/comparison-text.ts';
import type { Snapshot } from '../features/snapshot/model.ts';
import { readSealed, withDigests } from '../features/snapshot/sealed-secrets.ts';
import { secretDigest } from '../features/snapshot/secrets.ts';
import { type Output, openOutput } from './output.ts';
import { BRIEF, showReport } from './report.ts';
import { unsealSecret } from './seal-options.ts';
import type { CommandSettings } from './settings.ts';
import { type LiveOptions, LiveSides, readSide, readStored, type SideRequest } from './sides.ts';
import { withCloud } from './with-cloud.ts';

/** What `mistmcp compare` was told besides the settings. */
export interface CompareOptions extends LiveOptions {
  readonly variables?: boolean;
  readonly unseal?: string;
  readonly out?: string;
  readonly brief?: boolean;
  readonly json?: boolean;
}

/** How a comparison ends, as `diff` does. */
const SAME = 0;
const DIFFERENT = 1;
const FAILED = 2;

/**
 * Compares two sides and says how they differ.
 *
 * @returns 0 where they are the same, 1 where they differ, more where nobody can tell
 */
export async function compareCommand(
  first: string,
  second: string,
  options: CompareOptions,
  settings: CommandSettings,
): Promise<number> {
  const output = openOutput(options);
  const requests = [readSide(first), readSide(second)] as const;
  const digest = options.unseal === undefined ? undefined : secretDigest(randomBytes(32).toString('hex'));
  const opened = options.unseal === undefined ? '' : await unsealSecret(options.unseal);
  const stored = await Promise.all(
    requests.map(async ({ live, source }) => {
      if (live) return undefined;
      const held = readStored(source, output);
      return digest ? withDigests(held, await readSealed(source, opened), digest) : held;
    }),
  );
  const [left, right] = stored;
  if (left && right)
    return show(
      { snapshot: left, part: requests[0].part },
      { snapshot: right, part: requests[1].part },
      options,
      output,
    );
  const ending = { cancelled: 'Cancelled. Nothing was compared.', code: FAILED };
  return withCloud(settings, output, ending, async (context) => {
    const sides = new LiveSides(context, { ...options, digest }, output, requests);
    const sideOf = async (
      request: SideRequest,
      own: Snapshot | undefined,
      other: Snapshot | undefined,
    ): Promise<Side> => (own ? { snapshot: own, part: request.part } : sides.take(request, other));
    const one = await sideOf(requests[0], left, right);
    return show(one, await sideOf(requests[1], right, left), options, output);
  });
}

function show(left: Side, right: Side, options: CompareOptions, output: Output): number {
  const comparison = compareSides(left, right, { variables: options.variables === true });
  const lines = comparisonLines(comparison, options.brief ? BRIEF : undefined);
  const { objects, alike, inconclusive, unknown_secrets, likely } = comparison;
  const data = {
    format: 1,
    equal: objects.length > 0 ? false : inconclusive.length > 0 ? 'unknown' : true,
    ...{ left: headOf(left), right: headOf(right), alike, inconclusive, unknown_secrets, likely },
    differences: comparisonRows(comparison),
  };
  showReport({ name: 'comparison', data, lines }, options.out, output);
  if (objects.length > 0) return DIFFERENT;
  return inconclusive.length > 0 ? FAILED : SAME;
}

const headOf = ({ snapshot: { manifest }, part }: Side): object => ({
  ...{ org: manifest.org.name, ...(manifest.site ? { site: manifest.site.name } : {}) },
  ...(part === undefined ? {} : { part }),
  ...{ taken: manifest.taken, digest: manifest.digest },
});
