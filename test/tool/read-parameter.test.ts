import { describe, expect, it } from 'vitest';
import type { Parameter } from '../../src/mist/spec/operations.ts';
import { type ParameterValue, readForRoute } from '../../src/tool/read-parameter.ts';
import { refused } from '../harness/refused.ts';

const ID = '00000000-0000-0000-1000-aabbcc001122';
const MAC = 'aabbcc001122';
const text: Parameter = { type: 'string' };

const read = (sent: Partial<ParameterValue>, parameter: Parameter = text) =>
  readForRoute(
    'stats_type=devices',
    {
      ...{ route: 'GET /api/v1/orgs/{org_id}/stats/devices', name: 'p', input: 'i', value: '', form: undefined },
      ...{ place: 'query', ...sent },
    },
    parameter,
  );

describe('readForRoute', () => {
  it('gives the value in the form of the route', () => {
    expect(read({ form: 'device_id', value: MAC, place: 'path' })).toBe(ID);
    expect(read({ name: 'mac', form: 'mac', value: ID })).toBe(MAC);
    expect(read({ value: 'AP' }, { type: 'string', enum: ['ap', 'switch'] })).toBe('ap');
    expect(read({ value: ['ap', 'Switches'] }, { type: 'string', enum: ['ap', 'switch'] })).toEqual(['ap', 'switch']);
    expect(read({ value: ['a', 'b'] })).toEqual(['a', 'b']);
  });

  it('names the input, what it must be, what it is, and where devices are found', () => {
    expect(refused(() => read({ form: 'device_id', value: 'AP 1', place: 'path' }))).toBe(
      '`i` must be a MAC address or device ID; got "AP 1". Correct it and call stats_type=devices again; nothing was sent. mist_search_device finds devices by name, mist_search_client clients.',
    );
    expect(refused(() => read({ value: 'x' }, { type: 'string', enum: ['ap', 'switch'] }))).toBe(
      '`i` must be one of ap, switch; got "x". Correct it and call stats_type=devices again; nothing was sent.',
    );
  });

  it('shows no more of a value than its beginning', () => {
    const words = refused(() => read({ form: 'device_id', value: 'z'.repeat(300) }));
    expect(words).toContain('z'.repeat(59));
    expect(words).not.toContain('z'.repeat(61));
  });
});
