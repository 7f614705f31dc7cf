import { z } from 'zod';
import { defineTool } from '../../src/tool/define.ts';

const base = { name: 'mist_x', title: 't', description: 'd' } as const;
export const right = defineTool({
  ...base,
  select: { name: 'kind', description: '' },
  input: {
    org_id: z.string().optional(),
    site_id: z.string().optional(),
    device_type: z.enum(['ap', 'switch']).optional(),
    object_id: z.string().optional(),
    limit: z.int(),
    labels: z.array(z.string()).optional(),
  },
  operations: (op) => ({
    a: op('GET /api/v1/orgs/{org_id}/stats/devices', { type: ['device_type', '=all'], mac: 'object_id' }),
    b: [
      op('GET /api/v1/sites/{site_id}/stats/devices/{device_id}', { device_id: 'object_id' }),
      op('GET /api/v1/sites/{site_id}/stats/devices', { type: 'device_type' }),
    ],
    // @ts-expect-error misspelled route
    c: op('GET /api/v1/orgs/{org_id}/stats/devicess'),
    // @ts-expect-error misspelled parameter
    d: op('GET /api/v1/orgs/{org_id}/stats/devices', { typ: 'device_type' }),
    // @ts-expect-error misspelled input
    e: op('GET /api/v1/orgs/{org_id}/stats/devices', { type: 'device_typ' }),
    // @ts-expect-error unknown constant
    f: op('GET /api/v1/orgs/{org_id}/stats/devices', { type: '=everything' }),
    // @ts-expect-error missing path parameter
    g: op('GET /api/v1/sites/{site_id}/stats/devices/{device_id}'),
    // @ts-expect-error wrong type of input
    h: op('GET /api/v1/orgs/{org_id}/stats/devices', { mac: 'limit' }),
  }),
  // @ts-expect-error columns of a selector value that is not there
  columns: { a: ['x'], zz: ['y'] },
});
