import { createHash } from 'node:crypto';
import type { Operation } from '../src/mist/spec/operations.ts';
import { type Row, textOf } from './json.ts';
import type { World } from './world/world.ts';

export type Role = 'read' | 'write' | 'helpdesk' | 'admin';

/** Who sent a request, by the token. */
export interface Caller {
  /** Name of the token: what `tokens` calls it, or the world where it brings its own. */
  readonly name: string;
  readonly role: Role;
  readonly privileges: readonly Row[];
}

/**
 * Tokens of the simulated cloud. `read`, `write` and `helpdesk` see the main organization; `msp` all, through the
 * provider; `site` one site only; `bad` nobody ever issued.
 */
export interface Tokens {
  readonly read: string;
  readonly write: string;
  readonly helpdesk: string;
  readonly msp: string;
  readonly site: string;
  readonly bad: string;
}

export type TokenName = 'read' | 'write' | 'helpdesk' | 'msp' | 'site';

const NAMES: readonly TokenName[] = ['read', 'write', 'helpdesk', 'msp', 'site'];

/** The tokens of a seed; they only open the simulated cloud. */
export function tokensOf(seed: number): Tokens {
  const token = (name: string) =>
    `demo-${name}-${createHash('sha256').update(`${seed}/${name}`).digest('hex').slice(0, 24)}`;
  return {
    read: token('read'),
    write: token('write'),
    helpdesk: token('helpdesk'),
    msp: token('msp'),
    site: token('site'),
    bad: token('bad'),
  };
}

function privileges(world: World, name: TokenName): Row[] {
  const [org = {}] = world.table('orgs');
  const [msp = {}] = world.table('msps');
  const [org_id, org_name] = [textOf(org, 'id'), textOf(org, 'name')];
  if (name === 'msp') {
    const called = textOf(msp, 'name');
    return [{ scope: 'msp', role: 'admin', msp_id: textOf(msp, 'id'), msp_name: called, name: called }];
  }
  if (name !== 'site') return [{ scope: 'org', role: name, org_id, org_name, name: org_name }];
  const site = 'London Store';
  return [{ scope: 'site', role: 'read', org_id, org_name, site_id: world.id('sites', site), name: site }];
}

/** The caller that an Authorization header names, or undefined when it opens nothing. */
export function callerOf(header: string | undefined, tokens: Tokens, world: World): Caller | undefined {
  const match = /^token (\S+)$/i.exec(header ?? '');
  const name = NAMES.find((one) => tokens[one] === match?.[1]);
  if (!name) return world.accounts.get(match?.[1] ?? '');
  const role = name === 'msp' ? 'admin' : name === 'site' ? 'read' : name;
  return { name, role, privileges: privileges(world, name) };
}

/** Who asks for what needs no token. */
export const NOBODY: Caller = { name: 'nobody', role: 'read', privileges: [] };

/** Whether the caller's role may run an operation at all. */
export function mayRun(caller: Caller, operation: Operation): boolean {
  if (operation.public || caller.role === 'write' || caller.role === 'admin') return true;
  return operation.effect === 'read' || operation.effect === 'diagnostic';
}

/** Whether the caller sees an organization, or one of its sites where a site is named. */
export function maySee(caller: Caller, world: World, orgId: string, siteId?: string): boolean {
  return caller.privileges.some((privilege) => {
    if (privilege.scope === 'msp') return textOf(world.find('orgs', orgId), 'msp_id') === privilege.msp_id;
    if (privilege.org_id !== orgId) return false;
    return privilege.scope === 'org' || (siteId !== undefined && privilege.site_id === siteId);
  });
}
