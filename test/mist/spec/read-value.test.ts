import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isRecord } from '../../../src/core/json.ts';
import type { Parameter } from '../../../src/mist/spec/operations.ts';
import { BY_PIECE, type ParameterPlace, readParameter, readScalar } from '../../../src/mist/spec/read-value.ts';
import { specPath } from '../../harness/spec.ts';

const MAC = '5c5b35000001';
const DEVICE = `00000000-0000-0000-1000-${MAC}`;
const ID = '83592ae0-6f17-4a83-a060-fa7db9d97a25';
const text: Parameter = { type: 'string' };

const at = (name: string, more: Partial<ParameterPlace> = {}): ParameterPlace => ({
  ...{ route: 'GET /api/v1/orgs/{org_id}/stats/devices', place: 'query', name },
  ...more,
});
const read = (name: string, value: unknown, parameter: Parameter = text, more: Partial<ParameterPlace> = {}) =>
  readParameter(at(name, more), parameter, value);

describe('readScalar', () => {
  it.each([
    [{ type: 'integer' }, '42', 42],
    [{ type: 'number' }, ' -0.5 ', -0.5],
    [{ type: 'boolean' }, 'TRUE', true],
    [{ type: 'boolean' }, false, false],
    [{ type: 'string' }, 5, '5'],
    [{ type: 'string' }, ' a b ', 'a b'],
    [{ type: 'string', enum: ['ap', 'switch'] }, 'APs', 'ap'],
    [{ type: 'integer', enum: [24, 5] }, '24', 24],
    [{ type: 'string', format: 'uuid' }, ID.replaceAll('-', '').toUpperCase(), ID],
    [{ type: 'string', pattern: '^[A-Z]{2}$' }, 'DE', 'DE'],
  ] as const)('reads by %j the value %j as %j', (rule, value, wanted) => {
    expect(readScalar(rule, value)).toEqual({ value: wanted });
  });

  it.each([
    [{ type: 'integer' }, '4.5', 'must be a whole number'],
    [{ type: 'integer' }, '1e3', 'must be a whole number'],
    [{ type: 'integer' }, '', 'must be a whole number'],
    [{ type: 'number' }, 'x', 'must be a number'],
    [{ type: 'integer', minimum: 1 }, 0, 'must be at least 1'],
    [{ type: 'integer', maximum: 9 }, 10, 'must be at most 9'],
    [{ type: 'boolean' }, 'yes', 'must be true or false'],
    [{ type: 'string', enum: ['ap', 'switch'] }, 'router', 'must be one of ap, switch'],
    [{ type: 'string', format: 'uuid' }, 'HQ', 'must be an ID (8-4-4-4-12 hexadecimal digits)'],
    [{ type: 'string', pattern: '^[A-Z]{2}$' }, 'Germany', 'must fit ^[A-Z]{2}$'],
    [{ type: 'string' }, {}, 'must be a single value'],
  ] as const)('says by %j of the value %j: %s', (rule, value, problem) => {
    expect(readScalar(rule, value)).toEqual({ problem });
  });
});

