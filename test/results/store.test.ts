import { describe, expect, it } from 'vitest';
import { HandleStore } from '../../src/tool/handles.ts';

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
});
