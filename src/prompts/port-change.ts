import getConfigurationObjectSchema from '../tools/get-configuration-object-schema.ts';
import getConfigurationObjects from '../tools/get-configuration-objects.ts';
import getStats from '../tools/get-stats.ts';
import searchClient from '../tools/search-client.ts';
import searchDevice from '../tools/search-device.ts';
import updateConfigurationObjects from '../tools/update-configuration-objects.ts';
import { arg, definePrompt } from './prompt.ts';

const OBJECT = { object_type: 'site_devices', site_id: arg('site', '<site_id>'), object_id: '<device_id>' } as const;

export default definePrompt({
  name: 'port_change',
  title: 'Change a port on a switch',
  description: 'Changes one port of a switch: looks first, shows the difference, lets the person confirm, verifies.',
  needs: ['switch', 'port', 'change'],
  takes: ['org', 'site'],
  task: 'Change this one port and nothing else. I confirm it myself when the server asks me.',
  steps: [
    {
      tool: searchDevice,
      with: { org_id: arg('org'), site_id: arg('site'), device_type: 'switch', text: arg('switch') },
      proves: 'device_id, mac, site_id, status. Several: ask which.',
    },
    {
      tool: getConfigurationObjects,
      with: { ...OBJECT, computed: true, fields: ['port_config', 'local_port_config', 'port_usages'] },
      proves: 'what the port has, from which layer; profiles (port_usages).',
    },
    {
      tool: getStats,
      with: { stats_type: 'site_ports', site_id: arg('site', '<site_id>'), object_id: '<mac>', limit: 100 },
      proves: 'link, neighbor, PoE. An uplink, AP or switch on it: stop and ask me.',
    },
    {
      tool: searchClient,
      with: { client_type: 'wired', org_id: arg('org'), device_mac: '<mac>', limit: 100 },
      proves: 'who is on it (port_id).',
    },
    {
      tool: getConfigurationObjectSchema,
      with: { schema_name: 'site_device_switch', path: 'port_config' },
      proves: 'the fields; also path=local_port_config.',
    },
    {
      tool: updateConfigurationObjects,
      with: { action_type: 'update', ...OBJECT, payload: '<payload>', dry_run: true },
      proves: 'the difference, at this port only. payload: {"port_config":{"<port>":{…}}} with its whole entry.',
    },
    {
      tool: updateConfigurationObjects,
      with: { action_type: 'update', ...OBJECT, payload: '<payload>' },
      proves: 'applied, not_applied or unknown; keep undo. A no is final.',
    },
    {
      tool: getStats,
      with: { stats_type: 'site_ports', site_id: arg('site', '<site_id>'), object_id: '<mac>', limit: 100 },
      proves: 'after two minutes: port as meant, clients back.',
    },
  ],
  answer:
    'switch, port, before → after, layer, outcome as read back, link and clients before and after, undo word for word.',
  beware:
    'Saved is not yet on the switch. Never change a profile for one port: others share it. A range such as ge-0/0/0-23 may cover this one.',
});
