import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPayload } from '../../../src/features/changes/check/check.ts';
import { canonical, same } from '../../../src/features/changes/json.ts';
import { fillMasks } from '../../../src/features/changes/masks.ts';
import { family } from '../../../src/mist/families.ts';

const SIZE = 2000;

/** Objects that count how often any of them is looked at. */
function counted<T extends object>(list: readonly T[]): { list: readonly T[]; looks: () => number } {
  let looks = 0;
  const look = (): void => {
    looks += 1;
  };
  const handler: ProxyHandler<T> = {
    get(target, key) {
      look();
      return Reflect.get(target, key);
    },
    ownKeys(target) {
      look();
      return Reflect.ownKeys(target);
    },
    getOwnPropertyDescriptor(target, key) {
      look();
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
  };
  return { list: list.map((item) => new Proxy(item, handler)), looks: () => looks };
}

const servers = (shift: number, secret: (index: number) => string) =>
  Array.from({ length: SIZE }, (_, index) => ({ host: `h${index}`, port: 1 + shift, secret: secret(index) }));

describe('the canonical text of a value', () => {
  it('is shared by exactly those that mean the same', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(fc.property(value, value, (a, b) => (canonical(a) === canonical(b)) === same(a, b)));
    fc.assert(fc.property(value, (a) => canonical(a) === canonical(JSON.parse(JSON.stringify(a)))));
    expect(canonical({ b: null, a: [{}], c: [] })).toBe(canonical({ a: [{}] }));
  });
});

describe('work on long lists grows with their length, not with its square', () => {
  it('where a payload is checked against the object that is there', () => {
    const wlans = family('org_wlans');
    if (!wlans) throw new Error('no such family');
    const { list, looks } = counted(servers(0, (index) => `s${index}`));
    const payload = { auth_servers: servers(1, (index) => `s${index}`) };
    const current = { id: 'x', ssid: 'y', auth_servers: list };
    const result = { ...current, ...payload };
    checkPayload({ family: wlans, action: 'update', payload, current, result, allowUnknown: false });
    expect(looks()).toBeLessThan(200 * SIZE);
  });

  it('where masks are filled in the order in which they were read', () => {
    const masked = servers(0, () => '••• masked by mistmcp (secret)');
    const { list, looks } = counted(servers(0, (index) => `s${index}`));
    const filled = fillMasks({ auth_servers: masked }, { auth_servers: list }, () => ({ auth_servers: masked }));
    expect(filled).toEqual({ auth_servers: servers(0, (index) => `s${index}`) });
    expect(looks()).toBeLessThan(200 * SIZE);
  });

  it('where masks were moved about, it ends in a refusal that says what to do', () => {
    const users = (from: number, secretOf: (index: number) => string) =>
      Array.from({ length: SIZE }, (_, index) => ({ level: from + index, role: 'x', secret: secretOf(index) }));
    const masked = users(SIZE, () => '••• masked by mistmcp (secret)');
    const { list } = counted(users(0, (index) => `s${index}`));
    expect(() => fillMasks({ users: masked }, { users: list }, (value) => value)).toThrow(
      `A list of ${SIZE} elements was rearranged`,
    );
  });
});
