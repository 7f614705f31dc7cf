import { parseMac } from '../../core/ids.ts';
import { isRecord, type JsonObject } from '../../core/json.ts';
import { MAX_PAGE_SIZE } from '../../mist/limits.ts';
import { type Naming, present, textIn } from '../lookup/index.ts';
import { fitOf } from './match.ts';
import { PORTS, SITE_DEVICES } from './routes.ts';
import { type Match, ROWS, type Source } from './source.ts';

const portRow = (row: JsonObject, { sites: siteNames, devices: deviceNames }: Naming): JsonObject => {
  const mac = textIn(row, 'mac') ?? '';
  return present({
    ...{ kind: 'port', switch: deviceNames.get(mac) ?? mac, port: row.port_id },
    site: siteNames.get(textIn(row, 'site_id') ?? '') ?? row.site_id,
    ...{ up: row.up, usage: row.port_usage, neighbor: textIn(row, 'neighbor_system_name', 'neighbor_mac') },
    neighbor_port: row.neighbor_port_desc,
  });
};

/** Ports by what LLDP says of the other end. */
const neighbors = (what: string, query: (text: string) => Readonly<Record<string, string>>): Source => ({
  what,
  async look({ lookup, text, siteId }) {
    const found = await lookup.list(what, PORTS, {
      path: { org_id: lookup.orgId },
      query: { ...query(text), device_type: 'all', limit: ROWS },
    });
    return (found?.rows ?? [])
      .filter((row) => siteId === undefined || row.site_id === siteId)
      .map((row) => ({
        fit: 'exact',
        seen: 0,
        siteId: textIn(row, 'site_id'),
        deviceMac: textIn(row, 'mac'),
        show: (naming) => portRow(row, naming),
      }));
  },
});

export const neighborsByMac = neighbors('LLDP neighbors', (text) => ({ neighbor_mac: parseMac(text) ?? text }));
export const neighborsByName = neighbors('LLDP neighbors', (text) => ({ neighbor_system_name: text }));
export const neighborPorts = neighbors('LLDP port descriptions', (text) => ({
  neighbor_port_desc: text,
}));

/** Ports of a site's switches by the description that they are configured with. */
export const portDescriptions: Source = {
  what: 'port descriptions',
  async look({ lookup, text, siteId }) {
    if (siteId === undefined) {
      lookup.skip('port descriptions', 'needs site_id');
      return [];
    }
    const found = await lookup.list('port descriptions', SITE_DEVICES, {
      path: { site_id: siteId },
      query: { type: 'switch', limit: MAX_PAGE_SIZE },
    });
    return (found?.rows ?? []).flatMap((device) =>
      ['local_port_config', 'port_config'].flatMap((root) =>
        Object.entries(isRecord(device[root]) ? device[root] : {}).flatMap(([port, entry]): Match[] => {
          const description = isRecord(entry) ? textIn(entry, 'description') : undefined;
          const fit = fitOf(text, [description]);
          const usage = isRecord(entry) ? entry.usage : undefined;
          const shown = { kind: 'port', switch: device.name ?? device.mac, port, description, usage };
          return fit ? [{ fit, seen: 0, siteId, show: () => present(shown) }] : [];
        }),
      ),
    );
  },
};
