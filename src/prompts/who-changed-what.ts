import getConfigurationObjects from '../tools/get-configuration-objects.ts';
import searchAuditLogs from '../tools/search-audit-logs.ts';
import searchDevice from '../tools/search-device.ts';
import searchDeviceConfigHistory from '../tools/search-device-config-history.ts';
import searchEvents from '../tools/search-events.ts';
import { arg, definePrompt } from './prompt.ts';

export default definePrompt({
  name: 'who_changed_what',
  title: 'Who changed what?',
  description: 'Changes of the configuration in a window: who, when, from where, before and after, what they reached.',
  needs: [],
  takes: ['org', 'about', 'device', 'site', 'since'],
  defaults: { since: '-2d' },
  task: 'Find out who changed what, when, and what it reached.',
  steps: [
    {
      tool: searchAuditLogs,
      with: { scope: 'org', org_id: arg('org'), message: arg('about'), start: arg('since'), limit: 100 },
      proves: 'who, when, which object. has_more: go on, or narrow the window.',
    },
    {
      tool: searchAuditLogs,
      with: {
        ...{ scope: 'org', org_id: arg('org'), message: arg('about'), start: arg('since') },
        ...{ fields: ['timestamp', 'admin_name', 'message', 'before', 'after'], limit: 5 },
      },
      proves: 'values before and after of the entries that matter.',
    },
    {
      tool: searchDevice,
      with: { org_id: arg('org'), site_id: arg('site'), text: arg('device') },
      proves: 'mac, type and site_id of the device.',
      when: 'device',
    },
    {
      tool: searchDeviceConfigHistory,
      with: {
        ...{ query_type: 'history', site_id: arg('site', '<site_id>'), device_type: '<type>' },
        ...{ device_mac: '<mac>', start: arg('since') },
      },
      proves: 'which configuration reached the device, and when.',
      when: 'device',
    },
    {
      tool: searchEvents,
      with: { event_source: 'device', org_id: arg('org'), mac: '<mac>', start: arg('since'), limit: 100 },
      proves: 'that the device took it (…_CONFIGURED) or not; audit_id ties it to the log entry.',
      when: 'device',
    },
    {
      tool: getConfigurationObjects,
      with: { org_id: arg('org'), object_type: 'org_wlans' },
      proves: 'what stands there now; put the object type of the log entry.',
    },
  ],
  answer:
    'a table, newest first: time (UTC), who (or which API token), object with id, before → after, sites and devices reached; then what nobody changed although it was suspected.',
  beware:
    'A template reaches many sites. An API token is not a person. No entry proves nothing about the time before the window; what a device does by itself is not logged here.',
});
