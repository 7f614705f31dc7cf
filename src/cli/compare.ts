import { join } from 'node:path';
import { InputError } from '../core/errors/input-error.ts';
import { compareSides, type Side } from '../features/snapshot/compare.ts';
import { comparisonLines, comparisonRows } from '../features/snapshot/comparison-text.ts';
import { readFolder, writeWhole } from '../features/snapshot/folder.ts';
import { jsonText } from '../features/snapshot/json-text.ts';
import type { Profile, Scope, Snapshot } from '../features/snapshot/model.ts';
import { planOfFamily, planReading } from '../features/snapshot/read-snapshot.ts';
import { secretDigest } from '../features/snapshot/secrets.ts';
import { resolveScope, takeSnapshot } from '../features/snapshot/take.ts';
import type { LookupContext } from '../tool/context.ts';
import { openSession } from './cloud.ts';
import { lookupContext } from './lookup-context.ts';
import { type Output, oneLine, openOutput } from './output.ts';
import { readSecretKey } from './secret-key.ts';
import type { CommandSettings } from './settings.ts';
import { failed, LARGE, scopeNamed } from './snapshot.ts';
import { stopOnSignals } from './stop-on-signals.ts';

/** What `mistmcp compare` was told besides the settings. */
export interface CompareOptions {
  readonly secretKeyFile?: string;
  readonly variables?: boolean;
  readonly yes?: boolean;
  readonly out?: string;
  readonly brief?: boolean;
  readonly json?: boolean;
}

/** How a comparison ends, as `diff` does. */
const SAME = 0;
const DIFFERENT = 1;
const FAILED = 2;

/** A side as it was typed: `live`, `live:NAME` or a folder, each with `#PART`. */
interface SideRequest {
  readonly live: boolean;
  /** Name of what is live, or the folder. */
  readonly source: string;
  readonly part: string | undefined;
}

function readSide(text: string): SideRequest {
  const at = text.indexOf('#');
  const source = at < 0 ? text : text.slice(0, at);
  const part = at < 0 ? undefined : text.slice(at + 1);
  const live = source === 'live' || source.startsWith('live:');
  return { live, source: live ? source.slice('live:'.length) : source, part: part === '' ? undefined : part };
}

/** The live sides of a comparison, each read once. */
class LiveSides {
  readonly #context: LookupContext;
  readonly #options: CompareOptions;
  readonly #output: Output;
  readonly #taken = new Map<string, Promise<Snapshot>>();

  constructor(context: LookupContext, options: CompareOptions, output: Output) {
    this.#context = context;
    this.#options = options;
    this.#output = output;
  }

  /** @param like the snapshot on the other side, whose scope and profile are meant where the side names nothing */
  async take({ source, part }: SideRequest, like: Snapshot | undefined): Promise<Snapshot> {
    const scope = await this.#scope(source, like);
    const profile = like?.manifest.profile ?? 'full';
    const only = part?.startsWith('org/') ? `org_${part.split('/')[1] ?? ''}` : undefined;
    const key = JSON.stringify([scope, profile, only]);
    const known = this.#taken.get(key) ?? this.#read(scope, profile, only);
    this.#taken.set(key, known);
    return known;
  }

  async #scope(source: string, like: Snapshot | undefined): Promise<Scope> {
    if (source !== '') return scopeNamed(this.#context, source);
    if (!like) return scopeNamed(this.#context, undefined);
    const { org, site } = like.manifest;
    return resolveScope(this.#context, org.id, site?.id);
  }

  async #read(scope: Scope, profile: Profile, only: string | undefined): Promise<Snapshot> {
    const whole = await planReading(this.#context, scope, profile);
    const plan = only === undefined ? whole : planOfFamily(whole, only);
    if (!this.#options.yes && plan.calls > LARGE) {
      throw new InputError(
        `Reading ${plan.sites} sites takes about ${plan.calls} requests.`,
        'Add --yes to read them, or take a snapshot first and compare folders.',
      );
    }
    const { secretKeyFile } = this.#options;
    const secrets =
      secretKeyFile === undefined
        ? { kept: 'masked' as const }
        : { kept: 'masked_with_digest' as const, digest: secretDigest(readSecretKey(secretKeyFile)) };
    const progress = (message: string): void => {
      if (process.stderr.isTTY) this.#output.note(this.#output.paint('quiet', `… ${oneLine(message)}`));
    };
    return takeSnapshot(this.#context, plan, { secrets, progress });
  }
}

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
  const stored = requests.map(({ live, source }) => (live ? undefined : readFolder(source)));
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
    const sides = new LiveSides(lookupContext(session, stopping.signal), options, output);
    const one = left ?? (await sides.take(requests[0], right));
    const other = right ?? (await sides.take(requests[1], left));
    return show(
      { snapshot: one, part: requests[0].part },
      { snapshot: other, part: requests[1].part },
      options,
      output,
    );
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
  const { objects, alike, inconclusive, unknown_secrets } = comparison;
  const data = {
    format: 1,
    equal: objects.length > 0 ? false : inconclusive.length > 0 ? 'unknown' : true,
    ...{ left: headOf(left), right: headOf(right), alike, inconclusive, unknown_secrets },
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
