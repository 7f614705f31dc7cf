import { InputError } from '../core/errors/input-error.ts';
import type { Profile, Scope, Snapshot } from '../features/snapshot/model.ts';
import { planOfFamily, planOfSite, planReading, type ReadingPlan } from '../features/snapshot/read-snapshot.ts';
import { secretDigest } from '../features/snapshot/secrets.ts';
import { resolveScope, takeSnapshot } from '../features/snapshot/take.ts';
import type { LookupContext } from '../tool/context.ts';
import { type Output, oneLine } from './output.ts';
import { readSecretKey } from './secret-key.ts';
import { LARGE, scopeNamed } from './snapshot.ts';

/** What decides over how live sides are read. */
export interface LiveOptions {
  readonly secretKeyFile?: string;
  readonly yes?: boolean;
}

/** A side as it was typed: `live`, `live:NAME` or a folder, each with `#PART`. */
export interface SideRequest {
  readonly live: boolean;
  /** Name of what is live, or the folder. */
  readonly source: string;
  readonly part: string | undefined;
}

/** Reads a side: `live`, `live:NAME` or a folder, each with `#PART`. */
export function readSide(text: string): SideRequest {
  const at = text.indexOf('#');
  const source = at < 0 ? text : text.slice(0, at);
  const part = at < 0 ? undefined : text.slice(at + 1);
  const live = source === 'live' || source.startsWith('live:');
  return { live, source: live ? source.slice('live:'.length) : source, part: part === '' ? undefined : part };
}

/** Live sides of a command, each read once. */
export class LiveSides {
  readonly #context: LookupContext;
  readonly #options: LiveOptions;
  readonly #output: Output;
  readonly #taken = new Map<string, Promise<Snapshot>>();

  constructor(context: LookupContext, options: LiveOptions, output: Output) {
    this.#context = context;
    this.#options = options;
    this.#output = output;
  }

  /** @param like the snapshot on the other side, whose scope and profile are meant where the side names nothing */
  async take({ source, part }: SideRequest, like: Snapshot | undefined): Promise<Snapshot> {
    const scope = await this.#scope(source, like);
    const profile = like?.manifest.profile ?? 'full';
    const only = part?.startsWith('org/') ? `org_${part.split('/')[1] ?? ''}` : undefined;
    return this.#once(scope, profile, (whole) => (only === undefined ? whole : planOfFamily(whole, only)), only);
  }

  /** Everything that decides over what is named: of a site, its organization's objects with it. */
  async takeReaching(source: string): Promise<{ readonly snapshot: Snapshot; readonly site: string | undefined }> {
    const { org, site } = await this.#scope(source, undefined);
    const plan = (whole: ReadingPlan): ReadingPlan => (site ? planOfSite(whole, site.id) : whole);
    return { snapshot: await this.#once({ org }, 'full', plan, site?.id), site: site?.id };
  }

  #once(
    scope: Scope,
    profile: Profile,
    planned: (whole: ReadingPlan) => ReadingPlan,
    key: string | undefined,
  ): Promise<Snapshot> {
    const name = JSON.stringify([scope, profile, key]);
    const known = this.#taken.get(name) ?? this.#read(scope, profile, planned);
    this.#taken.set(name, known);
    return known;
  }

  async #scope(source: string, like: Snapshot | undefined): Promise<Scope> {
    if (source !== '') return scopeNamed(this.#context, source);
    if (!like) return scopeNamed(this.#context, undefined);
    const { org, site } = like.manifest;
    return resolveScope(this.#context, org.id, site?.id);
  }

  async #read(scope: Scope, profile: Profile, planned: (whole: ReadingPlan) => ReadingPlan): Promise<Snapshot> {
    const plan = planned(await planReading(this.#context, scope, profile));
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
