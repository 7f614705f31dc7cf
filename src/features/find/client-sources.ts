import { parseMac } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { type ClientFacts, clientRow, nacFacts, wanFacts, wiredFacts, wirelessFacts } from '../lookup/index.ts';
import { anywhere, fitOf } from './match.ts';
import { NAC, WAN, WIRED, WIRELESS } from './routes.ts';
import { ROWS, type Source } from './source.ts';

/** How far back clients are looked for. */
export const DAYS = 14;

/** The route of a client search, what of a row it tells, and how it is asked for a text. */
interface ClientSource {
  readonly what: string;
  readonly route: typeof WIRELESS | typeof WIRED | typeof WAN | typeof NAC;
  readonly read: (row: JsonObject) => ClientFacts;
  /** NAC clients have no order of their own that may be asked for. */
  readonly sorted: boolean;
}

const CLIENTS = {
  wireless: { what: 'wireless clients', route: WIRELESS, read: wirelessFacts, sorted: true },
  wired: { what: 'wired clients', route: WIRED, read: wiredFacts, sorted: true },
  wan: { what: 'WAN clients', route: WAN, read: wanFacts, sorted: true },
  nac: { what: 'NAC clients', route: NAC, read: nacFacts, sorted: false },
} as const satisfies Readonly<Record<string, ClientSource>>;

/**
 * Clients of one kind.
 *
 * @param query the parameters that hold the text
 */
function clients(kind: keyof typeof CLIENTS, query: (text: string) => Readonly<Record<string, string>>): Source {
  const { what, route, read, sorted } = CLIENTS[kind];
  return {
    what,
    async look(search) {
      const { lookup, text, siteId } = search;
      search.isOfClients = true;
      const found = await lookup.list(what, route, {
        path: { org_id: lookup.orgId },
        query: {
          ...query(text),
          ...(siteId === undefined ? {} : { site_id: siteId }),
          ...(sorted ? { sort: '-timestamp' } : {}),
          duration: `${DAYS}d`,
          limit: ROWS,
        },
      });
      if (found) search.more += Math.max(0, found.total - found.rows.length);
      return (found?.rows ?? []).map((row) => {
        const facts = read(row);
        const { mac, hostname, user, ip, siteId: site, deviceMac, seen = 0 } = facts;
        // What the cloud found in an attribute that is not shown, such as an earlier address, fits in part.
        const fit = fitOf(text, [mac, hostname, user, ip]) ?? 'part';
        const decides = kind === 'nac' ? mac : undefined;
        return { fit, seen, mac, decides, siteId: site, deviceMac, show: (naming) => clientRow(facts, naming) };
      });
    },
  };
}

const byMac = (text: string) => ({ mac: parseMac(text) ?? text });
const byText = (text: string) => ({ text: anywhere(text) });

/** The sources of clients by what is known of them. */
export const clientsBy = {
  mac: { wireless: clients('wireless', byMac), wired: clients('wired', byMac), nac: clients('nac', byMac) },
  ip: {
    wireless: clients('wireless', (ip) => ({ ip })),
    wired: clients('wired', (ip) => ({ ip })),
    wan: clients('wan', (ip) => ({ ip })),
  },
  text: {
    wireless: clients('wireless', byText),
    wired: clients('wired', byText),
    nac: clients('nac', (text) => ({ text })),
    wan: clients('wan', (text) => ({ hostname: anywhere(text) })),
  },
} as const;
