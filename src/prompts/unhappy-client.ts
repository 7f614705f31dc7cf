import getSiteSle from '../tools/get-site-sle.ts';
import getStats from '../tools/get-stats.ts';
import listSiteSleInfo from '../tools/list-site-sle-info.ts';
import searchClient from '../tools/search-client.ts';
import searchEvents from '../tools/search-events.ts';
import troubleshoot from '../tools/troubleshoot.ts';
import { arg, definePrompt } from './prompt.ts';

export default definePrompt({
  name: 'unhappy_client',
  title: 'Why is this client unhappy?',
  description: 'Finds the cause when a laptop, phone or machine cannot connect, drops or is slow.',
  needs: ['client'],
  takes: ['org', 'site', 'since'],
  defaults: { since: '-1d' },
  task: 'Find out why this client is unhappy: radio, authentication, DHCP or DNS, the way behind the AP, or itself.',
  steps: [
    {
      tool: searchClient,
      with: {
        ...{ client_type: 'wireless', org_id: arg('org'), site_id: arg('site') },
        ...{ text: arg('client'), start: arg('since') },
      },
      proves: 'mac, site_id, AP, SSID, band, VLAN. Nothing: client_type=wired, then nac. Several: ask which.',
    },
    {
      tool: troubleshoot,
      with: { troubleshoot_type: 'wireless', org_id: arg('org'), mac: '<mac>' },
      proves: 'the finding of Marvis, if licensed: a lead (wired client: wired).',
    },
    {
      tool: searchEvents,
      with: {
        ...{ event_source: 'wireless_client', site_id: arg('site', '<site_id>'), mac: '<mac>' },
        ...{ start: arg('since'), limit: 100 },
      },
      proves:
        'the failing phase (association, authorization, DHCP, DNS, roaming), reason codes, when; ssid instead of mac tells one client or many.',
    },
    {
      tool: getStats,
      with: { stats_type: 'site_wireless_clients', site_id: arg('site', '<site_id>'), object_id: '<mac>' },
      proves: 'RSSI, SNR, rates, retries now; an error if not connected.',
    },
    {
      tool: listSiteSleInfo,
      with: { query_type: 'metrics', site_id: arg('site', '<site_id>'), scope: 'client', scope_id: '<mac>' },
      proves: 'its SLE metrics.',
    },
    {
      tool: getSiteSle,
      with: {
        ...{ object_type: 'summary', site_id: arg('site', '<site_id>'), scope: 'client', scope_id: '<mac>' },
        ...{ metric: '<metric>', start: arg('since') },
      },
      proves: 'bad minutes by classifier, of the metric that fits.',
    },
    {
      tool: searchEvents,
      with: {
        ...{ event_source: 'device', site_id: arg('site', '<site_id>') },
        ...{ mac: '<ap_mac>', start: arg('since') },
      },
      proves: 'did its AP restart or lose its uplink then?',
    },
  ],
  answer:
    'verdict in one sentence; failing phase with events, reason codes, counts, first and last time; client, AP, SSID, site; why not the other causes; one next step.',
  beware:
    'No events may mean that it never reached an AP. Bad RSSI of one client is no coverage hole: compare with others on that AP.',
});
