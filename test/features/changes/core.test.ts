import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors/input-error.ts';
import { maskOf } from '../../../src/core/mask.ts';
import { difference } from '../../../src/features/changes/difference.ts';
import { fillMasks } from '../../../src/features/changes/masks.ts';
import { modeOf, planCreate, planUpdate, UNDO_MODE, undoPayload } from '../../../src/features/changes/plan.ts';
import { compareReadBack } from '../../../src/features/changes/read-back.ts';
import type { JsonObject } from '../../../src/features/changes/types.ts';
import { redact } from '../../../src/tool/redact.ts';

describe('planning an update', () => {
  const current = {
    id: 'i',
    modified_time: 5,
    name: 'n',
    vars: { a: '1', b: '2' },
    ntp: ['x'],
    auth: { type: 'psk', psk: 's' },
  };

  it('keeps the other variables when one is set', () => {
    const plan = planUpdate(current, { vars: { a: '9' } });
    expect(plan).toMatchObject({ mode: 'merge', roots: ['vars'], body: { vars: { a: '9', b: '2' } } });
    expect(plan.result).toEqual({ ...current, vars: { a: '9', b: '2' } });
  });

  it('replaces a root that is given whole', () => {
    expect(planUpdate(current, { vars: { a: '9' } }, 'replace').body).toEqual({ vars: { a: '9' } });
  });

  it('takes a read-back that someone edited as it stands, and roots left out as left alone', () => {
    const edited = { id: 'i', modified_time: 5, name: 'm', vars: { b: '2' }, ntp: ['x'] };
    const plan = planUpdate(current, edited);
    expect(plan.mode).toBe('replace');
    expect(plan.body).toEqual({ name: 'm', vars: { b: '2' } });
    expect(plan.result.auth).toEqual(current.auth);
    expect(modeOf(current, { id: 'i', name: 'm' })).toBe('merge');
    expect(modeOf(current, { ...edited, id: 'another' })).toBe('merge');
    expect(planUpdate(current, edited, 'merge').body).toEqual({ name: 'm' });
  });

  it('removes by null and by dash key, and nothing that is not there', () => {
    expect(planUpdate(current, { ntp: null, '-auth': true, '-none': '', gone: null }).body).toEqual({
      '-ntp': '',
      '-auth': '',
    });
    expect(planUpdate(current, { vars: { a: null } }).body).toEqual({ vars: { b: '2' } });
    expect(planUpdate(current, { ntp: [] }).body).toEqual({ ntp: [] });
  });

  it('never sends what the cloud gives an object', () => {
    expect(planUpdate(current, { id: 'j', org_id: 'o', site_id: 's', created_time: 1, modified_time: 9 }).body).toEqual(
      {},
    );
    expect(planCreate({ id: 'j', name: 'n', note: null, '-x': '', vars: { a: null, b: '1' } }).body).toEqual({
      name: 'n',
      vars: { b: '1' },
    });
  });

  it('always carries every override of local_port_config', () => {
    const ports = { local_port_config: { 'ge-0/0/0': { usage: 'ap' }, 'ge-0/0/1': { usage: 'iot' } } };
    const { body } = planUpdate(ports, { local_port_config: { 'ge-0/0/1': { usage: 'ap' } } });
    expect(body).toEqual({ local_port_config: { 'ge-0/0/0': { usage: 'ap' }, 'ge-0/0/1': { usage: 'ap' } } });
  });

  it('is undone by what differs alone, with secrets only where they changed', () => {
    const plan = planUpdate(current, { auth: { type: 'open' }, vars: { c: '3' }, extra: 1, ntp: null });
    const undo = undoPayload(current, plan.result, plan.roots);
    expect(undo).toEqual({ auth: { type: 'psk' }, vars: { c: null }, '-extra': '', ntp: ['x'] });
    expect(planUpdate(plan.result, undo, UNDO_MODE).result).toEqual(current);
  });
});

describe('the difference', () => {
  const lines = (before: JsonObject, after: JsonObject): string[] =>
    difference(before, after).map(({ path, kind, from, to, secret }) =>
      [kind, path, JSON.stringify(from), JSON.stringify(to), secret ? 'secret' : ''].filter(Boolean).join(' '),
    );

  it('goes field by field through objects, also those that come or go', () => {
    expect(lines({ a: { b: 1, c: { d: 2 } } }, { a: { b: 2 }, e: { f: {} } })).toEqual([
      'change a.b 1 2',
      'remove a.c.d 2',
      'set e.f {}',
    ]);
    expect(lines({ a: {} }, { a: { b: [], c: [1] } })).toEqual(['set a.c [1]']);
  });

  it('compares lists of plain values as wholes, and those of objects by element', () => {
    expect(lines({ a: [1, 2] }, { a: [1, 3] })).toEqual(['change a [1,2] [1,3]']);
    const [a, b, c] = [{ host: 'a' }, { host: 'b' }, { host: 'c' }];
    expect(lines({ s: [a, b, c] }, { s: [b, c] })).toEqual(['remove s[0].host "a"']);
    expect(lines({ s: [a, c] }, { s: [a, b, c] })).toEqual(['set s[1].host "b"']);
    expect(lines({ s: [a, b] }, { s: [a, { ...b, port: 1 }] })).toEqual(['set s[1].port 1']);
  });

  it('flags credentials and quotes unusual names', () => {
    expect(lines({}, { auth: { psk: 'x' } })).toEqual(['set auth.psk "x" secret']);
    expect(lines({ 'a.b': 1 }, { 'a.b': 2, 'ge-0/0/1': 3 })).toEqual(['change "a.b" 1 2', 'set ge-0/0/1 3']);
  });
});

