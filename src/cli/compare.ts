import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { compareSides, type Side } from '../features/snapshot/compare.ts';
import { comparisonLines, comparisonRows } from '../features/snapshot/comparison-text.ts';
import { readFolder, writeWhole } from '../features/snapshot/folder.ts';
import { jsonText } from '../features/snapshot/json-text.ts';
import type { Snapshot } from '../features/snapshot/model.ts';
import { readSealed, withDigests } from '../features/snapshot/sealed-secrets.ts';
import { secretDigest } from '../features/snapshot/secrets.ts';
import { openSession } from './cloud.ts';
import { lookupContext } from './lookup-context.ts';
import { type Output, oneLine, openOutput } from './output.ts';
import { unsealSecret } from './seal-options.ts';
import type { CommandSettings } from './settings.ts';
import { type LiveOptions, LiveSides, readSide, type SideRequest } from './sides.ts';
import { failed } from './snapshot.ts';
import { stopOnSignals } from './stop-on-signals.ts';

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
      const held = readFolder(source);
      if (!digest) return held;
      return { ...withDigests(held, await readSealed(source, opened), digest), edited: held.edited };
    }),
  );
  for (const [at, one] of stored.entries())
    if (one?.edited)
      output.note(`mistmcp: ${requests[at]?.source ?? ''}: the files are not those that its manifest tells of.`);
  const [left, right] = stored;
  if (left && right)
    return show(
      { snapshot: left, part: requests[0].part },
      { snapshot: right, part: requests[1].part },
      options,
      output,
    );
  const { config, warnings } = settings.load();
  for (const warning of warnings) output.note(`mistmcp: ${warning}`);
  const { session, close } = await openSession(config);
  const stopping = stopOnSignals();
  try {
    const context = lookupContext(session, stopping.signal);
    const sides = new LiveSides(context, { ...options, digest }, output, requests);
    const sideOf = async (
      request: SideRequest,
      own: Snapshot | undefined,
      other: Snapshot | undefined,
    ): Promise<Side> => (own ? { snapshot: own, part: request.part } : sides.take(request, other));
    const one = await sideOf(requests[0], left, right);
    return show(one, await sideOf(requests[1], right, left), options, output);
  } catch (error) {
    return failed(error, output, 'Cancelled. Nothing was compared.', FAILED);
  } finally {
    stopping.end();
    await close();
  }
}

const LINES = 40;

function show(left: Side, right: Side, options: CompareOptions, output: Output): number {
  const comparison = compareSides(left, right, { variables: options.variables === true });
  const lines = comparisonLines(comparison, options.brief ? LINES : undefined);
  const { objects, alike, inconclusive, unknown_secrets, likely } = comparison;
  const data = {
    format: 1,
    equal: objects.length > 0 ? false : inconclusive.length > 0 ? 'unknown' : true,
    ...{ left: headOf(left), right: headOf(right), alike, inconclusive, unknown_secrets, likely },
    differences: comparisonRows(comparison),
  };
  if (options.out !== undefined) {
    writeWhole(join(options.out, 'comparison.json'), jsonText(data));
    writeWhole(join(options.out, 'comparison.txt'), `${lines.map(oneLine).join('\n')}\n`);
  }
  if (output.json) output.printJson(data);
  else for (const line of lines) output.print(line.startsWith('  ') ? `  ${oneLine(line.trim())}` : oneLine(line));
  if (objects.length > 0) return DIFFERENT;
  return inconclusive.length > 0 ? FAILED : SAME;
}

const headOf = ({ snapshot: { manifest }, part }: Side): object => ({
  ...{ org: manifest.org.name, ...(manifest.site ? { site: manifest.site.name } : {}) },
  ...(part === undefined ? {} : { part }),
  ...{ taken: manifest.taken, digest: manifest.digest },
});
