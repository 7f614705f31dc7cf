import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskOf } from '../../../src/core/mask.ts';
import { difference } from '../../../src/features/changes/difference.ts';
import { fillMasks, holdsMask } from '../../../src/features/changes/masks.ts';
import { mergePatch, patchBetween } from '../../../src/features/changes/merge-patch.ts';
import { modeOf, planCreate, planUpdate, removedBy, undoPayload } from '../../../src/features/changes/plan.ts';
import type { JsonObject } from '../../../src/features/changes/types.ts';
import { redact } from '../../../src/tool/redact.ts';
import { refused } from '../../harness/refused.ts';

const told = (before: JsonObject, after: JsonObject): string[] =>
  difference(before, after).map(({ path, kind }) => `${kind} ${path}`);

describe('a difference that is hard to see', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((host) => ({ host }));

  it.each<[JsonObject, JsonObject, string[]]>([
    [{ x: 'text' }, { x: { y: 1 } }, ['change x']],
    [{ x: { y: 1 } }, { x: 'text' }, ['change x']],
    [{ x: null }, { x: { y: 1, z: 2 } }, ['set x.y', 'set x.z']],
    [{ x: { y: 1, z: 2 } }, {}, ['remove x.y', 'remove x.z']],
    [{ x: { y: 1 } }, { x: {} }, ['remove x.y']],
    [{ x: {} }, {}, ['remove x']],
    [{ x: {} }, { x: { y: null } }, []],
    [{ x: 'text' }, { x: [{ y: 1 }] }, ['change x']],
    [{ x: [{ y: 1 }] }, { x: 7 }, ['change x']],
    [{ x: [1, { y: 1 }] }, { x: [2, { y: 1 }] }, ['change x[0]']],
    [{ x: null }, { x: [{ y: 1 }] }, ['set x[0].y']],
    [{ s: [a, b] }, { s: [a, b, c, d] }, ['set s[2].host', 'set s[3].host']],
    [{ s: [a, b, c, d] }, { s: [a, d] }, ['remove s[1].host', 'remove s[2].host']],
    [{ s: [a, b, c] }, { s: [a, d, c] }, ['change s[1].host']],
    [{ s: [a, b, c] }, { s: [d, b, a] }, ['remove s[2].host', 'move s[1]', 'set s[0].host']],
    [{ s: [a, b, c] }, { s: [c, a, b] }, ['move s[0]']],
    [{ s: [a, b] }, { s: [{ ...b, port: 2 }, a] }, ['move s[0]', 'set s[0].port']],
    [{ s: [a, a] }, { s: [a] }, ['remove s[1].host']],
    [{ s: [a] }, { s: [a, a] }, ['set s[1].host']],
    [{ s: [b, a, a] }, { s: [a] }, ['remove s[0].host', 'remove s[1].host']],
    [{ s: [a] }, { s: [a, null] }, ['set s[1]']],
    [{ s: [a, null, []] }, { s: [a] }, ['remove s[1]', 'remove s[2]']],
    [{ s: [a, null] }, { s: [a, b, null] }, ['set s[1].host']],
    [{ s: [a, b, c] }, { s: [d, c] }, ['change s[0].host', 'remove s[1].host']],
  ])('%j → %j: %j', (before, after, lines) => {
    expect(told(before, after)).toEqual(lines);
  });

  it('is never empty where something would be sent', () => {
    const element = fc.constantFrom<unknown>(null, [], {}, a, b, { host: 'a', port: 1 }, 1, 'text');
    const list = fc.array(element, { maxLength: 4 });
    fc.assert(
      fc.property(list, list, (before, after) => {
        const { roots } = planUpdate({ s: before }, { s: after });
        expect(told({ s: before }, { s: after }).length > 0).toBe(roots.length > 0);
      }),
      { numRuns: 300 },
    );
  });

  it('is a credential where either state is one', () => {
    const [removed] = difference({ psk: 'x' }, {});
    expect(removed).toEqual({ path: 'psk', kind: 'remove', from: 'x', secret: true });
    const [now] = difference({ note: 'plain' }, { note: 'https://me:word@host/' });
    expect(now?.secret).toBe(true);
    const [was] = difference({ note: 'https://me:word@host/' }, { note: 'plain' });
    expect(was?.secret).toBe(true);
  });
});

