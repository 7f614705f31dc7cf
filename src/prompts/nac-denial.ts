import getConfigurationObjects from '../tools/get-configuration-objects.ts';
import searchAlarms from '../tools/search-alarms.ts';
import searchAuditLogs from '../tools/search-audit-logs.ts';
import searchClient from '../tools/search-client.ts';
import searchEvents from '../tools/search-events.ts';
import searchNacUserMacs from '../tools/search-nac-user-macs.ts';
import { arg, definePrompt } from './prompt.ts';

export default definePrompt({
  name: 'nac_denial',
  title: 'Why was this client denied?',
  description: 'Why Access Assurance (NAC) denied a client: identity, certificate, label, rule or VLAN.',
  needs: ['client'],
  takes: ['org', 'site', 'since'],
  defaults: { since: '-1d' },
  task: 'Find out why network access control (NAC, 802.1X) denied this client.',
  steps: [
    {
      tool: searchClient,
      with: {
        ...{ client_type: 'nac', org_id: arg('org'), site_id: arg('site') },
        ...{ text: arg('client'), start: arg('since') },
      },
      proves: 'mac, user, auth_type, last_status, rule, SSID or port.',
    },
    {
      tool: searchEvents,
      with: { event_source: 'nac_client', org_id: arg('org'), mac: '<mac>', start: arg('since'), limit: 100 },
      proves: 'each attempt: type, reason in text, rule; last time it was let in.',
    },
    {
      tool: searchNacUserMacs,
      with: { org_id: arg('org'), mac: '<mac>' },
      proves: 'whether its MAC is registered, with which labels.',
    },
    {
      tool: getConfigurationObjects,
      with: { object_type: 'org_nacrules', org_id: arg('org'), fields: ['*'] },
      proves: 'rules in order, the first match decides: which should have matched, and why not.',
    },
    {
      tool: getConfigurationObjects,
      with: { object_type: 'org_nactags', org_id: arg('org'), fields: ['*'] },
      proves: 'what their labels match.',
    },
    {
      tool: searchAlarms,
      with: { scope: 'org', org_id: arg('org'), group: 'certificate_expiry', start: '-7d' },
      proves: 'a server certificate that ends: many are denied, not one.',
    },
    {
      tool: searchEvents,
      with: { event_source: 'nac_client', org_id: arg('org'), event_type: 'NAC_CLIENT_DENY', start: arg('since') },
      proves: 'others denied alike?',
    },
    {
      tool: searchAuditLogs,
      with: { scope: 'org', org_id: arg('org'), message: 'nac', start: '-7d' },
      proves: 'rules or labels changed before the first denial.',
    },
  ],
  answer:
    'reason in one sentence; user, MAC, auth_type, rule with id and order, event text and time, denials, last success; one client or many; what to change and who may.',
  beware:
    'The last deny rule is not the fault: ask why no earlier one matched. No event means it never asked, not that it was denied. Only the event text tells a wrong password from an ended certificate.',
});
