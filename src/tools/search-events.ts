import * as z from 'zod';
import { ROAM_ROUTES } from '../features/explain/routes.ts';
import {
  DEVICE_EVENT_COLUMNS,
  MXEDGE_EVENT_COLUMNS,
  NAC_EVENT_COLUMNS,
  WAN_EVENT_COLUMNS,
} from '../mist/default-columns.ts';
import { defineTool, type Tool } from '../tool/define.ts';
import { deviceMac, end, fields, limit, org_id, site_id, start } from '../tool/inputs.ts';
import { withNotes } from '../tool/notes.ts';
import { inputReader } from '../tool/read-inputs.ts';
import { listShaping } from '../tool/shaping.ts';

/** Left to itself, the spec says, the cloud begins with the oldest. */
const NEWEST = { sort: '=-timestamp' } as const;

const table = defineTool({
  name: 'mist_search_events',
  title: 'Events',
  description:
    'Events of APs, switches, gateways, mist edges, wireless, WAN and NAC clients, roaming and rogues: restarts, disconnects, upgrades, denials.',
  select: {
    name: 'event_source',
    description: 'Whose events; roaming and rogue need site_id; roaming takes a client as mac, by MAC or name',
  },
  input: {
    org_id,
    event_type: z.string().describe('Names: mist_get_constants').optional(),
    site_id,
    mac: deviceMac().optional(),
    text: z.string().describe('device, nac_client').optional(),
    ssid: z.string().describe('wireless_client, nac_client, rogue').optional(),
    ...{ start, end, limit, fields },
  },
  operations: (op) => ({
    device: [
      op('GET /api/v1/sites/{site_id}/devices/events/search', { ...NEWEST, type: 'event_type' }),
      op('GET /api/v1/orgs/{org_id}/devices/events/search', { ...NEWEST, type: 'event_type', device_type: '=all' }),
    ],
    mxedge: [
      op('GET /api/v1/sites/{site_id}/mxedges/events/search', {
        ...NEWEST,
        type: 'event_type',
        mxedge_id: 'device_id(mac)',
      }),
      op('GET /api/v1/orgs/{org_id}/mxedges/events/search', {
        ...NEWEST,
        type: 'event_type',
        mxedge_id: 'device_id(mac)',
      }),
    ],
    wan_client: [
      op('GET /api/v1/sites/{site_id}/wan_clients/events/search', { ...NEWEST, type: 'event_type' }),
      op('GET /api/v1/orgs/{org_id}/wan_clients/events/search', { ...NEWEST, type: 'event_type' }),
    ],
    wireless_client: [
      op('GET /api/v1/sites/{site_id}/clients/{client_mac}/events', { client_mac: 'mac', type: 'event_type' }),
      op('GET /api/v1/sites/{site_id}/clients/events/search', { ...NEWEST, type: 'event_type' }),
      op('GET /api/v1/orgs/{org_id}/clients/events/search', { ...NEWEST, type: 'event_type' }),
    ],
    nac_client: [
      op('GET /api/v1/sites/{site_id}/nac_clients/events/search', { type: 'event_type' }),
      op('GET /api/v1/orgs/{org_id}/nac_clients/events/search', { type: 'event_type' }),
    ],
    roaming: op('GET /api/v1/sites/{site_id}/events/fast_roam', { type: 'event_type' }),
    rogue: op('GET /api/v1/sites/{site_id}/rogues/events/search', { ...NEWEST, type: 'event_type', ap_mac: 'mac' }),
  }),
  columns: {
    device: DEVICE_EVENT_COLUMNS,
    mxedge: MXEDGE_EVENT_COLUMNS,
    wan_client: WAN_EVENT_COLUMNS,
    wireless_client: [
      'timestamp',
      'type',
      'mac',
      'ap',
      'ssid',
      'band',
      'channel',
      'proto',
      'reason_code',
      'text',
      'site_id',
    ],
    nac_client: NAC_EVENT_COLUMNS,
    roaming: ['timestamp', 'type', 'subtype', 'client_mac', 'ap_mac', 'fromap', 'latency', 'ssid'],
    rogue: ['timestamp', 'ssid', 'bssid', 'ap', 'channel', 'rssi'],
  },
  empty: 'Only the window shown was searched; widen start, or drop a filter.',
});

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const readTableInputs = inputReader(table.name, table.inputs);

/** The API cannot tell the roams of one client from those of a whole site, so they are looked through here. */
const searchEvents: Tool = {
  ...table,
  routes: [...new Set([...table.routes, ...ROAM_ROUTES])],
  async answer(context, raw) {
    const { values, notes } = readTableInputs(raw, context.profileInput);
    const { event_source, site_id: site, mac: client, text, ssid, all_pages } = values;
    const isOther = text !== undefined || ssid !== undefined || all_pages === true;
    if (event_source !== 'roaming' || typeof site !== 'string' || typeof client !== 'string' || isOther) {
      return table.answer(context, raw);
    }
    const { roamsOfClient } = await import('../features/explain/roams.ts');
    const question = {
      ...{ org_id: textOf(values.org_id), site_id: site, client },
      ...{ event_type: textOf(values.event_type), start: textOf(values.start), end: textOf(values.end) },
    };
    const roams = await roamsOfClient(context, question, listShaping(context, values));
    return withNotes(roams, notes);
  },
};

export default searchEvents;
