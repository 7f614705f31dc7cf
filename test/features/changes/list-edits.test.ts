import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors/input-error.ts';
import { maskOf } from '../../../src/core/mask.ts';
import { withWholeLists } from '../../../src/features/changes/list-edits.ts';
import { fillMasks } from '../../../src/features/changes/masks.ts';
import type { JsonObject } from '../../../src/features/changes/types.ts';
import { redact } from '../../../src/tool/redact.ts';

const server = (host: string, secret: string): JsonObject => ({ host, port: 1812, secret });
const current = {
  ntp_servers: ['a.example', 'b.example'],
  auth_servers: [server('10.0.0.1', 'first-secret'), server('10.0.0.2', 'second-secret')],
};

const edited = (patch: JsonObject): unknown =>
  fillMasks(withWholeLists(current, patch), current, (value) => redact(value));

/** What the refusal of a patch says. */
function refusal(patch: JsonObject): string {
  try {
    withWholeLists(current, patch);
  } catch (error) {
    if (error instanceof InputError) return error.what;
    throw error;
  }
  throw new Error('it was taken');
}

describe('an edit of a list', () => {
  it('adds at the end what is not there, and takes out by value', () => {
    expect(edited({ ntp_servers: { add: ['c.example', 'a.example'], remove: ['b.example'] } })).toEqual({
      ntp_servers: ['a.example', 'c.example'],
    });
  });

  it('takes out a server by its host and leaves the secret of the other', () => {
    expect(edited({ auth_servers: { remove: ['10.0.0.1'] } })).toEqual({ auth_servers: [current.auth_servers[1]] });
  });

  it('changes the server of the same host: what is not given stays, its secret too', () => {
    const mask = maskOf('secret');
    for (const given of [
      { host: '10.0.0.2', port: 1645 },
      { host: '10.0.0.2', port: 1645, secret: mask },
    ])
      expect(edited({ auth_servers: { replace: [given] } })).toEqual({
        auth_servers: [current.auth_servers[0], { host: '10.0.0.2', port: 1645, secret: 'second-secret' }],
      });
  });

  it('begins a list where there is none', () => {
    expect(edited({ dns_servers: { add: ['192.0.2.1'] } })).toEqual({ dns_servers: ['192.0.2.1'] });
  });

  it('is refused for an element that is not there, with those that are', () => {
    expect(refusal({ auth_servers: { remove: ['10.0.0.9'] } })).toContain(
      'auth_servers: no element is "10.0.0.9"; there are "10.0.0.1", "10.0.0.2".',
    );
    expect(refusal({ auth_servers: { replace: [{ port: 1 }] } })).toContain('is named by its');
  });

  it('is refused where several elements fit, and where a name would be there twice', () => {
    expect(refusal({ auth_servers: { remove: [{ port: 1812 }] } })).toContain('2 elements fit');
    expect(refusal({ auth_servers: { add: [{ host: '10.0.0.1', secret: 'x' }] } })).toContain('is there already');
  });

  it('never repeats a secret in its refusal', () => {
    const said = refusal({ auth_servers: { remove: [{ secret: 'another-secret' }], replace: [{ secret: 'third' }] } });
    expect(said).not.toMatch(/another-secret|third|first-secret/);
  });

  it('is none where the attribute is a map', () => {
    const map = { networks: { add: { vlan_id: 1 } } };
    expect(withWholeLists({ networks: { add: { vlan_id: 2 } } }, map)).toBe(map);
    expect(withWholeLists({}, map)).toBe(map);
  });

  it('means the same as the list given whole', () => {
    const names = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 12 });
    fc.assert(
      fc.property(names, names, names, (there, gone, fresh) => {
        const before = there.map((id) => ({ name: `n${id}`, id }));
        const remove = gone.filter((id) => there.includes(id)).map((id) => `n${id}`);
        const add = fresh.filter((id) => !there.includes(id)).map((id) => ({ name: `n${id}`, id }));
        const wanted = [...before.filter(({ name }) => !remove.includes(name)), ...add];
        expect(withWholeLists({ list: before }, { list: { add, remove } })).toEqual({ list: wanted });
      }),
    );
  });
});
