import { type Call, type Handlers, object, parameter } from '../call.ts';
import { isRow, type Row, textOf } from '../json.ts';
import { anywhere, partOf, type Rules, rowsHere, search } from '../search.ts';
import { type Device, devicesOf, memberVersion } from '../world/hardware.ts';
import { UNASSIGNED } from '../world/world.ts';

function rowOf(stock: Row, device: Device | undefined, all: readonly Row[]): Row {
  const assigned = stock.site_id !== UNASSIGNED;
  const mates = all.filter((row) => stock.vc_mac !== undefined && row.vc_mac === stock.vc_mac);
  const master = mates[0] === stock;
  const version = device && (mates.length > 0 && !master ? memberVersion(device) : device.version);
  return {
    ...stock,
    status: stock.connected === true ? 'connected' : 'disconnected',
    ...(assigned && version !== undefined ? { version } : {}),
    ...(mates.length === 0
      ? {}
      : {
          master,
          members: mates.map((row) => ({ mac: row.mac ?? '', model: row.model ?? '', serial: row.serial ?? '' })),
        }),
  };
}

/** The inventory with what the devices themselves tell. */
function stocked(call: Call): Row[] {
  const devices = new Map(devicesOf(call.world).map((device) => [device.mac, device]));
  const all = call.world.table('inventory').filter(isRow);
  return all.map((row) => rowOf(row, devices.get(textOf(row, 'vc_mac') || textOf(row, 'mac')), all));
}

const rules: Rules = {
  own: { name: partOf('name'), text: anywhere('name', 'mac', 'serial', 'model') },
};

/** Names of the devices that are at a site; a virtual chassis is one. */
const names = (call: Call): Row[] =>
  devicesOf(call.world)
    .filter((device) => device.orgId === call.path.org_id)
    .map(({ mac, name }) => ({ mac, name }));

/** How many devices there are of each value of an attribute. */
function counted(call: Call) {
  const distinct = parameter(call, 'distinct') ?? 'model';
  const rows = rowsHere(call, stocked(call)).filter((row) => row.type === parameter(call, 'type'));
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = row[distinct];
    if (typeof value === 'string') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const results = [...counts].map(([value, count]) => ({ [distinct]: value, count }));
  const { start, end } = call.window;
  return object({ distinct, start, end, limit: 100, total: results.length, results });
}

/** Search over everything that was claimed; without `type` it finds access points only. */
export const inventory: Handlers = {
  'GET /api/v1/orgs/{org_id}/devices': (call) => object({ results: names(call) }),
  'GET /api/v1/orgs/{org_id}/inventory/count': counted,
  'GET /api/v1/orgs/{org_id}/inventory/search': (call) => search(call, stocked(call), rules),
};
