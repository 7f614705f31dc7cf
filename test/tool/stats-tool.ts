import { z } from 'zod';
import { InputError } from '../../src/core/errors/input-error.ts';
import { MistError } from '../../src/core/errors/mist-error.ts';
import { defineTool } from '../../src/tool/define.ts';
import { chart, deviceName, end, fields, limit, mac, org_id, page, site_id, start } from '../../src/tool/inputs.ts';
import { type FakeOptions, fakeCall, type Reply } from '../harness/fake-context.ts';

export const ORG = '11111111-2222-3333-4444-555555555555';
export const HQ = '22222222-2222-3333-4444-555555555555';
export const words = { title: 'T', description: 'D.' };

/** Made anew for each call, so that changes of `defineTool` itself are seen. */
export const statsTool = () =>
  defineTool({
    ...{ ...words, name: 'mist_test' },
    select: { name: 'type', description: 'What to ask' },
    input: {
      ...{ org_id, site_id, mac, start, end, limit, page, fields, chart },
      kind: z.enum(['ap', 'switch', 'gateway']).optional(),
      device_id: deviceName.optional(),
      metric: z.string().optional(),
      names: z.array(z.string()).optional(),
    },
    operations: (op) => ({
      devices: op('GET /api/v1/orgs/{org_id}/stats/devices', {
        type: ['kind', 'each()'],
        mac: ['mac', 'mac(device_id)'],
      }),
      all: op('GET /api/v1/orgs/{org_id}/stats/devices', { type: '=all' }),
      sites: op('GET /api/v1/orgs/{org_id}/sites'),
      device: op('GET /api/v1/sites/{site_id}/devices/{device_id}', { device_id: 'device_id(device_id)' }),
      logs: op('GET /api/v1/orgs/{org_id}/logs', { message: 'names' }),
      count: op('GET /api/v1/orgs/{org_id}/alarms/count'),
      org: op('GET /api/v1/orgs/{org_id}'),
      inventory: op('GET /api/v1/orgs/{org_id}/inventory'),
    }),
    columns: { sites: ['name'], devices: ['mac', 'seen'] },
    views: { org: ({ name }) => ({ called: name }) },
    empty: 'Look elsewhere.',
    row: (row) => ({ ...row, seen: true }),
    prepare: async (_, input) => {
      if (input.metric === 'bad') throw new InputError('Bad metric.', 'Give another.');
      return input.metric === 'fill' ? { ...input, names: ['filled'] } : input;
    },
    explain: async (_, error, { route }) =>
      error instanceof MistError && error.kind === 'not_found'
        ? new InputError(`No luck at ${route}.`, 'Go on.')
        : undefined,
  });

export const self = { privileges: [{ scope: 'org', org_id: ORG, name: 'Acme' }] };
export const around =
  (reply: (url: string) => Reply) =>
  (url: string): Reply => {
    if (url === '/api/v1/self') return { body: self };
    if (url.startsWith(`/api/v1/orgs/${ORG}/sites?limit=1000&page=1`)) return { body: [{ id: HQ, name: 'HQ' }] };
    return reply(url);
  };

export async function ask(raw: object, reply: (url: string) => Reply = () => ({ body: [] }), more: FakeOptions = {}) {
  const fake = fakeCall({ ...more, reply: around(reply) });
  const data = Object(await statsTool().answer(fake.call, raw));
  return {
    ...fake,
    data,
    sent: fake.asked.filter((url) => url !== '/api/v1/self').map((url) => url.replace(ORG, 'ORG')),
  };
}
