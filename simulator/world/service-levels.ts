import type { DeviceType } from './hardware.ts';

export type SleScope = 'site' | 'ap' | 'client' | 'switch' | 'gateway';

/** What the user minutes of a metric are worth, and by whom it is measured. */
export interface ServiceLevel {
  readonly name: string;
  /** Devices that measure it. */
  readonly by: DeviceType;
  /** Whether users are counted, or only the devices themselves. */
  readonly users: boolean;
  /** Causes that degraded time falls on, with their usual share. */
  readonly classifiers: Readonly<Record<string, number>>;
  /** The limit between good and degraded, and the values it can take. */
  readonly threshold: {
    readonly standard: number;
    readonly low: number;
    readonly high: number;
    readonly units: string;
  };
  /** Side of the limit that is degraded. */
  readonly direction: 'left' | 'right';
  /** What the histogram counts. */
  readonly label: string;
}

type Line = readonly [
  name: string,
  by: DeviceType,
  users: boolean,
  direction: 'left' | 'right',
  threshold: readonly [standard: number, low: number, high: number, units: string],
  label: string,
  classifiers: string,
];

/** Classifiers are `name=share`; the first is the usual cause. */
const LINES: readonly Line[] = [
  [
    'coverage',
    'ap',
    true,
    'left',
    [-72, -90, -60, 'dBm'],
    'rssi(dBm)',
    'weak-signal=6 asymmetry-uplink=3 asymmetry-downlink=1',
  ],
  [
    'capacity',
    'ap',
    true,
    'left',
    [20, 0, 100, '%'],
    'available_bandwidth(%)',
    'client-count=3 wifi-interference=4 non-wifi-interference=2 client_usage=1',
  ],
  [
    'time-to-connect',
    'ap',
    true,
    'right',
    [2, 1, 20, 's'],
    'seconds',
    'association=2 authorization=4 dhcp=3 internet-services=1',
  ],
  [
    'failed-to-connect',
    'ap',
    true,
    'right',
    [0, 0, 100, '%'],
    'attempts',
    'association=2 authorization=5 dhcp=2 arp=1 dns=1',
  ],
  ['roaming', 'ap', true, 'right', [2, 1, 5, 's'], 'seconds', 'signal-quality=4 latency=3 stability=1'],
  [
    'throughput',
    'ap',
    true,
    'left',
    [10, 1, 300, 'mbps'],
    'throughput(mbps)',
    'capacity=4 coverage=3 device-capability=3 network-issues=1',
  ],
  [
    'ap-availability',
    'ap',
    false,
    'left',
    [100, 0, 100, '%'],
    'uptime(%)',
    'ap-disconnected=5 ap-reboot=3 ap-ethernet=1',
  ],
  [
    'switch_health',
    'switch',
    false,
    'left',
    [100, 0, 100, '%'],
    'health(%)',
    'switch-unreachable=2 network=2 system=5',
  ],
  [
    'switch_throughput',
    'switch',
    true,
    'left',
    [50, 0, 100, '%'],
    'throughput(%)',
    'congestion=4 interface-anomalies=2 storm-control=1 mtu=1',
  ],
  ['switch_stc', 'switch', true, 'right', [2, 1, 20, 's'], 'seconds', 'authentication=5 dhcp=3'],
  [
    'gateway-health',
    'gateway',
    false,
    'left',
    [100, 0, 100, '%'],
    'health(%)',
    'gateway-disconnected=2 network=2 system=5 dhcp=1',
  ],
  [
    'application_health',
    'gateway',
    true,
    'right',
    [150, 10, 1000, 'ms'],
    'latency(ms)',
    'latency=4 loss=2 jitter=2 application-services=1',
  ],
  [
    'wan-link-health',
    'gateway',
    false,
    'left',
    [100, 0, 100, '%'],
    'health(%)',
    'network=4 interface=2 isp-reachability=3',
  ],
];

const shares = (text: string): Record<string, number> => {
  const pairs = text.split(' ').map((one) => one.split('='));
  const sum = pairs.reduce((all, [, share]) => all + Number(share), 0);
  return Object.fromEntries(pairs.map(([name = '', share]) => [name, Number(share) / sum]));
};

/** Every service level that is measured. */
export const SERVICE_LEVELS: readonly ServiceLevel[] = LINES.map(
  ([name, by, users, direction, [standard, low, high, units], label, classifiers]) => ({
    name,
    by,
    users,
    direction,
    threshold: { standard, low, high, units },
    label,
    classifiers: shares(classifiers),
  }),
);

/** The service levels that a scope knows: a client those of its own experience, a device those it measures. */
export function levelsOf(scope: SleScope): readonly ServiceLevel[] {
  if (scope === 'site') return SERVICE_LEVELS;
  if (scope === 'client') return SERVICE_LEVELS.filter((level) => level.by === 'ap' && level.users);
  return SERVICE_LEVELS.filter((level) => level.by === scope);
}
