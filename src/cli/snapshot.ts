import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError } from '../config/error.ts';
import { digestOf } from '../core/digest.ts';
import { InputError } from '../core/errors/input-error.ts';
import { MistError } from '../core/errors/mist-error.ts';
import { changedSince } from '../features/snapshot/audit-since.ts';
import { isSnapshotFolder, keepUnread, readFolder, refuseOther, writeFolder } from '../features/snapshot/folder.ts';
import type { Profile, Scope, UnitReading } from '../features/snapshot/model.ts';
import { CallPace, hoursFor } from '../features/snapshot/pace.ts';
import { planReading, type ReadingPlan } from '../features/snapshot/read-snapshot.ts';
import { type EarlierRun, RunJournal } from '../features/snapshot/resume.ts';
import { unsealedObjects, writeSealed } from '../features/snapshot/sealed-secrets.ts';
import { secretDigest } from '../features/snapshot/secrets.ts';
import { resolveScope, type SecretOptions, takeSnapshot } from '../features/snapshot/take.ts';
import { unitKey } from '../features/snapshot/units.ts';
import type { LookupContext } from '../tool/context.ts';
import { EXIT } from './exit-code.ts';
import { refuseInWorkTree } from './git-guard.ts';
import { type Output, openOutput } from './output.ts';
import { notice, progressOn } from './progress.ts';
import { type SealOptions, sealToOf } from './seal-options.ts';
import { readSecretKey } from './secret-key.ts';
import type { CommandSettings } from './settings.ts';
import { estimateText, summaryLines, summaryOf } from './snapshot-text.ts';
import { withCloud } from './with-cloud.ts';

/** What `mistmcp snapshot` was told besides the settings. */
export interface SnapshotOptions extends SealOptions {
  readonly profile: Profile;
  readonly estimate?: boolean;
  readonly yes?: boolean;
  readonly wait?: boolean;
  readonly replace?: boolean;
  readonly secretKeyFile?: string;
  readonly clearSecrets?: boolean;
  readonly json?: boolean;
}

/** Requests from which on somebody must have meant it, whatever is left of the hour. */
export const LARGE = 1000;

/**
 * Writes the configuration of an organization or site into a folder.
 *
 * @param first the folder, or the name or ID of what is wanted where the folder comes second
 * @returns the exit code
 */
export async function snapshotCommand(
  first: string,
  second: string | undefined,
  options: SnapshotOptions,
  settings: CommandSettings,
): Promise<number> {
  const output = openOutput(options);
  const folder = second ?? first;
  const secrets = await secretsOf(options);
  if (secrets.kept === 'clear') refuseInWorkTree(folder);
  const ending = { cancelled: 'Cancelled. The same command goes on from here.' };
  return withCloud(settings, output, ending, async (context) => {
    const scope = await scopeNamed(context, second === undefined ? undefined : first);
    return new SnapshotRun({ context, output, folder, scope, options, secrets }).run();
  });
}

async function secretsOf(options: SnapshotOptions): Promise<SecretOptions> {
  const { secretKeyFile, clearSecrets } = options;
  const sealTo = await sealToOf(options);
  if (clearSecrets && sealTo) throw new ConfigError('--clear-secrets shows what --seal hides: give one of them.');
  if (clearSecrets && secretKeyFile !== undefined)
    throw new ConfigError('--clear-secrets shows what --secret-key-file hides: give one of them.');
  if (clearSecrets) return { kept: 'clear' };
  const digest = secretKeyFile === undefined ? undefined : secretDigest(readSecretKey(secretKeyFile));
  if (sealTo) return { kept: 'sealed', digest, sealTo };
  return digest ? { kept: 'masked_with_digest', digest } : { kept: 'masked' };
}

/** The organization or site that a text names: organizations first. */
export async function scopeNamed(context: LookupContext, text: string | undefined): Promise<Scope> {
  if (text === undefined) return resolveScope(context, undefined, undefined);
  try {
    return await resolveScope(context, text, undefined);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return resolveScope(context, undefined, text);
  }
}

interface RunParts {
  readonly context: LookupContext;
  readonly output: Output;
  readonly folder: string;
  readonly scope: Scope;
  readonly options: SnapshotOptions;
  readonly secrets: SecretOptions;
}

/** One run: estimated, read on from where another stopped, written. */
class SnapshotRun {
  readonly #parts: RunParts;
  readonly #pace: CallPace;

