import { isRecord, type JsonObject } from '../../../src/core/json.ts';
import type { SecretsKept, Snapshot } from '../../../src/features/snapshot/model.ts';
import { planReading } from '../../../src/features/snapshot/read-snapshot.ts';
import { secretDigest } from '../../../src/features/snapshot/secrets.ts';
import { resolveScope, takeSnapshot } from '../../../src/features/snapshot/take.ts';
import { parseCloud } from '../../../src/mist/clouds.ts';
import { type FamilyName, family } from '../../../src/mist/families.ts';
import { createSession } from '../../../src/mist/session.ts';
import type { LookupContext } from '../../../src/tool/context.ts';

/** A sequence of numbers that a seed decides. */
export function dice(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

/** A change through the API, and what a comparison has to say of it: nothing, or a kind with the fields. */
export interface ExpectedChange {
  readonly kind?: 'changed' | 'renamed' | 'only_left' | 'only_right';
  readonly family: FamilyName;
  readonly name: string;
  readonly fields?: readonly string[];
}

/** Families whose objects nothing else needs by name, so that a rename or a deletion changes nothing but them. */
const FREE: readonly FamilyName[] = ['org_usermacs', 'org_psks', 'org_assets', 'org_avprofiles', 'org_nacportals'];
const NAMED: readonly FamilyName[] = [
  'org_psks',
  'org_rftemplates',
  'org_sitegroups',
  'org_alarmtemplates',
  'org_mxclusters',
];
/** What can be changed. */
export const KINDS = [
  'update',
  'rename',
  'delete',
  'create',
  'secret',
  'set order',
  'default',
  'null',
  'ports',
  'device',
  'setting',
] as const;

/** The way to a simulated cloud with one of its tokens. */
export function clientOf(url: string, token: string) {
  const session = createSession({ cloud: parseCloud(url, { operator: true }), token });
  const { signal } = new AbortController();
  const context: LookupContext = {
    ...{ session, signal },
    send: (route, parameters = {}) => session.client.send({ route, ...parameters, signal }),
    get: (next) => session.client.get(next, signal),
  };
  return { session, context };
}

/** An organization in which things are changed at random, none twice. */
export class Organization {
  readonly #context: LookupContext;
  readonly #org: string;
  readonly #roll: (below: number) => number;
  readonly #touched = new Set<string>();
  readonly before: Snapshot;

  constructor(context: LookupContext, before: Snapshot, roll: (below: number) => number) {
    this.#context = context;
    this.#org = before.manifest.org.id;
    this.before = before;
    this.#roll = roll;
  }

  /** An object that was not changed before. */
  pick(fits: (object: Snapshot['objects'][number]) => boolean) {
    const free = this.before.objects.filter((one) => !this.#touched.has(one.path) && one.id !== undefined && fits(one));
    const picked = free[this.#roll(Math.max(1, free.length))];
    if (picked) this.#touched.add(picked.path);
    return picked;
  }

  #path(name: FamilyName, path: string, id: string | undefined): Record<string, string> {
    const found = family(name);
    const site = this.before.objects.find(
      (one) => one.family === 'org_sites' && path.startsWith(one.path.replace(/site$/, '')),
    );
    return {
      ...(found?.scope === 'site' || name === 'org_sites' ? { site_id: site?.id ?? '' } : { org_id: this.#org }),
      ...(found?.idParameter && id !== undefined ? { [found.idParameter]: id } : {}),
    };
  }

  async update({ family: name, path, id }: Snapshot['objects'][number], body: JsonObject): Promise<void> {
    const route = family(name)?.routes.update;
    if (!route) throw new Error(`${name} cannot be updated`);
    await this.#context.send(route, { path: this.#path(name, path, id), body });
  }

  async remove({ family: name, path, id }: Snapshot['objects'][number]): Promise<void> {
    const route = family(name)?.routes.delete;
    if (!route) throw new Error(`${name} cannot be deleted`);
    await this.#context.send(route, { path: this.#path(name, path, id) });
  }

  async create(name: FamilyName, body: JsonObject): Promise<void> {
    const route = family(name)?.routes.create;
    if (!route) throw new Error(`${name} cannot be created`);
    await this.#context.send(route, { path: { org_id: this.#org }, body });
  }

  /** Makes one change of a kind; undefined where the organization has nothing left for it. */
  async make(kind: (typeof KINDS)[number], turn: number): Promise<ExpectedChange | undefined> {
    const roll = this.#roll;
    if (kind === 'create') {
      const name = `Fresh ${turn}`;
      await this.create('org_rftemplates', { name, country_code: 'DE' });
      return { kind: 'only_right', family: 'org_rftemplates', name };
    }
    if (kind === 'delete') {
      const one = this.pick(({ family: name }) => FREE.includes(name));
      if (one) await this.remove(one);
      return one && { kind: 'only_left', family: one.family, name: one.name };
    }
    if (kind === 'rename') {
      const one = this.pick(({ family: name }) => NAMED.includes(name));
      if (one) await this.update(one, { name: `Renamed ${turn}` });
      return one && { kind: 'renamed', family: one.family, name: one.name, fields: ['name'] };
    }
    if (kind === 'update') {
      const one = this.pick(({ family: name }) => name === 'org_wlans');
      if (one) await this.update(one, { max_idletime: 60 + turn });
      return one && { kind: 'changed', family: one.family, name: one.name, fields: ['max_idletime'] };
    }
    if (kind === 'secret') {
      const one = this.pick(({ family: name, value }) => name === 'org_psks' && value.passphrase !== undefined);
      if (one) await this.update(one, { passphrase: `another-secret-${turn}` });
      return one && { kind: 'changed', family: one.family, name: one.name, fields: ['passphrase'] };
    }
    if (kind === 'device') {
      const one = this.pick(({ family: name }) => name === 'site_devices');
      if (one) await this.update(one, { notes: `moved ${turn}` });
      return one && { kind: 'changed', family: one.family, name: one.name, fields: ['notes'] };
    }
    if (kind === 'setting') {
      const one = this.pick(({ family: name }) => name === 'site_settings');
      if (one) await this.update(one, { device_updown_threshold: 1 + roll(5) + 20 });
      return one && { kind: 'changed', family: one.family, name: one.name, fields: ['device_updown_threshold'] };
    }
    return this.#makeNothing(kind);
  }

  /** A change of the text that changes no meaning. */
  async #makeNothing(kind: string): Promise<ExpectedChange | undefined> {
    if (kind === 'set order') {
      const one = this.pick(({ family: name, value }) => name === 'org_wlans' && Array.isArray(value.bands));
      const bands: readonly unknown[] = one && Array.isArray(one.value.bands) ? one.value.bands : [];
      if (one) await this.update(one, { bands: [...bands].reverse() });
      return one && { family: one.family, name: one.name };
    }
    if (kind === 'default') {
      const one = this.pick(({ family: name, value }) => name === 'org_wlans' && value.disable_wmm === undefined);
      if (one) await this.update(one, { disable_wmm: false });
      return one && { family: one.family, name: one.name };
    }
    if (kind === 'null') {
      const one = this.pick(
        ({ family: name, value }) => name === 'org_networktemplates' && value.dns_suffix === undefined,
      );
      if (one) await this.update(one, { dns_suffix: [] });
      return one && { family: one.family, name: one.name };
    }
    const one = this.pick(
      ({ value }) => isRecord(value.port_config) && Object.keys(value.port_config).some((key) => RANGE.test(key)),
    );
    if (!one || !isRecord(one.value.port_config)) return undefined;
    await this.update(one, { port_config: split(one.value.port_config) });
    return { family: one.family, name: one.name };
  }
}

const RANGE = /^(.*\/)(\d+)-(\d+)$/;

/** A map of ports with its first range in two halves. */
function split(map: JsonObject): JsonObject {
  const at = Object.keys(map).find((key) => RANGE.test(key)) ?? '';
  const [, head = '', from = '0', to = '0'] = RANGE.exec(at) ?? [];
  const rest = Object.entries(map).filter(([key]) => key !== at);
  const later = Number(from) + 1 === Number(to) ? to : `${Number(from) + 1}-${to}`;
  return Object.fromEntries([...rest, [head + from, map[at]], [head + later, map[at]]]);
}

/** A snapshot of the main organization. @param kept how secrets are kept: by a digest each unless told */
export async function snapshotOf(context: LookupContext, kept: SecretsKept = 'masked_with_digest'): Promise<Snapshot> {
  const scope = await resolveScope(context, 'Lakeside Retail Group', undefined);
  const plan = await planReading(context, scope, 'full');
  const digest = secretDigest('a-key-of-this-test-that-is-long-enough');
  return takeSnapshot(context, plan, { secrets: kept === 'clear' ? { kept } : { kept, digest } });
}

/** Makes so many random changes. @returns what a comparison has to say of each */
export async function changeAtRandom(
  organization: Organization,
  roll: (below: number) => number,
  count: number,
): Promise<readonly ExpectedChange[]> {
  const made: ExpectedChange[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    const kind = turn < KINDS.length ? KINDS[turn] : KINDS[roll(KINDS.length)];
    const change = kind && (await organization.make(kind, turn));
    if (change) made.push(change);
  }
  return made;
}
