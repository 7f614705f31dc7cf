import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineTool } from '../../src/tool/define.ts';
import { deviceName, fields, limit, mac, org_id, site_id, start } from '../../src/tool/inputs.ts';
import { converted, readSource, sourcesOf } from '../../src/tool/operation.ts';
import { inputsOf, label, select } from '../../src/tool/select.ts';
import { refused } from '../harness/refused.ts';

const stats = defineTool({
  ...{ name: 'mist_test_stats', title: 'Test', description: 'Test.' },
  select: { name: 'stats_type', description: 'What to ask' },
  input: {
    ...{ org_id, site_id, mac, start, limit, fields },
    device_id: deviceName.optional(),
    device_type: z.enum(['ap', 'switch']).optional(),
    scope: z.enum(['site']).optional(),
    metric: z.string().optional(),
    metrics: z.string().optional(),
    wired: z.boolean().optional(),
  },
  operations: (op) => ({
    org: op('GET /api/v1/orgs/{org_id}/stats'),
    devices: [
      op('GET /api/v1/sites/{site_id}/stats/devices/{device_id}', { device_id: 'device_id(device_id)' }),
      op('GET /api/v1/orgs/{org_id}/stats/devices', { type: ['device_type', '=all'], mac: ['mac', 'mac(device_id)'] }),
    ],
    clients: op('GET /api/v1/sites/{site_id}/stats/clients/{client_mac}', { client_mac: 'mac' }),
    sle: op('GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/summary', {
      scope_id: ['device_id', 'site_id'],
    }),
    quality: op('GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/summary', {
      ...{ scope: ['scope', '=site'], scope_id: ['device_id', 'site_id'], metric: '=coverage' },
    }),
    insights: op('GET /api/v1/sites/{site_id}/insights'),
    guests: [
      op('GET /api/v1/sites/{site_id}/stats/clients/{client_mac}', { client_mac: 'mac' }),
      op('GET /api/v1/orgs/{org_id}/stats'),
    ],
  }),
});

const only = defineTool({
  ...{ name: 'mist_test_logs', title: 'Test', description: 'Test.' },
  input: { org_id, start },
  operations: (op) => ({ only: op('GET /api/v1/orgs/{org_id}/logs') }),
});

const choose = (tool: typeof stats, values: Readonly<Record<string, unknown>>) =>
  select(tool, values, new Set(Object.keys(values)));
const asked = (values: Readonly<Record<string, unknown>>) => choose(stats, values);

describe('the operation for a call', () => {
  it('is the first of the selected whose parameters have a value', () => {
    expect(asked({ stats_type: 'org' })).toMatchObject({
      key: 'org',
      row: { route: 'GET /api/v1/orgs/{org_id}/stats' },
    });
    const site = asked({ stats_type: 'devices', site_id: 's', device_id: 'd' });
    expect(site.row.route).toBe('GET /api/v1/sites/{site_id}/stats/devices/{device_id}');
    expect(asked({ stats_type: 'devices', device_id: 'd' }).row.route).toBe('GET /api/v1/orgs/{org_id}/stats/devices');
    expect(asked({ stats_type: 'devices' }).row.route).toBe('GET /api/v1/orgs/{org_id}/stats/devices');
  });

  it('is the only one where nothing is selected', () => {
    expect(choose(only, { start: '1' })).toMatchObject({ key: 'only' });
    expect(label(only, 'only')).toBe('mist_test_logs');
    expect(label(stats, 'org')).toBe('stats_type=org');
  });

  it('never hangs on the organization, limit, fields or chart', () => {
    expect(
      asked({ stats_type: 'clients', site_id: 's', mac: 'm', org_id: 'o', limit: 3, fields: [], chart: true }).key,
    ).toBe('clients');
  });

  it('lacks what it needs, by name, with where that is found', () => {
    expect(refused(() => asked({ stats_type: 'clients' }))).toMatch(
      /^stats_type=clients needs `mac` and `site_id`\. .*mist_get_org_or_site_info\(info_type=site\).* Give it and call again/,
    );
    expect(refused(() => asked({ stats_type: 'clients', site_id: 's' }))).toMatch(
      /^stats_type=clients needs `mac`\. Give it/,
    );
    expect(refused(() => asked({ stats_type: 'sle', metric: 'coverage' }))).toMatch(
      /needs `scope` and `device_id` or `site_id` and `site_id`.*`scope` is one of site\..*mist_search_device/,
    );
  });

  it('does not take an input of another question, and says which takes it', () => {
    expect(refused(() => asked({ stats_type: 'org', mac: 'm' }))).toBe(
      '`mac` does not apply to stats_type=org. Leave `mac` out. It applies to stats_type: devices, clients, guests.',
    );
    expect(refused(() => asked({ stats_type: 'clients', site_id: 's', mac: 'm', device_type: 'ap' }))).toContain(
      'It applies to stats_type: devices.',
    );
    expect(refused(() => choose(only, { start: '1', mac: 'm' }))).toBe(
      '`mac` does not apply to mist_test_logs. Leave `mac` out.',
    );
  });

  it('does not take an input of its sibling, and says what decided between them', () => {
    expect(refused(() => asked({ stats_type: 'devices', site_id: 's', device_id: 'd', device_type: 'ap' }))).toBe(
      '`device_type` does not apply to stats_type=devices together with `device_id`, `site_id`. Leave `device_type` out. It applies without `device_id`, `site_id`.',
    );
  });
});

