import { describe, expect, it } from 'vitest';
import type { Parameter } from '../../src/mist/spec/operations.ts';
import { checkValue, type Sent } from '../../src/tool/check-value.ts';
import { refused } from './refused.ts';

const ID = '00000000-0000-0000-1000-aabbcc001122';
const MAC = 'aabbcc001122';
const text: Parameter = { type: 'string' };

const check =
  (sent: Partial<Sent>, parameter: Parameter = text) =>
  () =>
    checkValue(
      'stats_type=devices',
      { name: 'p', input: 'i', value: '', form: undefined, place: 'query', ...sent },
      parameter,
    );
const passes = (sent: Partial<Sent>, parameter?: Parameter): void => expect(check(sent, parameter)).not.toThrow();

describe('a value on its way to a route', () => {
  it('that names a device by id is an id', () => {
    passes({ form: 'device_id', value: ID, place: 'path' });
    expect(refused(check({ form: 'device_id', value: 'AP 1', place: 'path' }))).toBe(
      '`i` is "AP 1", which is no device id and no MAC. Nothing was sent for stats_type=devices. mist_search_device finds devices by name, mist_search_client clients.',
    );
  });

  it.each([MAC, 'aabb', '*bbcc', 'aabb*', '*aa*'])('searches take %s as a MAC or a piece of one', (value) => {
    passes({ form: 'mac', value });
  });

  it.each(['AP 1', 'a', 'aabbcc0011223', ID, 'xaabb', 'aabbx', '**aa'])('searches do not take %s as a MAC', (value) => {
    expect(refused(check({ form: 'mac', value }))).toContain(`\`i\` is "${value}", which is no MAC and no device id.`);
  });

  it('in a path must be a whole MAC where the route wants one', () => {
    const mac: Parameter = { type: 'string', pattern: '^[0-9a-fA-F]{12}$' };
    passes({ place: 'path', value: MAC }, mac);
    passes({ place: 'path', form: 'mac', value: MAC });
    for (const value of ['aabb', `${MAC}0`, `0${MAC}`]) {
      expect(refused(check({ place: 'path', value }, mac))).toContain('is no whole MAC (12 hex digits)');
      expect(refused(check({ place: 'path', form: 'mac', value }))).toContain('is no whole MAC');
    }
  });

  it('in a path must be an id where the route wants one; organisations and sites may be named', () => {
    const id: Parameter = { type: 'string', format: 'uuid' };
    passes({ place: 'path', value: ID }, id);
    passes({ place: 'path', value: 'anything' });
    passes({ place: 'path', name: 'site_id', value: 'HQ' }, id);
    passes({ place: 'path', name: 'org_id', value: 'Acme' }, id);
    passes({ place: 'query', value: 'anything' }, id);
    expect(refused(check({ place: 'path', name: 'map_id', value: 'HQ' }, id))).toContain(
      'which is no id (8-4-4-4-12 hexadecimal digits)',
    );
  });

  it('has the form that the spec asks for', () => {
    const country: Parameter = { type: 'string', pattern: '^[a-zA-Z]{2}$' };
    passes({ value: 'DE' }, country);
    passes({ value: 'aabb', form: 'mac' }, country);
    passes({ value: 'Germany', place: 'path' }, country);
    expect(refused(check({ value: 'Germany' }, country))).toBe(
      '`i` is "Germany", which is not of the form ^[a-zA-Z]{2}$. Nothing was sent for stats_type=devices.',
    );
  });

  it('that says a time is one', () => {
    passes({ name: 'duration', value: '1d' });
    passes({ name: 'start', value: '-2h' });
    passes({ name: 'duration', value: 'x' }, { type: 'integer' });
    expect(refused(check({ name: 'duration', value: '1 day' }))).toContain('a duration such as');
    expect(refused(check({ name: 'end', value: 'soon' }))).toContain('a time: epoch seconds');
  });

  it('is one of the values of an enum, alone or in a list', () => {
    const one: Parameter = { type: 'string', enum: ['ap', 'switch'] };
    const numbers: Parameter = { type: 'array', items: { type: 'integer', enum: [24, 5] } };
    passes({ value: 'ap' }, one);
    passes({ value: ['ap', 'switch'] }, one);
    passes({ value: 'ap,switch' }, { ...one, list: true });
    passes({ value: '24' }, numbers);
    expect(refused(check({ value: 'ap,switch' }, one))).toBe(
      '`i` is "ap,switch", which stats_type=devices does not take. It takes: ap, switch.',
    );
    expect(refused(check({ value: 'ap,x' }, { ...one, list: true }))).toContain('`i` is "x", which');
    expect(refused(check({ value: [24, 6] }, numbers))).toContain(
      '`i` is 6, which stats_type=devices does not take. It takes: 24, 5.',
    );
  });

  it('is shown no further than its beginning', () => {
    const words = refused(check({ form: 'device_id', value: 'z'.repeat(300) }));
    expect(words).toContain('z'.repeat(60));
    expect(words).not.toContain('z'.repeat(61));
    const form = refused(check({ value: 'z'.repeat(300) }, { type: 'string', pattern: '^a$' }));
    expect(form).toContain('z'.repeat(60));
    expect(form).not.toContain('z'.repeat(61));
  });
});
