import { describe, expect, it, vi } from 'vitest';
import { HANDLE_BOUNDS, HandleStore } from '../../../src/tool/result-store/store.ts';

const rows = (count: number, text = 'x'): object[] => Array.from({ length: count }, (_, n) => ({ n, text }));
const given = (count: number) => ({ rows: rows(count), source: 'mist_test' });

describe('rows under handles', () => {
  it('are found by their own principal alone, and refused to others like what never was', () => {
    const store = new HandleStore();
    const { id } = store.keep('a', given(3));
    expect(store.find('a', id).rows.length).toBe(3);
    const words = (find: () => unknown): string => {
      try {
        find();
      } catch (error) {
        return JSON.stringify(error) + String(error);
      }
      return 'found';
    };
    const unknown = words(() => store.find('a', 'h_nothing'));
    expect(words(() => store.find('b', id))).toBe(unknown);
    expect(words(() => store.drop('b', id))).toBe(unknown);
    expect(store.list('b')).toEqual([]);
    expect(store.find('a', id).id).toBe(id);
  });

  it('name the replica that keeps them, and another one says so, whoever asks', () => {
    const [a, b] = ['a', 'b'].map((name) => new HandleStore(Date.now, HANDLE_BOUNDS, name));
    const id = a?.keep('p', given(3)).id ?? '';
    expect(id).toMatch(/^a\.h_/);
    expect(a?.find('p', id).rows.length).toBe(3);
    for (const principal of ['p', 'q']) {
      expect(() => b?.find(principal, id)).toThrow('one of the replica "a" of this server; the call came to "b"');
    }
    expect(() => a?.find('q', id)).toThrow('no such handle');
    expect(() => new HandleStore().find('p', id)).toThrow('the call came to another one');
    expect(() => b?.find('p', 'what the\nnetwork says.h_AAAAAAAAAAAA')).toThrow('no such handle');
  });

  it('expire after a quarter of an hour, however often they are looked at', () => {
    let now = 0;
    const store = new HandleStore(() => now);
    const { id } = store.keep('a', given(3));
    now = 15 * 60_000 - 1;
    expect(store.find('a', id).rows.length).toBe(3);
    now += 1;
    expect(() => store.find('a', id)).toThrow('no such handle');
    expect(store.list('a')).toEqual([]);
  });

  it('make room for newer ones, the oldest first, without touching another principal', () => {
    const store = new HandleStore(Date.now, { ofOne: { handles: 3, size: 1000 }, size: 1500 });
    const other = store.keep('b', given(2));
    const ids = [1, 1, 1, 1].map((count) => store.keep('a', given(count)).id);
    expect(store.list('a').map(({ id }) => id)).toEqual(ids.slice(1).reverse());
    expect(store.find('b', other.id).rows.length).toBe(2);
    const big = store.keep('a', { ...given(1), rows: rows(9, 'y'.repeat(90)) });
    expect(store.list('a').map(({ id }) => id)).toContain(big.id);
    expect(store.list('a').reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(1000);
  });

  it('are cut to the size of one principal, which their count shows', () => {
    const store = new HandleStore(Date.now, { ofOne: { handles: 3, size: 1000 }, size: 5000 });
    const held = store.keep('a', { ...given(1), rows: rows(50, 'y'.repeat(90)) });
    expect(held.rows.length).toBeGreaterThan(5);
    expect(held.rows.length).toBeLessThan(12);
  });

  it('have ids that do not follow from each other', () => {
    const store = new HandleStore();
    const ids = Array.from({ length: 20 }, () => store.keep('a', given(1)).id);
    expect(new Set(ids).size).toBe(20);
    for (const id of ids) expect(id).toMatch(/^h_[\w-]{12}$/);
  });

  it('have the columns that any row has, and leave out none', () => {
    const store = new HandleStore();
    const { columns, size } = store.keep('a', { rows: [{ a: 1 }, 'text', null, { b: 2, a: 3 }], source: 'mist_test' });
    expect(columns).toEqual(['a', 'b']);
    expect(size).toBe('{"a":1}"text"null{"b":2,"a":3}'.length);
    expect(store.keep('a', { rows: [undefined], source: 'mist_test' }).size).toBe(0);
  });

  it('fill their bounds to the last character', () => {
    const of = (handles: number, size: number, all: number) =>
      new HandleStore(Date.now, { ofOne: { handles, size }, size: all });
    const row = (length: number) => ({ rows: ['x'.repeat(length - 2)], source: 'mist_test' });
    expect(of(3, 10, 100).keep('a', { rows: ['12345678', 'x'], source: 's' }).rows).toEqual(['12345678']);
    expect(of(3, 10, 100).keep('a', { rows: ['123456789', 'x'], source: 's' }).rows).toEqual([]);
    const [full, over, all] = [of(9, 30, 100), of(9, 29, 100), of(9, 30, 49)];
    for (const store of [full, over, all]) for (const who of ['a', 'a', 'a']) store.keep(who, row(10));
    expect([full, over, all].map((store) => store.list('a').length)).toEqual([3, 2, 3]);
    for (const who of ['b', 'b']) all.keep(who, row(10));
    expect([all.list('a').length, all.list('b').length]).toEqual([2, 2]);
  });

  it('are found with blanks around them, and are gone when they were dropped', () => {
    const store = new HandleStore();
    const { id } = store.keep('a', given(1));
    expect(store.find('a', ` ${id}\n`).id).toBe(id);
    expect(store.size).toBe(1);
    store.drop('a', id);
    expect(store.size).toBe(0);
    expect(() => store.find('a', id)).toThrow('no such handle');
  });

  it('go when their time is over, though nobody asks', () => {
    vi.useFakeTimers({ now: 0 });
    try {
      const store = new HandleStore();
      store.keep('a', given(1));
      vi.advanceTimersByTime(10 * 60_000);
      store.keep('b', given(1));
      expect(vi.getTimerCount()).toBe(1);
      vi.advanceTimersByTime(4 * 60_000);
      expect(store.size).toBe(2);
      vi.advanceTimersByTime(2 * 60_000);
      expect(store.list('a')).toEqual([]);
      expect(store.list('b')).toHaveLength(1);
      vi.advanceTimersByTime(10 * 60_000);
      vi.setSystemTime(0);
      expect(store.size).toBe(0);
      expect(vi.getTimerCount()).toBe(0);
      store.keep('a', given(1));
      expect(vi.getTimerCount()).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });
});
