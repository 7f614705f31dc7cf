import * as z from 'zod';
import { deviceIdOf } from '../core/ids.ts';
import { INVENTORY_COLUMNS } from '../mist/default-columns.ts';
import { defineTool } from '../tool/define.ts';
import { deviceMac, fields, limit, org_id, site_id } from '../tool/inputs.ts';

/** Other tools take a device by this id; the inventory knows a virtual chassis by its own MAC. */
function withDeviceId(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const address = row.vc_mac ?? row.mac;
  return typeof address === 'string' ? { ...row, device_id: deviceIdOf(address) } : row;
}

export default defineTool({
  name: 'mist_search_device',
  title: 'Find devices',
  description:
    'Finds access points, switches and gateways in the inventory by name, MAC, serial, model, version or status; device_id is what other tools take.',
  input: {
    org_id,
    site_id,
    serial: z.string().optional(),
    model: z.string().optional(),
    mac: deviceMac().optional(),
    version: z.string().describe('Firmware').optional(),
    device_type: z.enum(['ap', 'switch', 'gateway']).describe('Left out: all three').optional(),
    status: z.enum(['connected', 'disconnected']).optional(),
    text: z.string().describe('Part of name, MAC, model or serial').optional(),
    ...{ limit, fields },
  },
  operations: (op) => ({ only: op('GET /api/v1/orgs/{org_id}/inventory/search', { type: ['device_type', 'each()'] }) }),
  columns: { only: INVENTORY_COLUMNS },
  row: withDeviceId,
  empty: 'Try text with part of the name; the inventory holds claimed devices only.',
});
