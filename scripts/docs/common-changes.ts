import type { JsonObject } from '../../src/core/json.ts';

/** A change as an assistant makes it: one call, in words that a person would use. */
export interface CommonChange {
  readonly title: string;
  readonly inputs: JsonObject;
}

/** Finds the id of an object of the simulated organization by its name. */
export type IdOf = (table: string, name: string) => string;

const update = (object_type: string, object_id: string, payload: JsonObject): JsonObject => ({
  ...{ action_type: 'update', object_type, object_id, payload },
});

/** The ten changes that are made most often, in the simulated organization. */
export const commonChanges = (idOf: IdOf): readonly CommonChange[] => [
  {
    title: 'Give a port another profile',
    inputs: {
      ...update('site_devices', 'ZUR-H-SW-ACC1', { port_config: { 'ge-0/0/5': { usage: 'ap' } } }),
      site_id: 'Zurich HQ',
    },
  },
  {
    title: 'Change a VLAN in a switch template',
    inputs: update('org_networktemplates', 'Campus Switching', { networks: { iot: { vlan_id: 31 } } }),
  },
  {
    title: 'Move a WLAN to another VLAN',
    inputs: update('org_wlans', 'Lakeside-POS', { vlan_id: 20 }),
  },
  {
    title: 'Change a pre-shared key',
    inputs: update('org_psks', 'Anna badge-printer', { passphrase: 'correct-horse-battery' }),
  },
  {
    title: 'Change an access rule',
    inputs: update('org_nacrules', 'Cameras by MAC', { enabled: false }),
  },
  {
    title: 'Set a variable of a site',
    inputs: {
      ...{ action_type: 'update', object_type: 'site_settings', site_id: 'Zurich HQ' },
      payload: { vars: { guest_vlan: '41' } },
    },
  },
  {
    title: 'Give a site another template',
    inputs: update('org_sites', 'Madrid Store', { rftemplate_id: idOf('rftemplates', 'Warehouse RF') }),
  },
  {
    title: 'Rename a device',
    inputs: {
      ...update('site_devices', 'ZUR-H-AP-Reception', { name: 'ZUR-H-AP-Lobby' }),
      site_id: 'Zurich HQ',
    },
  },
  {
    title: 'Add a webhook',
    inputs: {
      ...{ action_type: 'create', object_type: 'org_webhooks' },
      payload: {
        ...{ name: 'Tickets', type: 'http-post', url: 'https://tickets.lakeside.example/mist' },
        ...{ topics: ['alarms'], enabled: true },
      },
    },
  },
  {
    title: 'Switch the WLANs of a template off at one site',
    inputs: update('org_wlantemplates', 'Corporate Wi-Fi', {
      exceptions: { site_ids: { add: [idOf('sites', 'Zurich HQ')] } },
    }),
  },
];
