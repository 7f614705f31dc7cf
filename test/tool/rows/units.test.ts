import { describe, expect, it } from 'vitest';
import { unitsNote } from '../../../src/tool/rows/units.ts';

const ORG = '/api/v1/orgs/o';
const SITE = '/api/v1/sites/s';

describe('units that no name tells', () => {
  it.each([
    [
      `${ORG}/stats/vpn_peers/search?limit=1`,
      { latency: 12, jitter: 1, loss: 0, mos: 4.1 },
      'latency, jitter ms; loss %; mos 0 to 5',
    ],
    [`${SITE}/events/fast_roam`, { latency: 0.02 }, 'latency s'],
    [`${ORG}/stats/ports/search`, { speed: 1000, power_draw: 4.2 }, 'speed Mbps; power_draw W'],
    [`${SITE}/stats/clients`, { uptime: 5, tx_rate: 300 }, 'uptime s; tx_rate Mbps'],
    [
      `${SITE}/stats/devices?type=all`,
      { 'cpu_stat.idle': 80, memory_stat: { usage: 5 }, module_stat: [{ poe: { power_draw: 3 } }, {}] },
      'cpu_stat.idle, memory_stat.usage %; power_draw W',
    ],
    [`${SITE}/stats/devices`, { radio_stat: { band_5: { util_all: 30 } } }, 'util_all %'],
    [`${SITE}/sle/site/s/metric/coverage/impacted-aps`, { total: 1.5, degraded: 1 }, 'total, degraded user-minutes'],
    [`${SITE}/rrm/events`, { pre_power: 8, bandwidth: 80 }, 'pre_power dBm; bandwidth MHz'],
    [`${ORG}/stats/ports/search`, { device: 'x', 'sum(power_draw)': 40 }, 'power_draw W'],
  ])('stand behind rows of %s that show %j', (url, row, units) => {
    expect(unitsNote(url, [{ name: 'first' }, row])).toBe(`Units: ${units}.`);
  });

  it.each([
    ['columns that are not shown', `${ORG}/stats/ports/search`, { port_id: 'ge-0/0/1' }],
    ['a list whose names tell them', `${ORG}/sites`, { uptime: 5 }],
    [
      'a metric of devices, whose summary says its unit',
      `${SITE}/sle/site/s/metric/ap-health/impacted-aps`,
      { total: 1 },
    ],
  ])('are not made up for %s', (_, url, row) => {
    expect(unitsNote(url, [row])).toBe('');
  });
});
