import { BAD_CABLE, BROKEN_PATH, SLOW_PATH } from './incidents.ts';

/** One thing that degrades a service level. */
export interface Trouble {
  /** Site whose devices it concerns, where it is all of them. */
  readonly site?: string;
  /** Device by name, where it is one. */
  readonly device?: string;
  readonly level: string;
  readonly classifier: string;
  /** Share of the time that is lost to it, 0 to 1. */
  readonly share: number;
  /** Seconds before the world was looked at that it began; since ever when absent. */
  readonly since?: number;
}

const DAY = 86_400;

/** The site that is worst by far: tall racks were put between the access points and the scanners. */
export const WORST_SITE = 'Rotterdam Warehouse';
/** The cause there, and when the racks came. */
export const WORST = { level: 'coverage', classifier: 'weak-signal', since: 20 * DAY } as const;
/** Its access points that stand between the racks; the others hear more of their clients. */
export const SHADED_APS = ['ROT-W-AP-Openspace', 'ROT-W-AP-Canteen'] as const;

const shaded = SHADED_APS.flatMap((device): Trouble[] => [
  { device, level: 'coverage', classifier: 'weak-signal', share: 0.44, since: WORST.since },
  { device, level: 'throughput', classifier: 'coverage', share: 0.22, since: WORST.since },
  { device, level: 'roaming', classifier: 'signal-quality', share: 0.12, since: WORST.since },
]);

/** Everything that is wrong at present, beside the devices that are away. */
export const TROUBLES: readonly Trouble[] = [
  ...shaded,
  { site: WORST_SITE, level: 'coverage', classifier: 'weak-signal', share: 0.09, since: WORST.since },
  { site: 'Berlin Office', level: 'failed-to-connect', classifier: 'authorization', share: 0.05 },
  { site: 'Berlin Office', level: 'time-to-connect', classifier: 'dhcp', share: 0.06 },
  { device: BAD_CABLE.switch, level: 'switch_throughput', classifier: 'interface-anomalies', share: 0.12 },
  { device: SLOW_PATH, level: 'wan-link-health', classifier: 'network', share: 0.14 },
  { device: SLOW_PATH, level: 'application_health', classifier: 'latency', share: 0.16 },
  ...[BROKEN_PATH.from, BROKEN_PATH.to].map((device) => ({
    device,
    level: 'wan-link-health',
    classifier: 'network',
    share: 0.3,
    since: BROKEN_PATH.secondsAgo,
  })),
];