  constructor(parts: RunParts) {
    this.#parts = parts;
    this.#pace = new CallPace(parts.context, {
      wait: parts.options.wait === true,
      sleep: (ms) => sleep(ms, undefined, { signal: parts.context.signal }),
      progress: (message) => notice(parts.output, message),
    });
  }

  async run(): Promise<number> {
    const { context, output, scope, options, folder } = this.#parts;
    if (!options.replace)
      refuseOther(folder, { ...scope, profile: options.profile, secrets: this.#parts.secrets.kept });
    const { budget } = context.session;
    const before = budget.used.since_start;
    await this.#pace.learn();
    const plan = await planReading(context, scope, options.profile);
    const estimate = this.#estimate(plan, budget.used.since_start - before);
    if (options.estimate) {
      this.#show(estimate, [estimateText(estimate, plan)]);
      return EXIT.done;
    }
    const { free } = this.#pace;
    if (!options.yes && (plan.calls > LARGE || (free !== undefined && plan.calls > free))) {
      output.note(
        `mistmcp: ${estimateText(estimate, plan)} Nothing else was read. Add --yes to take it, --profile core for less of each site.`,
      );
      return EXIT.unusable;
    }
    return this.#take(plan, budget.used.since_start - before);
  }

  async #take(plan: ReadingPlan, callsBefore: number): Promise<number> {
    const { context, folder, secrets, options } = this.#parts;
    const key = secrets.digest ? digestOf(secrets.digest('key', '')) : '';
    const identity = { scope: plan.scope, profile: plan.profile, secrets: secrets.kept, key };
    const journal = new RunJournal(folder, identity, secrets.digest);
    const known = await this.#known(journal.earlier(Date.now()));
    if (!known) journal.begin(Date.now());
    const taken = await takeSnapshot(context, plan, {
      secrets,
      callsBefore,
      ...(known ? { known } : {}),
      pace: (calls) => this.#pace.take(calls),
      onUnit: (reading) => journal.note(reading),
      progress: progressOn(this.#parts.output),
    });
    const earlier = isSnapshotFolder(folder) ? readFolder(folder) : undefined;
    const snapshot = keepUnread(taken, earlier);
    const written = writeFolder(folder, snapshot, { replace: options.replace === true });
    if (secrets.sealTo) await writeSealed(folder, taken, secrets.sealTo);
    journal.end();
    const { manifest } = snapshot;
    const unsealed = secrets.sealTo ? unsealedObjects(taken, snapshot).length : 0;
    this.#show(
      { folder, ...written, ...(known ? { resumed_lists: known.size } : {}), ...summaryOf(manifest, unsealed) },
      summaryLines(folder, written, manifest, { ...options, unsealed }),
    );
    return EXIT.done;
  }

  /** What an earlier run has read and nobody has changed since. */
  async #known(earlier: EarlierRun | undefined): Promise<ReadonlyMap<string, UnitReading> | undefined> {
    if (!earlier || earlier.known.size === 0) return undefined;
    const { context, scope } = this.#parts;
    const changed = await changedSince(context, scope.org.id, earlier.started / 1000).catch((error: unknown) => {
      if (error instanceof MistError && error.kind !== 'unauthorized' && error.kind !== 'cancelled') return undefined;
      throw error;
    });
    // Without the log nobody knows what was changed meanwhile.
    if (!changed) return undefined;
    const still = [...earlier.known.values()].filter((unit) => !changed.touches(unit));
    const taken = `${still.length} of its ${earlier.known.size} lists are taken over`;
    notice(this.#parts.output, `an earlier run was cut off: ${taken}`);
    return new Map(still.map((unit) => [unitKey(unit), unit]));
  }

  #estimate(plan: ReadingPlan, sent: number): object {
    const { free, perHour } = this.#pace;
    const { site } = plan.scope;
    return {
      ...(site ? { site: site.name } : { organization: plan.scope.org.name, sites: plan.sites }),
      profile: plan.profile,
      calls: plan.calls + sent,
      calls_sent: sent,
      ...(free === undefined ? {} : { calls_free_this_hour: Math.max(0, free) }),
      hours: hoursFor(plan.calls, { free, perHour }),
    };
  }

  #show(data: object, lines: readonly string[]): void {
    const { output } = this.#parts;
    if (output.json) output.printJson(data);
    else for (const line of lines) output.print(line);
  }
}
