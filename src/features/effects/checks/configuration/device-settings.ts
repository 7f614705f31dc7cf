import type { Check, Finding } from '../../finding.ts';
import type { SiteEffect } from '../../model.ts';
import { devicesOf } from '../../topology/states.ts';

/** Roots of a device that decide how it is managed or watched, not which ports and VLANs forward. */
export const SETTINGS: ReadonlySet<string> = new Set([
  ...[
    'ntp_servers',
    'dns_servers',
    'dns_suffix',
    'snmp_config',
    'remote_syslog',
    'syslog',
    'switch_mgmt',
    'gateway_mgmt',
  ],
  ...['radius_config', 'mist_nac', 'oob_ip_config', 'extra_routes', 'extra_routes6'],
  ...['routing_policies', 'vrf_config', 'vrf_instances', 'acl_policies', 'acl_tags', 'port_mirroring'],
  ...['config_push_policy', 'auto_upgrade', 'led', 'ble_config', 'mesh', 'aeroscout', 'pwr_config', 'lacp_config'],
  ...['path_preferences', 'tunnel_configs', 'tunnel_provider_options', 'idp_profiles', 'vpn_access'],
  ...['tacacs', 'protect_re', 'local_accounts', 'root_password', 'mxtunnel', 'mxtunnels', 'usb_config', 'esl_config'],
  ...[
    'dhcp_snooping',
    'remove_existing_configs',
    'disabled_system_defined_port_usages',
    'default_port_usage',
    'l3_interfaces',
  ],
]);

/** Device roots that differ, with the devices they differ at. */
export function changedDeviceRoots({ before, after }: SiteEffect): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const now of devicesOf(after)) {
    const was = devicesOf(before).find(({ mac }) => mac === now.mac);
    if (!was || now.management === 'others') continue;
    for (const root of new Set([...Object.keys(was.config), ...Object.keys(now.config)])) {
      if (JSON.stringify(was.config[root]) === JSON.stringify(now.config[root])) continue;
      const key = `${now.type}:${root}`;
      found.set(key, [...(found.get(key) ?? []), now.name]);
    }
  }
  return found;
}

const rootOf = (key: string): string => key.slice(key.indexOf(':') + 1);

/** Management, routing and services of devices change: who depends on them is not computed. */
export const deviceSettings: Check = {
  name: 'device.settings',
  needs: [],
  reads: [...SETTINGS].flatMap((root) => ['switch', 'gateway', 'ap'].map((type) => `${type}:${root}`)),
  applies: (effect) => [...changedDeviceRoots(effect).keys()].some((key) => SETTINGS.has(rootOf(key))),
  run(effect) {
    const changed = [...changedDeviceRoots(effect)].filter(([key]) => SETTINGS.has(rootOf(key)));
    const devices = new Set(changed.flatMap(([, names]) => names));
    const roots = [...new Set(changed.map(([key]) => rootOf(key)))].sort();
    if (roots.length === 0) return [];
    const where = devices.size === 1 ? [...devices].join() : `${devices.size} devices`;
    const says = `${roots.join(', ')} changes: who depends on it is not computed.`;
    return [{ check: 'device.settings', level: 'risk', certainty: 'certain', where, says } satisfies Finding];
  },
};
