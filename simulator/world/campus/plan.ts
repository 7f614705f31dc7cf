import type { Plan, PlannedCable } from '../plan.ts';
import type { CampusOptions, WirelessCounts } from './options.ts';
import { shopSwitch } from './sites.ts';

const cable = (near: string, nearPort: string, far: string, farPort: string): PlannedCable => ({
  near,
  nearPort,
  far,
  farPort,
});

const SOUTH: WirelessCounts = { SAP1: { Corp: 5 }, SAP2: { Corp: 4 } };

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** The cables of the campus, what is plugged in, and who is on its WLANs. */
export function campusPlan(options: CampusOptions): Plan {
  const { secondUplink, unmanagedSwitch, wireless = SOUTH, shops = 0, shopPhones } = options;
  const ap1 = cable('ACC1', 'ge-0/0/40', 'AP1', 'eth0');
  const second = secondUplink ? [cable('CORE', 'xe-0/1/2', 'ACC1', 'xe-0/1/1')] : [];
  return {
    cables: [
      cable('GW', 'ge-0/0/1', 'CORE', 'xe-0/1/0'),
      cable('CORE', 'xe-0/1/1', 'ACC1', 'xe-0/1/0'),
      ...second,
      unmanagedSwitch ? { ...ap1, nearPort: 'ge-0/0/47', through: 'office-switch' } : ap1,
      cable('SGW', 'ge-0/0/1', 'SACC', 'xe-0/1/0'),
      cable('SACC', 'ge-0/0/40', 'SAP1', 'eth0'),
      cable('SACC', 'ge-0/0/41', 'SAP2', 'eth0'),
    ],
    endpoints: [
      ...upTo(20).map((port) => ({ device: 'ACC1', port: `ge-0/0/${port}`, kind: 'laptop' as const })),
      ...upTo(4).map((port) => ({ device: 'SACC', port: `ge-0/0/${20 + port}`, kind: 'desk phone' as const })),
      ...(shopPhones
        ? upTo(shops).map((index) => ({
            device: shopSwitch(index + 1),
            port: 'ge-0/0/5',
            kind: 'desk phone' as const,
          }))
        : []),
    ],
    wireless: Object.entries(wireless).flatMap(([ap, counts]) =>
      Object.entries(counts).map(([ssid, count]) => ({ ap, ssid, count })),
    ),
    routers: ['GW', 'SGW'].map((gateway) => ({ gateway, address: '192.0.2.1', as: 65_100 })),
  };
}
