import { digestOf } from '../../../core/digest.ts';
import { InputError } from '../../../core/errors/input-error.ts';
import { narrowedClient, seesMore } from '../../../mist/access-rights.ts';
import { writeRole } from '../../../mist/role.ts';
import type { Session, SessionOptions } from '../../../mist/session.ts';
import { choiceOf, orgsOf, type ProfileOption } from '../../../profiles/choice.ts';
import { directoryOf } from '../../../profiles/directory.ts';
import { ProfileUnavailable, type ProvenToken, rightsIn } from '../../../profiles/tokens.ts';
import type { ProfileChoice } from '../../../server.ts';
import { HttpRefusal } from '../refusal.ts';
import type { Tenant } from '../tenant.ts';
import type { TenantPool } from '../tenant-pool.ts';
import type { Access, ProfileRights } from './access.ts';
import { type Caller, callerPrincipal } from './caller.ts';

/** What somebody who signed in is served from. */
export interface PersonTenant {
  /** Stands for the person and the profiles, as a principal does. */
  readonly session: Session;
  readonly mayWrite: boolean;
  /** Whether the only profile leads to a whole MSP. */
  readonly seesMsp?: boolean | undefined;
  /** There where they have several profiles. */
  readonly choice?: ProfileChoice;
  /** The sessions that they choose between. */
  readonly others?: readonly Session[];
  /** Stands for their rights, whatever the tokens of the profiles are. */
  readonly rights: string;
}

/** How tenants of people come to be. */
export interface PeopleSource {
  /** Opens the way to Mist. Nothing is sent. */
  open(options: Pick<SessionOptions, 'cloud' | 'token' | 'principal' | 'budget' | 'queue' | 'narrow'>): Session;
  admit(person: PersonTenant): Tenant;
  /** Told that the rights of somebody have changed: what was opened with the former ones ends. */
  expelled(tenant: Tenant): void;
  /** Told that another tenant with the same rights takes the place of one: what is under way comes to its end. */
  replaced(tenant: Tenant): void;
}

/** A profile with its token, or why it cannot be used now. */
interface Usable {
  readonly name: string;
  readonly rights: ProfileRights;
  readonly token: ProvenToken | ProfileUnavailable;
}

/** Somebody with the rights they were let in with. */
interface Origin {
  readonly caller: Caller;
  readonly wanted: string | undefined;
  /** Stands for the tokens of the profiles and what Mist lets them do. */
  readonly tokens: string;
}

/** Whether a profile leads to an MSP as a whole: organizations that the operator names, or sites, are not one. */
const seesWholeMsp = ({ rights: { profile, grants }, token }: Usable): boolean =>
  !(token instanceof ProfileUnavailable) &&
  profile.orgs.length === 0 &&
  grants.every(({ sites }) => sites.length === 0) &&
  writeRole(token.self).msp;

/** Whom the access file lets in, each with what is kept for them by the profiles they may use. */
export class People {
  readonly #access: Access;
  readonly #pool: TenantPool;
  readonly #source: PeopleSource;
  readonly #origins = new WeakMap<Tenant, Origin>();

  constructor(access: Access, pool: TenantPool, source: PeopleSource) {
    this.#access = access;
    this.#pool = pool;
    this.#source = source;
  }