describe('masks', () => {
  const servers = [
    { host: 'a', port: 1812, secret: 'one' },
    { host: 'b', port: 1812, secret: 'two' },
  ];
  const current = {
    psk: 'word',
    servers,
    cloud: { secret: '****' },
    vars: { wifi_psk: 'v' },
    cmds: ['set snmp community "x y"', 'set a'],
  };
  const shown = redact(current);
  const read = (keys: readonly string[]): JsonObject =>
    typeof shown === 'object' && shown !== null
      ? Object.fromEntries(Object.entries(shown).filter(([key]) => keys.includes(key)))
      : {};
  const refused = (payload: JsonObject, of: { object?: JsonObject } = { object: current }): string => {
    try {
      fillMasks(payload, of.object, redact);
    } catch (error) {
      if (error instanceof InputError) return error.what;
    }
    return 'not refused';
  };

  it('at the place where they were read are the secret, in text among other words too', () => {
    expect(fillMasks(read(['psk', 'servers', 'vars', 'cmds']), current, redact)).toEqual({
      psk: 'word',
      servers,
      vars: current.vars,
      cmds: current.cmds,
    });
    expect(JSON.stringify(read(['cmds']))).toContain('masked');
  });

  it('leave what stands beside them as it was edited', () => {
    const edited = [{ host: 'a', port: 1645, secret: maskOf('secret') }, servers[1]];
    expect(fillMasks({ servers: edited }, current)).toEqual({
      servers: [{ host: 'a', port: 1645, secret: 'one' }, servers[1]],
    });
    expect(fillMasks({ servers: [{ host: 'a', port: 1812, secret: maskOf('secret') }] }, current)).toEqual({
      servers: [servers[0]],
    });
  });

  it('in a list that was rearranged stay with their host, and are refused where nothing tells them apart', () => {
    const [a, b] = [
      { host: 'a', port: 1812, secret: maskOf('secret') },
      { host: 'b', port: 1812, secret: maskOf('secret') },
    ];
    expect(fillMasks({ servers: [b, a] }, current)).toEqual({ servers: [servers[1], servers[0]] });
    expect(fillMasks({ servers: [b] }, current)).toEqual({ servers: [servers[1]] });
    const twins = {
      users: [
        { level: 1, secret: 'one' },
        { level: 1, secret: 'two' },
      ],
    };
    expect(refused({ users: [{ level: 1, secret: maskOf('secret') }] }, { object: twins })).toContain(
      'users[0]: the list',
    );
    expect(refused({ servers: [a, b, { host: 'c', port: 1812, secret: maskOf('secret') }] })).toContain('servers[2]');
  });

  it('elsewhere, on a new object, and where the cloud has a mask itself are refused', () => {
    expect(refused({ passphrase: maskOf('psk') })).toContain('passphrase: no secret');
    expect(refused({ psk: maskOf('other') })).toContain('psk: ');
    expect(refused({ psk: '****' })).toContain('psk: ');
    expect(refused({ cloud: { secret: '****' } })).toContain('the cloud itself shows this token a mask');
    expect(refused({ psk: maskOf('psk') }, {})).toBe(
      'A mask stands for a secret and must not be written itself. psk: no secret was read at this very place.',
    );
    expect(refused({ cmds: [`set password "${maskOf('cli')}"`, 'set a'] })).toContain('cmds[0]');
  });

  it('are all named at once, with nothing of the secrets', () => {
    const what = refused({ passphrase: maskOf('psk'), auth: { psk: maskOf('secret') } });
    expect(what).toContain('passphrase');
    expect(what).toContain('auth.psk');
    expect(what).not.toMatch(/word|one and two/);
  });
});

describe('reading back', () => {
  const before = { vars: { a: '1', b: '2' }, mac: 'x', note: 'old', list: [1] };

  it('confirms with defaults filled in, nulls dropped, digits and notations changed', () => {
    const plan = planUpdate(
      before,
      { mac: 'AA:BB:CC:00:11:22', vlan: 10, auth: { type: 'psk', keys: [], servers: [{ host: 'h' }] }, list: [] },
      'replace',
    );
    const back = {
      ...before,
      mac: 'aabbcc001122',
      vlan: '10',
      auth: { type: 'psk', owe: false, servers: [{ host: 'h', port: 1812 }] },
      list: null,
    };
    expect(compareReadBack(plan, back)).toEqual({
      confirmed: ['mac', 'vlan', 'auth', 'list'],
      differing: [],
      unseen: [],
    });
  });

  it('tells what was not applied, by its shortest path', () => {
    const plan = planUpdate(before, { vars: { a: '9' }, note: null, fresh: { x: 1, psk: 's' } });
    const { confirmed, differing } = compareReadBack(plan, before);
    expect(confirmed).toEqual(['vars.b']);
    expect(differing).toEqual([
      { path: 'vars.a', kind: 'change', from: '9', to: '1', secret: false },
      { path: 'note', kind: 'set', to: 'old', secret: false },
      { path: 'fresh', kind: 'remove', from: { x: 1, psk: 's' }, secret: true },
    ]);
  });

  it('tells a removal inside a root that did not happen, not a default in its place', () => {
    const plan = planUpdate(before, { vars: { b: null } });
    expect(compareReadBack(plan, before).differing).toEqual([{ path: 'vars.b', kind: 'set', to: '2', secret: false }]);
    expect(compareReadBack(plan, { ...before, vars: { a: '1', b: 'default' } }).differing).toEqual([]);
  });

  it('does not pretend to have seen what the cloud masks', () => {
    const plan = planUpdate({}, { auth: { type: 'psk', psk: 'secret' } });
    expect(compareReadBack(plan, { auth: { type: 'psk', psk: '****' } })).toEqual({
      confirmed: ['auth.type'],
      differing: [],
      unseen: ['auth.psk'],
    });
  });
});
