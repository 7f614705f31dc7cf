import { ConfigError } from '../config/error.ts';
import { copySitePlan } from '../features/plans/make/copy-site-plan.ts';
import { restorePlan } from '../features/plans/make/restore-plan.ts';
import type { Plan } from '../features/plans/model.ts';
import { planFile } from '../features/plans/read-plan.ts';
import { readFolder, writeWhole } from '../features/snapshot/folder.ts';
import { jsonText } from '../features/snapshot/json-text.ts';
import type { Profile, Scope, Snapshot } from '../features/snapshot/model.ts';
import { planReading, type ReadingPlan } from '../features/snapshot/read-snapshot.ts';
import { secretDigest } from '../features/snapshot/secrets.ts';
import { resolveScope, type SecretOptions, takeSnapshot } from '../features/snapshot/take.ts';
import type { LookupContext } from '../tool/context.ts';
import { EXIT } from './exit-code.ts';
import { lookupContext } from './lookup-context.ts';
import { type Output, oneLine, openOutput } from './output.ts';
import { openPlanServer, type PlanOptions, type PlanServer } from './plan-server.ts';
import { progressOn } from './progress.ts';
import { readSecretKey } from './secret-key.ts';
import type { CommandSettings } from './settings.ts';
import { stopOnSignals } from './stop-on-signals.ts';
import { failed } from './with-cloud.ts';

/** What commands that make a plan were told besides the settings. */
interface MakeOptions extends PlanOptions {
  /** Organization that the plan is for. */
  readonly to?: string;
  /** File for the plan, which is then not carried out. */
  readonly out?: string;
  readonly secretKeyFile?: string;
}

export interface RestoreOptions extends MakeOptions {
  readonly exact?: boolean;
  /** Part of what is live that is made like the part of the snapshot. */
  readonly onto?: string;
}

export interface CopySiteOptions extends MakeOptions {
  /** Folder of a snapshot that has the model site. */
  readonly from?: string;
  readonly org?: string;
  readonly withSecrets?: boolean;
}

/**
 * Makes what is live like a snapshot or a part of it.
 *
 * @param source folder, with `#PART` behind it
 * @returns the exit code
 */
export function restoreCommand(source: string, options: RestoreOptions, settings: CommandSettings): Promise<number> {
  const at = source.indexOf('#');
  const [folder, part] = at < 0 ? [source, undefined] : [source.slice(0, at), source.slice(at + 1)];
  const wanted = readFolder(folder);
  return withPlan(options, settings, async (context, reader) => {
    const { site, org, profile } = wanted.manifest;
    // Another place is meant then, which a reading of the one site alone would not have.
    const isElsewhere = options.to !== undefined || options.onto !== undefined;
    const scope = await resolveScope(context, options.to ?? org.id, isElsewhere ? undefined : site?.id);
    const live = await reader.take(scope, profile, secretsLike(wanted, options), () => true);
    const { exact = false, onto } = options;
    return restorePlan({ wanted, live, part, exact, ...(onto === undefined ? {} : { onto }) });
  });
}

/** What is live is read in the form of the snapshot, so that secrets can be told apart as far as it can tell them. */
function secretsLike({ manifest }: Snapshot, { secretKeyFile }: MakeOptions): SecretOptions {
  if (manifest.secrets === 'clear') return { kept: 'clear' };
  if (secretKeyFile === undefined) return { kept: 'masked' };
  return { kept: 'masked_with_digest', digest: secretDigest(readSecretKey(secretKeyFile)) };
}

/**
 * Creates a site like another one, in the same organization or in another.
 *
 * @param site name or ID of the model
 * @param name of the new site
 * @returns the exit code
 */
export function copySiteCommand(
  site: string,
  name: string,
  options: CopySiteOptions,
  settings: CommandSettings,
): Promise<number> {
  const { from, org, to, withSecrets } = options;
  const stored = from === undefined ? undefined : readFolder(from);
  return withPlan(options, settings, async (context, reader) => {
    const secrets: SecretOptions = { kept: withSecrets ? 'clear' : 'masked' };
    const source = stored ?? (await reader.site(context, org, site, secrets));
    const scope = await resolveScope(context, to ?? source.manifest.org.id, undefined);
    const target = await reader.take(scope, 'full', secrets, ({ site: at }) => at === undefined);
    return copySitePlan({ source, site, target, name });
  });
}

/** Takes snapshots of what is live. */
class LiveReader {
  readonly #context: LookupContext;
  readonly #output: Output;

  constructor(context: LookupContext, output: Output) {
    this.#context = context;
    this.#output = output;
  }

  async take(
    scope: Scope,
    profile: Profile,
    secrets: SecretOptions,
    fits: (unit: ReadingPlan['units'][number]) => boolean,
  ): Promise<Snapshot> {
    const plan = await planReading(this.#context, scope, profile);
    return takeSnapshot(
      this.#context,
      { ...plan, units: plan.units.filter(fits) },
      {
        secrets,
        progress: progressOn(this.#output),
      },
    );
  }

  /** An organization with the objects of one of its sites. */
  async site(context: LookupContext, org: string | undefined, site: string, secrets: SecretOptions): Promise<Snapshot> {
    const scope = await resolveScope(context, org, site);
    return this.take(
      { org: scope.org },
      'full',
      secrets,
      ({ site: at }) => at === undefined || at.id === scope.site?.id,
    );
  }
}

async function withPlan(
  options: MakeOptions,
  settings: CommandSettings,
  make: (context: LookupContext, reader: LiveReader) => Promise<Plan>,
): Promise<number> {
  const output = openOutput(options);
  const { config, warnings } = settings.load();
  for (const warning of warnings) output.note(`mistmcp: ${warning}`);
  const stopping = stopOnSignals();
  let server: PlanServer | undefined;
  try {
    const isOnlyMade = options.dryRun === true || options.out !== undefined;
    server = await openPlanServer(config, { ...options, dryRun: isOnlyMade }, output, stopping.signal);
    const context = lookupContext(server.session, stopping.signal);
    const plan = await make(context, new LiveReader(context, output));
    if (plan.changes.length === 0) return nothingToDo(plan, output);
    const file = JSON.stringify(planFile(plan));
    if (options.out !== undefined) return written(options.out, plan, output);
    return await server.run({ action: 'apply', file, ...(options.dryRun ? { dry_run: true } : {}) });
  } catch (error) {
    return failed(error, output, { cancelled: 'Cancelled. Nothing was changed.' });
  } finally {
    stopping.end();
    await server?.close();
  }
}

function nothingToDo(plan: Plan, output: Output): number {
  if (output.json) output.printJson({ outcome: 'unchanged', left_out: plan.left_out });
  else {
    output.print('There is nothing to do: it is so already.');
    for (const line of plan.left_out) output.print(oneLine(`Left out: ${line}`));
  }
  return EXIT.done;
}

function written(file: string, plan: Plan, output: Output): number {
  if (file === '') throw new ConfigError('--out needs the name of a file.');
  writeWhole(file, jsonText(planFile(plan)));
  const next = `mistmcp apply ${file}`;
  if (output.json)
    output.printJson({ outcome: 'written', file, changes: plan.changes.length, left_out: plan.left_out, next });
  else {
    output.print(
      `${plan.changes.length} changes are written to ${file}; nothing was sent. Look at them, then: ${next}`,
    );
    for (const line of plan.left_out) output.print(oneLine(`Left out: ${line}`));
  }
  return EXIT.done;
}