  /**
   * Runs the work for somebody.
   *
   * @param wanted the one profile that is wanted, where the client says so
   * @param claim name of the claim that groups were read from, for the refusal
   * @throws HttpRefusal 403 for whom no row is meant, 503 while no profile of theirs can be used
   */
  async with(
    caller: Caller,
    { wanted, claim, counts }: { wanted: string | undefined; claim: string; counts: boolean },
    work: (tenant: Tenant, profile: string | undefined) => Promise<void>,
  ): Promise<void> {
    const all = this.#access.rightsOf(caller);
    if (all.size === 0) throw noRow(caller, claim);
    const rights = chosen(all, wanted);
    if (rights.length === 0) {
      throw new HttpRefusal(403, `That is none of your profiles; there are ${[...all.keys()].join(', ')}.`, {
        reason: 'profile',
        data: { header: 'X-Mist-Profile' },
      });
    }
    const usable = await Promise.all(rights.map(([name, right]) => this.#usable(name, right)));
    if (usable.every(({ token }) => token instanceof ProfileUnavailable)) throw unusable(usable);
    const key = callerPrincipal(caller, digestOf(rights.map(scopeOf)));
    const origin = { caller, wanted, tokens: digestOf(usable.map(({ token }) => idOf(token))) };
    const tenant = this.#tenantOf(key, origin, usable);
    await this.#pool.use(key, tenant, counts, (one) => work(one, usable.length === 1 ? usable[0]?.name : undefined));
  }

  /** Ends what was opened with rights that the file of now does not give. */
  review(): void {
    for (const [key, tenant] of this.#pool.entries) {
      const origin = this.#origins.get(tenant);
      if (!origin) continue;
      const { caller, wanted } = origin;
      const rights = chosen(this.#access.rightsOf(caller), wanted);
      if (callerPrincipal(caller, digestOf(rights.map(scopeOf))) === key) continue;
      this.#pool.drop(key, tenant);
      this.#source.expelled(tenant);
    }
  }

  #tenantOf(key: string, origin: Origin, usable: readonly Usable[]): Tenant {
    const known = this.#pool.get(key);
    if (known && this.#origins.get(known)?.tokens === origin.tokens) return known;
    if (known) {
      this.#pool.replace(key, known);
      this.#source.replaced(known);
    }
    const tenant = this.#pool.add(key, () => this.#source.admit(this.#person(key, origin.caller, usable)));
    this.#origins.set(tenant, origin);
    return tenant;
  }

  async #usable(name: string, rights: ProfileRights): Promise<Usable> {
    try {
      return { name, rights, token: await this.#access.tokens.of(name) };
    } catch (error) {
      if (error instanceof ProfileUnavailable) return { name, rights, token: error };
      throw error;
    }
  }

  #person(key: string, caller: Caller, usable: readonly Usable[]): PersonTenant {
    const options: ProfileOption[] = [];
    const sessions: Session[] = [];
    let mayWrite = false;
    for (const { name, rights, token } of usable) {
      if (token instanceof ProfileUnavailable) {
        options.push(unusableOption(rights, token));
        continue;
      }
      const session = this.#open(caller, rights, token);
      sessions.push(session);
      const role = writeRole(token.self);
      const orgs = orgsOf(token.self, rights.profile.orgs);
      const mayChange = role.may && rights.grants.some(({ write }) => write);
      options.push({
        ...{ name, orgs: rights.profile.orgs },
        open: async () => ({ session, readonly: !mayChange }),
        // What Mist said of the token names no organization of an MSP.
        directory: async () => (role.msp ? directoryOf(session) : { entries: orgs, failures: [] }),
      });
      mayWrite ||= mayChange;
    }
    const [only] = sessions;
    const rights = digestOf(usable.map((one) => scopeOf([one.name, one.rights])));
    if (usable.length === 1 && only) return { session: only, mayWrite, rights, seesMsp: usable.some(seesWholeMsp) };
    const [first] = usable;
    if (!first) throw new Error('Somebody was let in without a profile');
    // What belongs to no profile, such as a prompt's completion, is asked of none.
    const session = this.#source.open({ cloud: first.rights.profile.cloud, token: undefined, principal: key });
    return { session, mayWrite, choice: choiceOf(options), others: sessions, rights };
  }

  #open(caller: Caller, { profile, grants }: ProfileRights, { token, self, budget, queue }: ProvenToken): Session {
    const { name, cloud, orgs } = profile;
    const mayWrite = writeRole(self).may;
    const narrower = {
      ...{ profile: name, cloud, orgs },
      grants: grants.map(({ write, sites }) => ({ write: write && mayWrite, sites })),
      wider: seesMore(self, orgs),
      onUnauthorized: () => {
        void this.#access.tokens.refused(name);
      },
    };
    return this.#source.open({
      ...{ cloud, token, budget, queue },
      principal: callerPrincipal(caller, digestOf([scopeOf([name, { profile, grants }])])),
      narrow: (client) => narrowedClient(client, narrower),
    });
  }
}

/** A profile that cannot be used now, which still leads to the organizations that its row names. */
function unusableOption({ profile: { name, orgs } }: ProfileRights, { outward }: ProfileUnavailable): ProfileOption {
  const entries = orgsOf(undefined, orgs);
  return {
    ...{ name, orgs },
    async open() {
      throw new InputError(outward, 'Ask whoever runs this server to see to it.');
    },
    directory: async () => ({ entries, failures: [] }),
  };
}

type NamedRights = readonly [name: string, rights: ProfileRights];

/** The rights of somebody, or those by the one profile that they want. */
const chosen = (all: ReadonlyMap<string, ProfileRights>, wanted: string | undefined): readonly NamedRights[] =>
  wanted === undefined ? [...all] : [...all].filter(([name]) => name === wanted);

/** What somebody may do by a profile, whatever its token is. */
const scopeOf = ([name, { profile, grants }]: NamedRights): readonly unknown[] => [
  ...[name, profile.cloud.api, profile.orgs, profile.sites],
  grants,
];

const idOf = (token: ProvenToken | ProfileUnavailable): string =>
  token instanceof ProfileUnavailable ? token.message : digestOf([token.token, rightsIn(token.self)]);

/** @returns the refusal, which names where was looked and none of what was found there */
const noRow = ({ groups }: Caller, claim: string): HttpRefusal =>
  new HttpRefusal(
    403,
    `You are signed in, but nothing here is yours: no row of the access file names your \`sub\` or one of your ${groups.length} groups (claim \`${claim}\`). Ask whoever runs this server.`,
    { reason: 'access', data: { claim } },
  );

function unusable(usable: readonly Usable[]): HttpRefusal {
  const [first] = usable.flatMap(({ token }) => (token instanceof ProfileUnavailable ? [token.outward] : []));
  return new HttpRefusal(503, `${first ?? ''} Tell whoever runs this server; signing in again does not help.`, {
    reason: 'profile',
    headers: { 'Retry-After': '10' },
  });
}
