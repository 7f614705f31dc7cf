import type { IdKind } from './id-names.ts';

/** A column of rows that holds an id, or several. */
export interface IdColumn {
  /** What the ids are of; a device's are MACs. */
  readonly kind: IdKind;
  /** What a person calls the thing. */
  readonly as: string;
}

const device = (as: string): IdColumn => ({ kind: 'device', as });

/** Columns that hold the id of something a person knows by name, whatever row they stand in. */
const ID_COLUMNS: Readonly<Record<string, IdColumn>> = {
  site_id: { kind: 'site', as: 'site' },
  site_ids: { kind: 'site', as: 'sites' },
  sitegroup_ids: { kind: 'org_sitegroups', as: 'sitegroups' },
  ap: device('ap'),
  ap_mac: device('ap'),
  last_ap: device('ap'),
  next_ap: device('next_ap'),
  fromap: device('from_ap'),
  device_mac: device('device'),
  last_device_mac: device('device'),
  switches: device('switches'),
  switch_mac: device('switch'),
  gateway_mac: device('gateway'),
  template_id: { kind: 'org_wlantemplates', as: 'template' },
  rftemplate_id: { kind: 'org_rftemplates', as: 'rf_template' },
  networktemplate_id: { kind: 'org_networktemplates', as: 'network_template' },
  gatewaytemplate_id: { kind: 'org_gatewaytemplates', as: 'gateway_template' },
  sitetemplate_id: { kind: 'org_sitetemplates', as: 'site_template' },
  aptemplate_id: { kind: 'org_aptemplates', as: 'ap_template' },
  alarmtemplate_id: { kind: 'org_alarmtemplates', as: 'alarm_template' },
  deviceprofile_id: { kind: 'org_deviceprofiles', as: 'device_profile' },
  nacrule_id: { kind: 'org_nacrules', as: 'rule' },
  last_nacrule_id: { kind: 'org_nacrules', as: 'rule' },
  wlan_id: { kind: 'org_wlans', as: 'wlan' },
  map_id: { kind: 'site_maps', as: 'map' },
  mapstack_id: { kind: 'site_mapstacks', as: 'mapstack' },
  network_id: { kind: 'org_networks', as: 'network' },
  mxedge_id: { kind: 'org_mxedges', as: 'mxedge' },
  mxcluster_id: { kind: 'org_mxclusters', as: 'mxcluster' },
};

/** Words by which a list may call the device whose MAC stands in a column that has another meaning elsewhere. */
const DEVICE_WORDS = new Set(['device', 'ap', 'switch', 'gateway', 'peer', 'neighbor']);

/** What ids a column holds; undefined for any other column. */
export const idColumn = (name: string): IdColumn | undefined =>
  Object.hasOwn(ID_COLUMNS, name) ? ID_COLUMNS[name] : undefined;

/** The same for a column that a list calls by a word of its own, such as the `mac` of a port, which is its switch's. */
export function idColumnAs(name: string, as: string): IdColumn | undefined {
  if (as === 'org') return { kind: 'org', as };
  return DEVICE_WORDS.has(as) ? device(as) : { ...(idColumn(name) ?? device(as)), as };
}

/** The columns whose ids are called by a word, such as `ap_mac` and `last_ap` for `ap`. */
export const columnsCalled = (word: string): readonly string[] =>
  Object.entries(ID_COLUMNS).flatMap(([name, { as }]) => (as === word && name !== word ? [name] : []));

/** What stands in the place of a site where something belongs to none. */
export const NO_SITE = '00000000-0000-0000-0000-000000000000';
