import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Access } from '../../../../src/transport/http/sign-in/access.ts';
import { type Caller, callerPrincipal, recordOf } from '../../../../src/transport/http/sign-in/caller.ts';

type Row = Readonly<Record<string, unknown>>;

const id = (digit: number): string => `${String(digit).repeat(8)}-2222-3333-4444-555555555555`;
const profile = (over: Row = {}): Row => ({ cloud: 'api.mist.com', token: { env: 'NO_TOKEN_OF_TEST' }, ...over });
const caller = (over: Partial<Caller> = {}): Caller => ({
  ...{ issuer: 'https://login.example.com', subject: 'ann', client: 'app', groups: ['noc'], scopes: [] },
  ...over,
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'access-rows-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An access file that can be written anew, and what the log was told. */
function stage(access: readonly Row[], profiles: Row = { noc: profile() }) {
  const path = join(folder, 'access.json');
  const write = (text: string) => writeFileSync(path, text, { mode: 0o600 });
  const content = (rows: readonly Row[]) => JSON.stringify({ version: 1, profiles, access: rows });
  write(content(access));
  const told: string[] = [];
  const log = {
    info: (message: string, fields: Row = {}) =>
      void told.push(`info ${message}${fields.rows ? ` ${fields.rows}` : ''}`),
    warn: (message: string, fields: Row = {}) => void told.push(`warn ${message} ${fields.error instanceof Error}`),
  };
  const made = new Access(path, { check: async () => ({}), atOnce: 1, read: async () => 'token-of-the-test' }, log);
  return { access: made, told, write, grant: (rows: readonly Row[]) => write(content(rows)) };
}

/** Rights by profile, as [profile, writes, sites]. */
function rightsOf(
  who: Caller,
  rows: readonly Row[],
  profiles?: Row,
): readonly (readonly [string, boolean, readonly string[]])[] {
  const { access } = stage(rows, profiles);
  return [...access.rightsOf(who)].flatMap(([name, { grants }]) =>
    grants.map(({ write, sites }) => [name, write, sites] as const),
  );
}

describe('what somebody may do', () => {
  const row = (over: Row = {}): Row => ({ groups: ['noc'], profiles: ['noc'], role: 'read', ...over });

  it('is by a group that a row names, or by being the one it names', () => {
    expect(rightsOf(caller(), [row()])).toEqual([['noc', false, []]]);
    expect(rightsOf(caller({ groups: ['lab', 'noc'] }), [row({ groups: ['x', 'noc'] })])).toHaveLength(1);
    expect(rightsOf(caller({ groups: ['NOC', 'no', 'noc2'] }), [row()])).toEqual([]);
    const { groups: _, ...only } = row();
    expect(rightsOf(caller({ groups: [] }), [{ ...only, subject: 'ann' }])).toHaveLength(1);
    expect(rightsOf(caller({ subject: 'bob' }), [{ ...only, subject: 'ann' }])).toEqual([]);
    expect(rightsOf(caller({ groups: ['ann'], subject: 'bob' }), [{ ...only, subject: 'ann' }])).toEqual([]);
  });

  it('is to change by a row for that and a profile that is not for reading', () => {
    const write = row({ role: 'write' });
    expect(rightsOf(caller(), [write])).toEqual([['noc', true, []]]);
    expect(rightsOf(caller(), [write], { noc: profile({ readonly: true }) })).toEqual([['noc', false, []]]);
  });

  it('is at the sites that both the row and the profile name', () => {
    const at = (sites: readonly string[], ofProfile: readonly string[]) =>
      rightsOf(caller(), [row({ ...(sites.length > 0 ? { sites } : {}) })], {
        noc: profile({ orgs: [id(9)], ...(ofProfile.length > 0 ? { sites: ofProfile } : {}) }),
      });
    expect(at([], [])).toEqual([['noc', false, []]]);
    expect(at([id(1)], [])).toEqual([['noc', false, [id(1)]]]);
    expect(at([], [id(2)])).toEqual([['noc', false, [id(2)]]]);
    expect(at([id(1), id(2)], [id(2), id(3)])).toEqual([['noc', false, [id(2)]]]);
    // No site in common is no access, not access to all.
    expect(at([id(1)], [id(2)])).toEqual([]);
  });

  it('adds up over rows and profiles, in the order of the file', () => {
    const profiles = { noc: profile(), lab: profile() };
    const rows = [
      row({ profiles: ['lab', 'noc'], sites: [id(1)] }),
      row({ role: 'write', sites: [id(2)] }),
      row({ groups: ['other'], role: 'write' }),
    ];
    expect(rightsOf(caller(), rows, profiles)).toEqual([
      ['lab', false, [id(1)]],
      ['noc', false, [id(1)]],
      ['noc', true, [id(2)]],
    ]);
  });
});

describe('an access file that changes', () => {
  const row = (groups: readonly string[]): Row => ({ groups, profiles: ['noc'], role: 'read' });
  const UNUSABLE = 'warn The access file has changed and cannot be used; the one before it counts true';

  it('is in use at the next look, and told once', async () => {
    const { access, told, grant } = stage([row(['noc'])]);
    await access.look();
    expect(told).toEqual([]);
    grant([row(['lab']), row(['x'])]);
    expect(access.rightsOf(caller()).size).toBe(1);
    await access.look();
    await access.look();
    expect(access.rightsOf(caller()).size).toBe(0);
    expect(access.rightsOf(caller({ groups: ['lab'] })).size).toBe(1);
    expect(told).toEqual(['info The access file has changed and is in use 2']);
  });

  it('and cannot be used leaves the one before it, which is told once for each way', async () => {
    const { access, told, write, grant } = stage([row(['noc'])]);
    write('{');
    await access.look();
    await access.look();
    expect(told).toEqual([UNUSABLE]);
    write('{}');
    await access.look();
    expect(told).toEqual([UNUSABLE, UNUSABLE]);
    expect(access.rightsOf(caller()).size).toBe(1);
    grant([row(['noc'])]);
    await access.look();
    await access.look();
    expect(told.slice(2)).toEqual(['info The access file is as it was before, and in use']);
    write('{');
    await access.look();
    expect(told.slice(3)).toEqual([UNUSABLE]);
  });

  it('is looked at by itself until it is closed', async () => {
    const { access, grant } = stage([row(['noc'])]);
    access.start(5);
    grant([row(['lab'])]);
    await expect.poll(() => access.rightsOf(caller()).size).toBe(0);
    access.close();
    grant([row(['noc'])]);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(access.rightsOf(caller()).size).toBe(0);
  });

  it('keeps a server from starting that cannot use it', () => {
    expect(() => stage([])).toThrow(/at least one row/);
  });
});

describe('somebody who signed in', () => {
  it('is one person by one profile, whatever they are called', () => {
    const one = callerPrincipal(caller(), 'noc');
    expect(one).toMatch(/^[0-9a-f]{32}$/);
    expect(callerPrincipal(caller({ name: 'Ann', client: 'other', groups: [] }), 'noc')).toBe(one);
    const others = [
      callerPrincipal(caller({ subject: 'bob' }), 'noc'),
      callerPrincipal(caller({ issuer: 'https://x' }), 'noc'),
      callerPrincipal(caller(), 'lab'),
    ];
    expect(new Set([one, ...others]).size).toBe(4);
  });

  it('is put on record without groups and scopes', () => {
    expect(recordOf(caller({ name: 'Ann', groups: ['g'], scopes: ['s'] }), 'noc')).toEqual({
      ...{ issuer: 'https://login.example.com', subject: 'ann', client: 'app', profile: 'noc', name: 'Ann' },
    });
  });
});
