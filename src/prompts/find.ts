import searchClient from '../tools/search-client.ts';
import searchDevice from '../tools/search-device.ts';
import searchNacUserMacs from '../tools/search-nac-user-macs.ts';
import { arg, definePrompt } from './prompt.ts';

export default definePrompt({
  name: 'find',
  title: 'Find a device or client',
  description: 'Where a device or client is: by name, MAC, serial, hostname or user, over all sites.',
  needs: ['what'],
  takes: ['org', 'site', 'since'],
  defaults: { since: '-7d' },
  task: 'Find this, device or client, and where it is or was last.',
  steps: [
    {
      tool: searchDevice,
      with: { org_id: arg('org'), site_id: arg('site'), text: arg('what') },
      proves: 'an access point, switch or gateway of ours, also one that is in stock without a site.',
    },
    {
      tool: searchClient,
      with: {
        ...{ client_type: 'wireless', org_id: arg('org'), site_id: arg('site') },
        ...{ text: arg('what'), start: arg('since') },
      },
      proves: 'a wireless client: AP, SSID, band, address, user name, last seen.',
    },
    {
      tool: searchClient,
      with: {
        ...{ client_type: 'wired', org_id: arg('org'), site_id: arg('site') },
        ...{ text: arg('what'), start: arg('since') },
      },
      proves: 'a wired one: switch (device_mac), port_id, VLAN.',
    },
    {
      tool: searchClient,
      with: {
        ...{ client_type: 'nac', org_id: arg('org'), site_id: arg('site') },
        ...{ text: arg('what'), start: arg('since') },
      },
      proves: 'an attempt to join that was perhaps denied: last_status, rule.',
    },
    {
      tool: searchClient,
      with: {
        ...{ client_type: 'wan', org_id: arg('org'), site_id: arg('site') },
        ...{ hostname: arg('what'), start: arg('since') },
      },
      proves: 'a host behind a gateway.',
    },
    {
      tool: searchNacUserMacs,
      with: { org_id: arg('org'), mac: '<mac>' },
      proves: 'whether its MAC is registered, with labels and notes. Only with a MAC.',
    },
  ],
  answer:
    'each match with kind, name, MAC, id, site, what it hangs on (AP and SSID, or switch and port), when it was last seen, and whether it is there now.',
  beware:
    'Phones change their MAC: one host may be there under several. Last seen is not now. Nothing found: try *part*, a longer since; say what was searched.',
});
