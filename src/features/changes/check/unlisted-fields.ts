import type { Keys } from '../keys.ts';

/**
 * Fields that the cloud keeps although the specification does not list them, or not any more, as the ends of their
 * paths; `*` stands for any name. They were seen in objects that the cloud returned, or in requests that the portal and
 * published scripts send.
 */
const UNLISTED: readonly string[] = [
  'port_usages.*.poe_legacy_pd',
  'port_usages.*.name',
  'radius_config.enabled',
  ...['mist_nac.auth_servers_timeout', 'mist_nac.auth_servers_retries', 'mist_nac.fast_dot1x_timers'],
  ...['mist_nac.acct_interim_interval', 'mist_nac.coa_enabled', 'mist_nac.coa_port', 'mist_nac.network'],
  'synthetic_test.wan_speedtest.enabled',
];

/** The same for fields at the root of an object, by family. */
const UNLISTED_ROOTS: Readonly<Record<string, readonly string[]>> = {
  site_devices: ['adopted', 'bundled_mac', 'evpn_scope', 'evpntopo_id', 'optic_port_config', 'st_ip_base'],
  org_networks: ['ip', 'prefix'],
  site_maps: ['group_idx', 'group_name'],
};

const ends = UNLISTED.map((path) => path.split('.'));

/**
 * Whether a field is right although the specification does not have it.
 *
 * @param family name of the family, such as `org_networks`
 * @param keys where the field stands
 */
export function isUnlisted(family: string, keys: Keys): boolean {
  const [root] = keys;
  if (keys.length === 1) return UNLISTED_ROOTS[family]?.includes(String(root)) === true;
  return ends.some((end) => {
    const tail = keys.slice(-end.length);
    return tail.length === end.length && end.every((part, index) => part === '*' || part === tail[index]);
  });
}

/**
 * Fields that the specification requires only because it uses the body of an object of its own in another one: the
 * gateway settings of a site are the attributes of a gateway template, without a name.
 */
const BORROWED: Readonly<Record<string, readonly string[]>> = { site_settings: ['gateway.name'] };

/** Whether a field that the specification requires may be missing. */
export const mayBeMissing = (family: string, keys: Keys): boolean =>
  BORROWED[family]?.includes(keys.join('.')) === true;