describe('readParameter', () => {
  it('takes nothing beside a comma for no value, where there may be several', () => {
    const several: Parameter = { ...text, list: true };
    expect(read('version', ',4', several)).toEqual({ value: '4' });
    expect(read('version', '4, ,5,', several)).toEqual({ value: ['4', '5'] });
    expect(read('version', ' , ', several)).toEqual({ problem: 'must hold more than commas', part: ' , ' });
    expect(read('version', ',4')).toEqual({ value: ',4' });
  });

  it.each(['mac', 'ap_mac', 'device_mac', 'bssid', 'ap'])('reads the MAC address of %s in any notation', (name) => {
    for (const value of [MAC, '5C:5B:35:00:00:01', '5c5b.3500.0001', DEVICE])
      expect(read(name, value)).toEqual({ value: MAC });
    expect(read(name, '5c:5b:35:00:00:1')).toEqual({
      ...{ problem: 'must be a MAC address (12 hex digits, not 11) or device ID', part: '5c:5b:35:00:00:1' },
    });
    expect(read(name, '5c5b35*').problem).toBe('must be a MAC address or device ID');
    expect(read(name, ID).problem).toBe('must be a MAC address, or a device ID that holds one');
  });

  it('reads a piece of a MAC address where the search matches by one, as the beginning', () => {
    const search = { route: 'GET /api/v1/orgs/{org_id}/clients/search' } as const;
    expect(read('mac', '5C:5B:35', text, search)).toEqual({ value: '5c5b35*' });
    expect(read('mac', '*0001', text, search)).toEqual({ value: '*0001' });
    expect(read('mac', MAC, text, search)).toEqual({ value: MAC });
    expect(read('mac', '5c5b3500000', text, search).problem).toContain('12 hex digits, not 11');
    expect(read('ap', '5c5b35', text, search).problem).toContain('12 hex digits, not 6');
  });

  it('leaves what is called like a MAC address and may be something else', () => {
    expect(read('neighbor_mac', 'sw-1')).toEqual({ value: 'sw-1' });
    expect(read('random_mac', 'true', { type: 'boolean' })).toEqual({ value: true });
    expect(read('mac', '63f9e299182b63f9', text, { route: 'GET /api/v1/sites/{site_id}/iotendpoints/search' })).toEqual(
      {
        value: '63f9e299182b63f9',
      },
    );
  });

  it('reads a device by its MAC address or its ID, and by nothing else', () => {
    const id: Parameter = { type: 'string', format: 'uuid' };
    for (const value of [MAC, DEVICE, DEVICE.replaceAll('-', ''), '5C-5B-35-00-00-01'])
      expect(read('device_id', value, id, { place: 'path' })).toEqual({ value: DEVICE });
    expect(read('mxedge_id', ID.toUpperCase(), id, { place: 'path' })).toEqual({ value: ID });
    expect(read('device_id', 'AP 1', id, { place: 'path' }).problem).toBe('must be a MAC address or device ID');
  });

  it('lets organizations and sites be named, and other ids not', () => {
    const id: Parameter = { type: 'string', format: 'uuid' };
    expect(read('site_id', 'HQ', id)).toEqual({ value: 'HQ' });
    expect(read('org_id', ID.replaceAll('-', ''), id)).toEqual({ value: ID });
    expect(read('map_id', 'HQ', id).problem).toContain('must be an ID');
  });

  it.each([
    ['start', '1767225600', '1767225600'],
    ['start', '-2h', '-2h'],
    ['end', 'now', 'now'],
    ['end', '2026-01-01T00:00:00Z', '1767225600'],
    ['duration', '1d', '1d'],
    ['duration', '-1d', '1d'],
    ['duration', '2 hours', '2h'],
  ])('reads %s=%s as %s', (name, value, wanted) => {
    expect(read(name, value)).toEqual({ value: wanted });
  });

  it.each([
    ['duration', '1M', 'must be a duration such as 1h, 1d or 2w'],
    ['start', '-1M', 'must be a time such as'],
    ['end', '2026-02-30', 'must be a time such as'],
  ])('refuses %s=%s, since it %s', (name, value, problem) => {
    expect(read(name, value).problem).toContain(problem);
  });

  it('takes several values where the parameter does', () => {
    const types: Parameter = { type: 'string', enum: ['ap', 'switch'], list: true };
    expect(read('type', 'AP, switches', types)).toEqual({ value: ['ap', 'switch'] });
    expect(read('type', 'ap', types)).toEqual({ value: 'ap' });
    expect(read('type', 'ap,x', types)).toEqual({ problem: 'must be one of ap, switch', part: 'x' });
    expect(read('band', '24,5', { type: 'array', items: { type: 'integer', enum: [24, 5] } })).toEqual({
      value: [24, 5],
    });
    expect(read('name', ['a', 'b'])).toMatchObject({ problem: 'must be a single value, not 2' });
    expect(
      read(
        'type',
        Array.from({ length: 201 }, () => 'ap'),
        types,
      ).problem,
    ).toContain('at most 200 values, not 201');
  });

  it('leaves a page that is too large to the cloud, which lowers it', () => {
    expect(read('limit', 5000, { type: 'integer', maximum: 1000 })).toEqual({ value: 5000 });
    expect(read('page', 5000, { type: 'integer', maximum: 1000 }).problem).toBe('must be at most 1000');
  });
});

/** Routes whose `mac` may hold a `*` by the specification's own words. */
function routesByPiece(spec: unknown): string[] {
  const found: string[] = [];
  const root = isRecord(spec) ? spec : {};
  const shared = isRecord(root.components) && isRecord(root.components.parameters) ? root.components.parameters : {};
  for (const [path, item] of Object.entries(isRecord(root.paths) ? root.paths : {})) {
    const get = isRecord(item) && isRecord(item.get) ? item.get : {};
    for (const parameter of Array.isArray(get.parameters) ? get.parameters : []) {
      const name =
        isRecord(parameter) && typeof parameter.$ref === 'string' ? parameter.$ref.split('/').pop() : undefined;
      const one: unknown = name === undefined ? parameter : shared[name];
      if (isRecord(one) && one.name === 'mac' && String(one.description).includes('*`')) found.push(`GET ${path}`);
    }
  }
  return found.sort();
}

describe.skipIf(specPath === undefined)('the specification (skipped where it is not at hand)', () => {
  it('lets just the listed searches match a MAC address by a piece', () => {
    const spec: unknown = JSON.parse(readFileSync(specPath ?? '', 'utf8'));
    expect(routesByPiece(spec)).toEqual([...BY_PIECE].sort());
  });
});
