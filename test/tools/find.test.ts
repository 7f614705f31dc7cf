import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoCloud } from '../../simulator/cloud.ts';
import { wirelessClients } from '../../simulator/world/clients.ts';
import { endpoints } from '../../simulator/world/endpoints.ts';
import { devicesOf } from '../../simulator/world/hardware.ts';
import { wanRows } from '../../simulator/world/wan-clients.ts';
import { startCloud } from '../harness/cloud.ts';
import { openDirect } from '../harness/direct-stage.ts';

/** Requests that one search may make. */
const MOST = 6;

let cloud: DemoCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(async () => {
  expect(cloud.violations).toEqual([]);
  await cloud.close();
});

/** Asks a server that knows nothing yet, and counts what it asked. */
async function find(text: string, more: Readonly<Record<string, unknown>> = {}, again = false) {
  const direct = await openDirect({ cloud });
  try {
    if (again) await direct.call('mist_find', { text, ...more });
    const before = direct.sent.length;
    const { data, isError, text: raw } = await direct.call('mist_find', { text, ...more });
    const requests = direct.sent.length - before;
    if (!isError) {
      expect(data.calls, raw).toBe(requests);
      expect(requests).toBeLessThanOrEqual(MOST);
    }
    return { data, raw, isError, rows: Array.isArray(data.results) ? data.results : [] };
  } finally {
    await direct.close();
  }
}

function device(name: string) {
  const found = devicesOf(cloud.world).find((one) => one.name === name);
  if (!found) throw new Error(`no device ${name}`);
  return found;
}

function someone() {
  const found = wirelessClients(cloud.world).find((one) => one.username !== undefined && one.ip !== undefined);
  if (!found) throw new Error('no client');
  return found;
}