describe('an input that an operation does not take', () => {
  it('is ignored with a note where it could not narrow the answer', () => {
    expect(asked({ stats_type: 'org', start: '1' }).ignored).toEqual([
      { text: '`start` was ignored: stats_type=org takes no time.' },
    ]);
    expect(asked({ stats_type: 'org' }).ignored).toEqual([]);
  });

  it('is left to be compared with the owner where it is an ID, but the ID of a device', () => {
    const id = '83592ae0-6f17-4a83-a060-fa7db9d97a25';
    expect(asked({ stats_type: 'org', device_id: id }).ids).toEqual(['device_id']);
    for (const values of [{ site_id: id }, { device_id: '00000000-0000-0000-1000-aabbcc001122' }, { mac: 'm' }])
      expect(refused(() => asked({ stats_type: 'org', ...values }))).toContain('does not apply to stats_type=org');
  });

  it('is refused with the nearest value of the selector that takes it', () => {
    expect(refused(() => asked({ stats_type: 'sle', metric: 'm', site_id: 's', scope: 'site', mac: 'm' }))).toMatch(
      /It applies to stats_type: devices, clients, guests\.$/,
    );
  });
});

describe('what an operation needs', () => {
  it('is nothing that is a constant, and one input where several would do', () => {
    expect(asked({ stats_type: 'quality', site_id: 's' }).key).toBe('quality');
    expect(asked({ stats_type: 'quality', site_id: 's', device_id: 'd', scope: 'site' }).key).toBe('quality');
    expect(refused(() => asked({ stats_type: 'quality', device_id: 'd' }))).toContain(
      'stats_type=quality needs `site_id`.',
    );
  });

  it('is each parameter of the query that the API requires', () => {
    expect(refused(() => asked({ stats_type: 'insights', site_id: 's' }))).toContain('needs `metrics`.');
    expect(asked({ stats_type: 'insights', site_id: 's', metrics: 'm' }).key).toBe('insights');
  });

  it('is said of an input that would apply with others', () => {
    expect(refused(() => asked({ stats_type: 'guests', wired: true }))).toBe(
      '`wired` does not apply to stats_type=guests without `mac` and `site_id`. Give `mac` and `site_id` as well, or leave `wired` out.',
    );
    expect(refused(() => asked({ stats_type: 'guests', wired: true, site_id: 's' }))).toMatch(
      /without `mac`\. Give `mac` as well/,
    );
    expect(asked({ stats_type: 'guests', wired: true, site_id: 's', mac: 'm' }).key).toBe('guests');
    expect(refused(() => asked({ stats_type: 'guests', metrics: 'm' }))).toBe(
      '`metrics` does not apply to stats_type=guests. Leave `metrics` out. It applies to stats_type: insights.',
    );
  });

  it('is not there of a value that the tool does not have', () => {
    expect(refused(() => asked({ stats_type: 'nothing' }))).toContain('stats_type=nothing needs');
  });
});

describe('sources of a parameter', () => {
  it.each([
    ['=all', { constant: 'all' }],
    ['=', { constant: '' }],
    ['each()', { each: true }],
    ['device_type', { input: 'device_type' }],
    ['mac(device_id)', { input: 'device_id', form: 'mac' }],
    ['device_id(object_id)', { input: 'object_id', form: 'device_id' }],
    ['upper(object_id)', { input: 'upper(object_id)' }],
    ['mac(a)b', { input: 'mac(a)b' }],
    ['x mac(a)', { input: 'x mac(a)' }],
    ['constructor(a)', { input: 'constructor(a)' }],
  ])('%s', (source, wanted) => {
    expect(readSource(source)).toEqual(wanted);
  });

  it('are those written down, else the input of the same name', () => {
    const row = { route: 'GET /api/v1/orgs/{org_id}/stats', sends: { type: 'a', mac: ['b', 'c'] } } as const;
    expect(sourcesOf(row, 'type')).toEqual(['a']);
    expect(sourcesOf(row, 'mac')).toEqual(['b', 'c']);
    expect(sourcesOf(row, 'limit')).toEqual(['limit']);
  });

  it('bring a text into the form of the route', () => {
    expect(converted('aabbcc001122', 'device_id')).toBe('00000000-0000-0000-1000-aabbcc001122');
    expect(converted('00000000-0000-0000-1000-aabbcc001122', 'mac')).toBe('aabbcc001122');
    expect(converted('AP 1', undefined)).toBe('AP 1');
  });

  it('make up what an operation can send', () => {
    const [, row] = stats.operations.devices ?? [];
    expect(row && [...inputsOf(row)]).toEqual(
      expect.arrayContaining(['org_id', 'device_type', 'mac', 'device_id', 'start', 'limit']),
    );
    expect(row && inputsOf(row).has('type')).toBe(false);
    expect(row && inputsOf(row).has('all')).toBe(false);
  });
});
