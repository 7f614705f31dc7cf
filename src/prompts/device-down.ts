import getStats from '../tools/get-stats.ts';
import queryResult from '../tools/query-result.ts';
import searchAlarms from '../tools/search-alarms.ts';
import searchDevice from '../tools/search-device.ts';
import searchDeviceConfigHistory from '../tools/search-device-config-history.ts';
import searchEvents from '../tools/search-events.ts';
import { arg, definePrompt } from './prompt.ts';

const PORT = ['mac', 'port_id', 'last_flapped', 'port_usage', 'poe_on', 'rx_errors'] as const;

export default definePrompt({
  name: 'device_down',
  title: 'Access point or switch down',
  description: 'Why an access point, switch or gateway is away: power, cable, uplink, configuration or the site.',
  needs: ['device'],
  takes: ['org', 'site', 'since'],
  defaults: { since: '-1d' },
  task: 'Find out why this device is away, and how far the fault reaches.',
  steps: [
    {
      tool: searchDevice,
      with: { org_id: arg('org'), site_id: arg('site'), text: arg('device') },
      proves: 'it is ours: mac, type, site_id, status. Several: ask which.',
    },
    {
      tool: searchDevice,
      with: { org_id: arg('org'), site_id: arg('site', '<site_id>'), status: 'disconnected' },
      proves: 'others of the site away too: power or WAN first.',
    },
    {
      tool: getStats,
      with: { stats_type: 'org_devices', org_id: arg('org'), object_id: '<mac>', fields: ['*'] },
      proves: 'last_seen and its last report: uptime, address, uplink, PoE.',
    },
    {
      tool: searchEvents,
      with: { event_source: 'device', org_id: arg('org'), mac: '<mac>', start: arg('since'), limit: 100 },
      proves: 'the order: disconnect, restart and reason, configuration, upgrade.',
    },
    {
      tool: getStats,
      with: { stats_type: 'site_ports', site_id: arg('site', '<site_id>'), all_pages: true },
      proves: 'ports of the site, kept under handle.',
    },
    {
      tool: queryResult,
      with: { handle: '<handle>', where: 'up=false', sort: '-last_flapped', limit: 10, fields: PORT },
      proves:
        'the port that fell when the device did: cable, PoE or device. Link still up (where=neighbor_mac=<mac>): address, DNS, firewall.',
    },
    {
      tool: searchDeviceConfigHistory,
      with: {
        ...{ query_type: 'history', site_id: arg('site', '<site_id>'), device_type: '<type>' },
        ...{ device_mac: '<mac>', start: arg('since') },
      },
      proves: 'a new configuration just before?',
    },
    {
      tool: searchAlarms,
      with: { scope: 'site', site_id: arg('site', '<site_id>'), start: arg('since') },
      proves: 'what Mist reported on it and its neighbors.',
    },
  ],
  answer:
    'verdict (power, cable or port, uplink or WAN, configuration, firmware, unknown); device with MAC; last_seen; switch port and state; what else is away; users hit; what to check on site.',
  beware:
    'Disconnected means unheard by the cloud: it may still serve users. Its stats are old. In stock or just claimed is not down.',
});
