import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlapsIn, splitRanges, takenText, withRangeEntries } from '../../../src/features/changes/port-ranges.ts';
import { joinPorts, portsOf } from '../../../src/features/configuration/effective/ports.ts';

const desk = { usage: 'desk' };
const iot = { usage: 'iot' };

describe('a new key of a map of ports', () => {
  it('takes its port out of the range that had it, and says what it was', () => {
    const before = { 'ge-0/0/0-35': desk };
    const { map, taken } = splitRanges(before, { ...before, 'ge-0/0/5': iot });
    expect(map).toEqual({ 'ge-0/0/0-4,ge-0/0/6-35': desk, 'ge-0/0/5': iot });
    expect(taken.map(takenText)).toEqual([
      'ge-0/0/5: desk (from ge-0/0/0-35) → iot; that range becomes ge-0/0/0-4,ge-0/0/6-35.',
    ]);
  });

  it('leaves a range alone that says the same, and one without its ports', () => {
    const before = { 'ge-0/0/0-35': desk, 'ge-0/0/40-43': iot };
    for (const more of [{ 'ge-0/0/5': desk }, { 'ge-0/0/44': desk }])
      expect(splitRanges(before, { ...before, ...more })).toEqual({ map: { ...before, ...more }, taken: [] });
  });

  it('ends a range that it covers whole', () => {
    const before = { 'ge-0/0/5-6': desk };
    const { map, taken } = splitRanges(before, { ...before, 'ge-0/0/0-9': iot });
    expect(map).toEqual({ 'ge-0/0/0-9': iot });
    expect(taken.map(takenText).join()).toContain('nothing is left of that range');
  });

  it('is not made of a key that was there before', () => {
    const before = { 'ge-0/0/0-35': desk, 'ge-0/0/5': iot };
    const after = { ...before, 'ge-0/0/0-35': { usage: 'lab' } };
    expect(splitRanges(before, after)).toEqual({ map: after, taken: [] });
  });
});

describe('two new keys on one port', () => {
  it('leave it to the one with fewer ports, and are left alone where neither has', () => {
    const { map, taken } = splitRanges({}, { 'ge-0/0/0-35': desk, 'ge-0/0/5': iot });
    expect(map).toEqual({ 'ge-0/0/0-4,ge-0/0/6-35': desk, 'ge-0/0/5': iot });
    expect(taken.map(takenText).join()).toMatch(/^ge-0\/0\/5: desk \(from ge-0\/0\/0-35\) → iot/);
    const alike = { 'ge-0/0/0-5': desk, 'ge-0/0/5-10': iot };
    expect(splitRanges({}, alike)).toEqual({ map: alike, taken: [] });
  });

  it('are warned of, unless they were there before or say the same', () => {
    const map = { 'ge-0/0/0-5': desk, 'ge-0/0/4-10': iot };
    expect(overlapsIn(['port_config'], map, {})).toEqual([
      'port_config: ge-0/0/0-5 and ge-0/0/4-10 both set ge-0/0/4-5, and the cloud says nowhere which of them counts: name each port once.',
    ]);
    expect(overlapsIn(['port_config'], map, map)).toEqual([]);
    expect(overlapsIn(['port_config'], { ...map, 'ge-0/0/4-10': desk }, {})).toEqual([]);
    expect(overlapsIn(['networks'], map, {})).toEqual([]);
  });
});

describe('a new key without a profile', () => {
  const before = { 'ge-0/0/0-35': { usage: 'desk', critical: true } };

  it('is laid over the range that holds its ports', () => {
    expect(withRangeEntries(before, { ...before, 'ge-0/0/5-6': { speed: '1g' } })['ge-0/0/5-6']).toEqual({
      ...{ usage: 'desk', critical: true, speed: '1g' },
    });
  });

  it('stays as it is where no range holds all of its ports, or it names a profile', () => {
    const after = { ...before, 'ge-0/0/35-36': { speed: '1g' }, 'ge-0/0/7': { usage: 'iot' } };
    expect(withRangeEntries(before, after)).toEqual(after);
  });
});

describe('ports and ranges', () => {
  const ports = fc.uniqueArray(
    fc
      .tuple(fc.constantFrom('ge', 'mge', 'xe'), fc.nat(2), fc.nat(1), fc.nat(47))
      .map(([kind, slot, card, number]) => `${kind}-${slot}/${card}/${number}`),
    { minLength: 1, maxLength: 60 },
  );

  it('mean the same after joining', () => {
    fc.assert(
      fc.property(ports, (some) => {
        expect(portsOf(joinPorts(some))).toEqual(some);
      }),
    );
  });

  it('are in one key each after a change, and every port keeps a key', () => {
    fc.assert(
      fc.property(ports, ports, (old, fresh) => {
        const before = { [joinPorts(old)]: desk };
        const { map } = splitRanges(before, { ...before, [joinPorts(fresh)]: iot });
        const all = Object.keys(map).flatMap(portsOf);
        const isSameKey = joinPorts(old) === joinPorts(fresh);
        expect(new Set(all).size).toBe(isSameKey ? old.length : all.length);
        expect(new Set(all)).toEqual(new Set([...old, ...fresh]));
      }),
    );
  });
});

describe('too many ports', () => {
  it('are not written out: a key keeps what goes beyond a stack, and a change with more is refused', () => {
    const key = Array.from({ length: 3000 }, (_, slot) => `ge-${slot}/0/0-39`).join(',');
    expect(portsOf(key).length).toBeLessThan(8000);
    const keys = Object.fromEntries(Array.from({ length: 6 }, (_, slot) => [`ge-${slot}/0/0-4000`, iot]));
    expect(() => splitRanges({ 'ge-0/0/1': desk }, keys)).toThrow('more than 20000 ports');
  });
});
