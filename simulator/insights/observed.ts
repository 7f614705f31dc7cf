import type { Call } from '../call.ts';
import { isRow, type Row, textOf } from '../json.ts';
import { wirelessClients } from '../world/clients.ts';
import { type Device, devicesAt, devicesOf } from '../world/hardware.ts';
import type { InsightScope, Observed } from '../world/insights.ts';
import { clientsOf } from '../world/sle.ts';
import { cablesOf } from '../world/wiring.ts';

/** What a request asks a series of. */
export interface Target {
  readonly call: Call;
  readonly scope: InsightScope;
  readonly observed: Observed;
  /** Ports that single series are known of. */
  readonly ports: readonly string[];
}

const phase = (call: Call, name: string): number => call.world.seed.number(1, 2 ** 30, `insight/${name}`);

function portsOf(call: Call, device: Device): string[] {
  if (device.type === 'ap') return ['eth0'];
  const ends = cablesOf(call.world).flatMap((cable) => [cable.near, cable.far]);
  const wired = ends.filter((plug) => plug.device.id === device.id).map((plug) => plug.port);
  return device.type === 'gateway' ? ['ge-0/0/0', ...wired] : wired;
}

/** A mist edge serves the users of all access points of its site. */
function edgeOf(call: Call, row: Row): Target {
  const siteId = textOf(row, 'site_id');
  const name = textOf(row, 'mac');
  const devices = devicesAt(call.world, siteId, 'ap');
  const observed = { world: call.world, siteId, phase: phase(call, name), devices, part: 1 };
  const config = row.tunterm_port_config;
  const ports = isRow(config) ? [config.upstream_ports, config.downstream_ports].flat().map(String) : [];
  return { call, scope: 'mxedge', observed, ports };
}

function deviceOf(call: Call, scope: string): Target | undefined {
  const { site_id: siteId = '', device_mac: mac, device_id: id } = call.path;
  const device = devicesAt(call.world, siteId).find((one) => (mac === undefined ? one.id === id : one.mac === mac));
  if (!device || (scope !== 'any' && device.type !== scope)) return undefined;
  // A switch or gateway carries the users of the whole site.
  const devices = device.type === 'ap' ? [device] : [device, ...devicesAt(call.world, siteId, 'ap')];
  const observed = { world: call.world, siteId, phase: phase(call, device.mac), devices, part: 1 };
  return { call, scope: device.type, observed, ports: portsOf(call, device) };
}

function clientOf(call: Call): Target | undefined {
  const { site_id: siteId = '', client_mac: mac = '' } = call.path;
  const client = wirelessClients(call.world).find((one) => one.mac === mac && one.ap.siteId === siteId);
  if (!client) return undefined;
  const part = clientsOf(call.world, client.ap).find((one) => one.client.mac === mac)?.part ?? 0;
  const observed = { world: call.world, siteId, phase: phase(call, mac), devices: [client.ap], client, part };
  return { call, scope: 'client', observed, ports: [] };
}

/** Finds what a request is about, or undefined where the organization or site has nothing of that name. */
export function observe(call: Call, scope: InsightScope | 'any'): Target | undefined {
  const { site_id: siteId = '', device_mac: mac, org_id: orgId } = call.path;
  if (scope === 'client') return clientOf(call);
  if (scope === 'mxedge') {
    const row = call.world.table('mxedges').find((one) => one.mac === mac && one.site_id === siteId);
    return row && edgeOf(call, row);
  }
  if (scope !== 'org' && scope !== 'site') return deviceOf(call, scope);
  const all =
    scope === 'org' ? devicesOf(call.world).filter((one) => one.orgId === orgId) : devicesAt(call.world, siteId);
  const devices = all.filter((device) => device.type === 'ap');
  return {
    call,
    scope,
    ports: [],
    observed: { world: call.world, siteId, phase: phase(call, siteId || String(orgId)), devices, part: 1 },
  };
}