describe('mist_find', () => {
  it('finds a wireless client by its MAC in every notation, with names for site and access point', async () => {
    const { mac, ap, ssid, vlan, hostname } = someone();
    const pairs = mac.match(/../g) ?? [];
    for (const text of [mac, pairs.join(':').toUpperCase(), mac.replace(/(....)(....)(....)/, '$1.$2.$3')]) {
      const { rows } = await find(text);
      const [row] = rows;
      const site = cloud.world.find('sites', ap.siteId)?.name;
      expect(row).toMatchObject({ kind: 'wireless client', mac, hostname, ap: ap.name, ssid, vlan, site });
      expect(row).toHaveProperty('last_seen', expect.stringMatching(/Z$/));
    }
  });

  it('finds a client by hostname, user with and without the domain, and address', async () => {
    const { mac, hostname, username = '', ip = '' } = someone();
    for (const text of [hostname, hostname.toLowerCase(), username, username.split('@')[0] ?? '', ip]) {
      const { rows, raw } = await find(text);
      expect(rows, raw).toContainEqual(expect.objectContaining({ mac }));
    }
  });

  it('finds a wired client with its switch, port and VLAN', async () => {
    const one = endpoints(cloud.world).find(({ lastSeen }) => lastSeen > cloud.world.born - 900);
    const { rows } = await find(one?.mac ?? '');
    const expected = { kind: 'wired client', switch: one?.device.name, port: one?.port, vlan: one?.vlan };
    expect(rows[0]).toMatchObject(expected);
  });

  it('says of a client what access control decided, in the same row', async () => {
    const { rows, data } = await find('farid@lakeside.example');
    expect(data.total).toBe(1);
    expect(rows[0]).toMatchObject({ hostname: 'BER-LT-0042', nac: 'denied', nac_rule: 'Everyone else' });
  });

  it('finds a client of a gateway by its address', async () => {
    const [client] = wanRows(cloud.world);
    const { rows } = await find(String(client?.last_ip));
    expect(rows).toContainEqual(expect.objectContaining({ kind: 'WAN client', network: String(client?.network) }));
  });

  it('finds a device by name, MAC, serial and management address, with where it is plugged in', async () => {
    const ap = device('ZUR-H-AP-Canteen');
    for (const text of [ap.name, ap.mac, String(ap.stock.serial), ap.ip]) {
      const { rows, raw } = await find(text);
      const expected = { kind: 'ap', name: ap.name, model: ap.model, site: 'Zurich HQ', status: 'connected' };
      expect(rows[0], raw).toMatchObject({ ...expected, switch: 'ZUR-H-SW-ACC2', port: 'ge-0/0/37' });
    }
  });

  it('finds a virtual chassis by the MAC of any member, as one device', async () => {
    const chassis = device('ZUR-H-SW-CORE');
    const members = cloud.world.table('inventory').filter((row) => row.vc_mac === chassis.mac);
    expect(members).toHaveLength(2);
    for (const { mac, serial } of members) {
      for (const text of [mac, serial]) {
        const { rows, data, raw } = await find(String(text));
        expect(data.total, raw).toBe(1);
        expect(rows[0]).toMatchObject({ kind: 'switch', name: chassis.name, mac: chassis.mac });
      }
    }
  });

  it('finds hardware that no site has', async () => {
    const spare = cloud.world.table('inventory').find((row) => row.name === 'Spare AP');
    const { rows } = await find(String(spare?.serial));
    expect(rows[0]).toMatchObject({ kind: 'ap', name: 'Spare AP', site: 'none: unassigned' });
  });

  it('finds what no site has by its name too where there is room, and says else that it did not look', async () => {
    const first = await find('Spare AP');
    expect(first.data.not_looked_at).toContain('devices of no site');
    const { rows, data } = await find('Spare AP', {}, true);
    expect(data.not_looked_at).not.toContain('site name');
    expect(rows).toEqual([expect.objectContaining({ kind: 'ap', name: 'Spare AP', site: 'none: unassigned' })]);
    const misspelled = await find('Spaer AP', {}, true);
    expect(misspelled.data.resembles).toContain('device of no site Spare AP');
  });

  it('finds a Mist Edge, or says that it did not look at them', async () => {
    const [edge] = cloud.world.table('mxedges');
    const named = await find(String(edge?.name));
    expect(named.data.not_looked_at).toContain('Mist Edges');
    const { rows } = await find(String(edge?.mac).replace(/(..)(?=.)/g, '$1:'), {}, true);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ kind: 'Mist Edge', name: edge?.name, status: 'connected' });
  });

  it('finds a site with how many devices and clients it has, and an SSID with its template', async () => {
    const site = await find('zurich hq');
    expect(site.rows).toEqual([expect.objectContaining({ kind: 'site', name: 'Zurich HQ', devices: 11 })]);
    const wlan = await find('Lakeside-Corp');
    expect(wlan.rows).toEqual([expect.objectContaining({ kind: 'WLAN', from: 'WLAN template Corporate Wi-Fi' })]);
  });

  it('finds a port by its description at a site, and by the name that LLDP gives', async () => {
    const { rows } = await find('to gateway', { site_id: 'Berlin Office' });
    expect(rows[0]).toMatchObject({ kind: 'port', port: 'xe-0/1/0', description: 'to gateway', usage: 'uplink' });
    const elsewhere = await find('to gateway');
    expect(elsewhere.data.not_looked_at).toContain('port descriptions (needs site_id)');
  });

  it('says what a misspelled name, or a misread MAC, resembles', async () => {
    const { data, rows } = await find('ZUR-H-AP-Cantene');
    expect(rows).toEqual([]);
    expect(data.resembles).toContain('device ZUR-H-AP-Canteen');
    const { mac } = device('ZUR-H-AP-Canteen');
    const misread = await find(`${mac.slice(0, 11)}${mac.endsWith('7') ? '8' : '7'}`);
    expect(misread.data.resembles).toEqual([`device ${mac}`]);
  });

  it('marks what fits in part only, and counts what it does not show', async () => {
    const { data, rows } = await find('BER-O-AP');
    expect(rows[0]).toMatchObject({ match: 'part' });
    expect(String(data.note)).toContain('No exact match.');
    const many = await find('lakeside.example', {}, true);
    expect(Number(many.data.total)).toBeGreaterThan(many.rows.length);
  });

  it('stops at an exact match and names what it did not look at', async () => {
    const { data } = await find('ZUR-H-AP-Canteen', {}, true);
    expect(data.calls).toBe(2);
    expect(data.not_looked_at).toContain('wireless clients');
  });

  it('looks elsewhere when one source fails, and never reads its failure as nothing there', async () => {
    const org = cloud.world.id('orgs', 'Lakeside Retail Group');
    const off = cloud.fault({ kind: 'html', status: 403, match: `/api/v1/orgs/${org}/wired_clients` });
    try {
      const { data, isError } = await find('00:11:22:33:44:55');
      expect(isError).toBe(false);
      expect(data.not_looked_at).toContain('wired clients (HTTP 403)');
    } finally {
      off();
    }
  });

  it('keeps to six requests among three thousand sites, and finds a site behind the first page', async () => {
    const big = await startCloud();
    try {
      for (let index = 0; index < 3000; index += 1) {
        big.world.add('sites', `Branch ${index}`, { org: 'Lakeside Retail Group' }, { name: `Branch ${index}` });
      }
      const direct = await openDirect({ cloud: big });
      const found = await direct.call('mist_find', { text: 'Branch 2987' });
      expect(found.data.results).toEqual([expect.objectContaining({ kind: 'site', name: 'Branch 2987' })]);
      expect(direct.sent.length).toBeLessThanOrEqual(MOST);
      const before = direct.sent.length;
      const client = await direct.call('mist_find', { text: 'BER-LT-0042' });
      expect(client.data.results).toEqual([expect.objectContaining({ site: 'Berlin Office' })]);
      expect(direct.sent.length - before).toBeLessThanOrEqual(MOST);
      await direct.close();
    } finally {
      await big.close();
    }
  });
});
