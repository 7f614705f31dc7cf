import { InputError } from '../core/errors/input-error.ts';
import { readFolder } from '../features/snapshot/folder.ts';
import type { Profile, Scope, Snapshot } from '../features/snapshot/model.ts';
import {
  planOfFamily,
  planOfSites,
  planReading,
  type ReadingPlan,
  siteIn,
} from '../features/snapshot/read-snapshot.ts';
import { type SecretDigest, secretDigest } from '../features/snapshot/secrets.ts';
import { resolveScope, takeSnapshot } from '../features/snapshot/take.ts';
import type { LookupContext } from '../tool/context.ts';
import type { Output } from './output.ts';
import { progressOn } from './progress.ts';
import { readSecretKey } from './secret-key.ts';
import { LARGE, scopeNamed } from './snapshot.ts';

/** What decides over how live sides are read. */
export interface LiveOptions {
  readonly secretKeyFile?: string;
  /** Digests of secrets that were unsealed, so that live ones can be held against them. */
  readonly digest?: SecretDigest | undefined;
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

/**
 * Reads a folder, and notes where its files are not those that were written.
 *
 * @throws InputError as `readFolder`
 */
export function readStored(folder: string, output: Output): Snapshot {
  const { edited, ...snapshot } = readFolder(folder);
  if (edited) output.note(`mistmcp: ${folder}: the files are not those that its manifest tells of.`);
  return snapshot;
}

type Planned = (whole: ReadingPlan) => ReadingPlan;

type TakenSide = Pick<ReadSide, 'snapshot' | 'partial'>;

/** A side that was read, and which part of it is meant. */
export interface ReadSide {
  readonly snapshot: Snapshot;
  readonly part: string | undefined;
  /** Of sites only some were read: nothing follows from what others do not name. */
  readonly partial: boolean;
}

/** Live sides of a command, each organization read once. */
export class LiveSides {
  readonly #context: LookupContext;
  readonly #options: LiveOptions;
  readonly #output: Output;
  readonly #requests: readonly SideRequest[];
  readonly #taken = new Map<string, Promise<TakenSide>>();

  /** @param requests every side of the command: of an organization only the sites that they name are read */
  constructor(context: LookupContext, options: LiveOptions, output: Output, requests: readonly SideRequest[]) {
    this.#context = context;
    this.#options = options;
    this.#output = output;
    this.#requests = requests.filter(({ live }) => live);
  }

  /**
   * Reads a side. Of a site its organization's objects are read with it: what is in force there stands in templates.
   *
   * @param like the snapshot on the other side, whose scope and profile are meant where the side names nothing
   */
  async take({ source, part }: SideRequest, like: Snapshot | undefined): Promise<ReadSide> {
    const { org, site } = await this.#scope(source, like);
    const profile = like?.manifest.profile ?? 'full';
    const only = part?.startsWith('org/') ? `org_${part.split('/')[1] ?? ''}` : undefined;
    if (site && like?.manifest.site) {
      // Against a snapshot of one site the site is read in the same way.
      const alone = await this.#once({ org, site }, profile, undefined);
      return { snapshot: alone.snapshot, part, partial: false };
    }
    if (only !== undefined && !site) {
      const some = await this.#once({ org }, profile, (whole) => planOfFamily(whole, only), only);
      return { snapshot: some.snapshot, part, partial: true };
    }
    const scopes = await Promise.all(this.#requests.map((one) => this.#scope(one.source, like)));
    const { snapshot, partial } = await this.#once({ org }, profile, (whole) => {
      const ids = this.#requests.flatMap((one, at) => {
        const scope = scopes[at];
        if (scope?.org.id !== org.id) return [];
        return [scope.site?.id ?? (one.part === undefined ? undefined : siteIn(whole, one.part))];
      });
      const known = ids.filter((id) => id !== undefined);
      return known.length < ids.length ? whole : planOfSites(whole, known);
    });
    const own = snapshot.objects.find(({ family, id }) => family === 'org_sites' && id === site?.id);
    return { snapshot, partial, part: part ?? own?.path.replace(/\/site$/, '') };
  }

  #once(scope: Scope, profile: Profile, planned?: Planned, key?: string): Promise<TakenSide> {
    const name = JSON.stringify([scope, profile, key]);
    const known = this.#taken.get(name) ?? this.#read(scope, profile, planned ?? ((whole) => whole));
    this.#taken.set(name, known);
    return known;
  }

  async #scope(source: string, like: Snapshot | undefined): Promise<Scope> {
    if (source !== '') return scopeNamed(this.#context, source);
    if (!like) return scopeNamed(this.#context, undefined);
    const { org, site } = like.manifest;
    return resolveScope(this.#context, org.id, site?.id);
  }

  async #read(scope: Scope, profile: Profile, planned: Planned): Promise<TakenSide> {
    const whole = await planReading(this.#context, scope, profile);
    const plan = planned(whole);
    if (!this.#options.yes && plan.calls > LARGE) {
      throw new InputError(
        `Reading ${plan.sites} sites takes about ${plan.calls} requests.`,
        'Add --yes to read them, or take a snapshot first and name its folder.',
      );
    }
    const {
      secretKeyFile,
      digest = secretKeyFile === undefined ? undefined : secretDigest(readSecretKey(secretKeyFile)),
    } = this.#options;
    const secrets = digest ? { kept: 'masked_with_digest' as const, digest } : { kept: 'masked' as const };
    const progress = progressOn(this.#output);
    const snapshot = await takeSnapshot(this.#context, plan, { secrets, progress });
    return { snapshot, partial: plan.units.length < whole.units.length };
  }
}
