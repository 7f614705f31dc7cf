/** Columns of some lists and their units, where the name does not tell the unit; a path as in a column, `a.*.b`. */
interface ListUnits {
  /** Matches the path of the lists. */
  readonly of: RegExp;
  readonly units: Readonly<Record<string, string>>;
}

/** SLE metrics that are measured in minutes of users; those of devices have units that their summary says. */
const USER_METRICS = 'coverage|capacity|roaming|throughput|successful-connect|time-to-connect';

/** The unit of what an SLE metric of users sums up; undefined for any other metric. */
export const sleUnit = (metric: unknown): string | undefined =>
  typeof metric === 'string' && new RegExp(`^(?:${USER_METRICS})$`).test(metric) ? 'user-minutes' : undefined;

const UPTIME = { uptime: 's' };
const RADIO = { pre_power: 'dBm', power: 'dBm', pre_bandwidth: 'MHz', bandwidth: 'MHz' };

/** From the descriptions of the specification's answers. */
const UNITS: readonly ListUnits[] = [
  { of: /\/stats\/vpn_peers\/search$/, units: { latency: 'ms', jitter: 'ms', loss: '%', mos: '0 to 5', ...UPTIME } },
  { of: /\/events\/fast_roam$/, units: { latency: 's' } },
  { of: /\/stats\/clients$/, units: { ...UPTIME, idle_time: 's', tx_rate: 'Mbps', rx_rate: 'Mbps' } },
  {
    of: /\/stats\/devices$/,
    units: {
      ...UPTIME,
      cpu_util: '%',
      mem_util: '%',
      'radio_stat.*.util_all': '%',
      'cpu_stat.idle': '%',
      'memory_stat.usage': '%',
      'module_stat.*.poe.power_draw': 'W',
      'module_stat.*.poe.max_power': 'W',
    },
  },
  { of: /\/stats\/ports\/search$/, units: { speed: 'Mbps', power_draw: 'W' } },
  { of: /\/stats\/(?:mxedges|(?:bgp|ospf)_peers\/search)$/, units: UPTIME },
  { of: /\/(?:devices\/events\/search|rrm\/events)$/, units: RADIO },
  { of: /\/clients\/sessions\/search$/, units: { duration: 's' } },
  { of: /\/alarmtemplates\/suppress$/, units: { duration: 's' } },
  {
    of: new RegExp(`/metric/(?:${USER_METRICS})/impacted-\\w+$`),
    units: { total: 'user-minutes', degraded: 'user-minutes' },
  },
];

/**
 * Units of the columns of a list whose names do not tell them.
 *
 * @param url path and query of the request
 */
export function unitsOfList(url: string): Readonly<Record<string, string>> {
  const [path = ''] = url.split(/[?#]/);
  return UNITS.find(({ of }) => of.test(path))?.units ?? {};
}