describe('a plan at its edges', () => {
  it('reads a dash as the beginning of a removal only with a name behind it', () => {
    expect(removedBy('-vars')).toBe('vars');
    expect(removedBy('-v')).toBe('v');
    expect(removedBy('-')).toBeUndefined();
    expect(removedBy('vars')).toBeUndefined();
    expect(removedBy('')).toBeUndefined();
    expect(planUpdate({}, { '-': 1 }).body).toEqual({ '-': 1 });
  });

  it('takes what is given where the same root is removed too', () => {
    expect(planUpdate({ a: 1 }, { '-a': '', a: 2 }).body).toEqual({ a: 2 });
    expect(planUpdate({ a: 1 }, { '-a': '', a: 1 })).toMatchObject({ body: {}, roots: [], removed: [] });
    expect(planUpdate({ a: 1, b: 1 }, { '-a': '', b: 2 }).body).toEqual({ '-a': '', b: 2 });
    expect(planUpdate({ id: 'i' }, { '-id': '' }).body).toEqual({});
  });

  it('is read as a read-back only with id and time together', () => {
    expect(modeOf({ id: 'i' }, { id: 'i', modified_time: 1 })).toBe('replace');
    expect(modeOf({}, { modified_time: 1 })).toBe('merge');
    expect(modeOf({}, { name: 'x' })).toBe('merge');
  });

  it('says what goes, outermost only', () => {
    const current = { vars: { a: '1', b: { c: 1, d: 2 } }, list: [1], gone: { x: 1 }, empty: [], text: 'a' };
    const removed = (payload: JsonObject, mode: 'merge' | 'replace' = 'merge') =>
      planUpdate(current, payload, mode).removed;
    expect(removed({ vars: { a: null, b: { c: null } }, gone: null })).toEqual([
      { path: ['vars', 'a'], was: '1' },
      { path: ['vars', 'b', 'c'], was: 1 },
      { path: ['gone'], was: { x: 1 } },
    ]);
    expect(removed({ vars: { b: 7 }, list: [2], text: { now: 'object' } })).toEqual([]);
    expect(removed({ vars: { a: '1' } }, 'replace')).toEqual([{ path: ['vars', 'b'], was: { c: 1, d: 2 } }]);
    expect(removed({ vars: { a: null, b: { c: 1, d: 2 } } }, 'replace')).toEqual([{ path: ['vars', 'a'], was: '1' }]);
  });

  it('of a new object has no nulls at any depth, and no mode but merge', () => {
    expect(planCreate({ a: { b: { c: null, d: 1 } }, list: [null], 'x-y': 1 })).toEqual({
      mode: 'merge',
      body: { a: { b: { d: 1 } }, list: [null], 'x-y': 1 },
      roots: ['a', 'list', 'x-y'],
      result: { a: { b: { d: 1 } }, list: [null], 'x-y': 1 },
    });
  });

  it('is undone for its own roots alone', () => {
    expect(undoPayload({ a: 1, b: 1 }, { a: 2, b: 2 }, ['a'])).toEqual({ a: 1 });
    expect(undoPayload({ a: 1 }, { b: 2 }, ['a', 'b', 'c'])).toEqual({ a: 1, '-b': '' });
  });
});

describe('a merge patch', () => {
  it('replaces what is no object, merges what is, and removes by null', () => {
    expect(mergePatch('text', { a: { b: 1, c: null } })).toEqual({ a: { b: 1 } });
    expect(mergePatch({ a: 1, b: { c: 1 } }, { a: null, b: { d: 2 } })).toEqual({ b: { c: 1, d: 2 } });
    expect(mergePatch({ a: 1 }, [1])).toEqual([1]);
    expect(mergePatch({ a: 1 }, null)).toBeUndefined();
    expect('a' in Object(mergePatch({ a: 1 }, { a: null }))).toBe(false);
  });

  it('between two objects holds what differs, down to the attribute', () => {
    expect(patchBetween({ a: { x: 1, y: 1 }, b: 1, c: [1] }, { a: { x: 1, y: 2 }, b: { z: 1 }, c: [2] })).toEqual({
      a: { y: 2 },
      b: { z: 1 },
      c: [2],
    });
    expect(patchBetween({ a: { x: 1 }, b: { z: 1 } }, { a: 'text' })).toEqual({ a: 'text', b: null });
  });
});

describe('masks in odd places', () => {
  const mask = maskOf('secret');
  const fill = (payload: JsonObject, current: JsonObject) => fillMasks(payload, current, (value) => redact(value));

  it('leave a payload without them as it is', () => {
    const payload = { a: [1, { b: 'x' }] };
    expect(fillMasks(payload, { a: 1 })).toBe(payload);
    expect(holdsMask(payload)).toBe(false);
    expect(holdsMask({ a: [{ b: mask }] })).toBe(true);
    expect(fillMasks({ psk: maskOf('psk') }, { psk: 'word' })).toEqual({ psk: 'word' });
  });

  it('stand for a number too, and never for nothing', () => {
    expect(fill({ secret: mask }, { secret: 1234 })).toEqual({ secret: 1234 });
    expect(refused(() => fill({ secret: mask }, { secret: '' }))).toContain('secret: no secret was read');
    expect(refused(() => fill({ secret: mask }, { secret: { a: 1 } }))).toContain('secret: no secret was read');
    expect(refused(() => fill({ secret: mask }, { secret: true }))).toContain('secret: no secret was read');
  });

  it('in plain lists stay by number while the list keeps its length', () => {
    const keys = { auth: { keys: ['one1', 'two2'] } };
    const [one, two] = [maskOf('keys'), maskOf('keys')];
    expect(fill({ auth: { keys: [one, 'new'] } }, keys)).toEqual({ auth: { keys: ['one1', 'new'] } });
    expect(fill({ auth: { keys: ['new', two] } }, keys)).toEqual({ auth: { keys: ['new', 'two2'] } });
    expect(refused(() => fill({ auth: { keys: [one] } }, keys))).toContain('auth.keys[0]: the list was rearranged');
  });

  it('in lists of objects follow the likest element, or nobody', () => {
    const current = {
      servers: [
        { host: 'a', port: 1, note: [], secret: 'one1' },
        { host: 'b', port: 1, note: [], secret: 'two2' },
        { host: 'b', port: 1, note: [], secret: 'two2' },
      ],
    };
    const server = (host: string, port = 1) => ({ host, port, note: [], secret: mask });
    expect(fill({ servers: [server('a'), server('b'), server('b')] }, current)).toEqual(current);
    expect(fill({ servers: [server('a'), server('b')] }, current)).toEqual({ servers: current.servers.slice(0, 2) });
    expect(fill({ servers: [server('a', 2), server('x'), server('b')] }, current)).toMatchObject({
      servers: [{ port: 2, secret: 'one1' }, { host: 'x', secret: 'two2' }, {}],
    });
    expect(refused(() => fill({ servers: [server('b'), server('a'), server('b')] }, current))).toMatch(
      /servers\[0\]: the list was rearranged/,
    );
    expect(refused(() => fill({ servers: [server('a')], other: 1 }, { servers: 'text' }))).toContain(
      'servers[0].secret: no',
    );
  });
});
