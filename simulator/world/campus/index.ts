import { Seed } from '../seed.ts';
import { World } from '../world.ts';
import { addOrganization, addTemplates } from './configuration.ts';
import type { CampusOptions } from './options.ts';
import { campusPlan } from './plan.ts';
import { addSites } from './sites.ts';

export type { CampusOptions } from './options.ts';

/**
 * A small world to test changes in, as `startDemoCloud({ world: campus() })`. One organization, where nothing is broken:
 *
 * - network template T: networks mgmt 5, corp 10, voice 20, cam 30, guest 40; usages desk (access corp), phone (access
 *   voice), ap (trunk corp and guest, untagged mgmt), up (trunk all, untagged mgmt); rule `access` for role access:
 *   `ge-0/0/0-47` desk, `xe-0/1/0-1` up;
 * - gateway template G: addresses and DHCP in mgmt, corp, voice and guest, BGP neighbor 192.0.2.1;
 * - WLAN template W for the organization: Corp (802.1X, VLAN 10), Guest (open with portal, VLAN 40);
 * - site North: GW, CORE, ACC1 and AP1 in a row, by `xe-0/1/0` and `ge-0/0/40`; 20 laptops on ACC1 `ge-0/0/0-19`;
 * - site South: SGW, SACC, SAP1 and SAP2 (`ge-0/0/40-41`); 4 phones on SACC `ge-0/0/20-23`; 9 clients on Corp.
 *
 * Rows are found by `cloud.world.named('devices', 'ACC1')`. After rows were changed by hand: `cloud.world.touch()`.
 */
export function campus(options: CampusOptions = {}): (seed: number, born: number) => World {
  return (seed, born) => {
    const world = new World(new Seed(seed), born - (options.age ?? 0), campusPlan(options));
    addOrganization(world);
    addTemplates(world, options);
    addSites(world, options);
    return world;
  };
}
