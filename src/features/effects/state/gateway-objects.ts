import { isRecord, type JsonObject } from '../../../core/json.ts';
import type { PolicyState, Reference } from '../model.ts';
import { listOf, rowAt, rowsOf, textAt, textsOf } from './row.ts';
import type { SiteParts } from './site-parts.ts';

/** What a gateway names besides its ports, and what stands behind the names. */
export interface GatewayObjects {
  readonly policies: readonly PolicyState[];
  readonly objects: ReadonlyMap<string, JsonObject>;
  readonly references: readonly Reference[];
}

type Rows = readonly JsonObject[] | undefined;

/** Names that mean everything, and are called so by nobody. */
const EVERYTHING: ReadonlySet<string> = new Set(['any']);

/** What of an object decides nothing, or is told elsewhere. */
const NO_EFFECT: ReadonlySet<string> = new Set([
  ...['id', 'org_id', 'site_id', 'created_time', 'modified_time', 'description', 'sle_enabled'],
]);
const OF_NETWORKS: ReadonlySet<string> = new Set([...NO_EFFECT, 'vlan_id', 'subnet', 'name']);

const decidingPart = (row: JsonObject, without: ReadonlySet<string>): JsonObject =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !without.has(name)));

const named = (rows: Rows, name: string): JsonObject | undefined => rows?.find((row) => row.name === name);

/** A rule as the gateway runs it: that of the organization, with what the entry says over it. */
function policyOf(entry: JsonObject, policies: Rows): PolicyState {
  const id = textAt(entry, 'servicepolicy_id');
  const shared = id === undefined ? {} : (policies?.find((row) => row.id === id) ?? {});
  const { name: _, tenants, services, action, ...rest } = { ...shared, ...entry };
  return {
    name: textAt(entry, 'name') ?? textAt(shared, 'name') ?? id ?? '',
    action: typeof action === 'string' ? action : undefined,
    ...{ tenants: textsOf(tenants), services: textsOf(services) },
    config: decidingPart(rest, new Set([...NO_EFFECT, 'servicepolicy_id'])),
  };
}

/** Whether a path of a VPN is there: written as the VPN, as its path, or as both. */
const isPath = (vpns: readonly JsonObject[], key: string): boolean =>
  vpns.some((vpn) => {
    const name = textAt(vpn, 'name') ?? '';
    const paths = Object.keys(rowAt(vpn, 'paths'));
    return key === name || paths.some((path) => key === path || key === `${path}.${name}` || key === `${name}.${path}`);
  });

/** VPNs that a key of a path may mean. */
const vpnsOf = (vpns: Rows, keys: readonly string[]): readonly JsonObject[] =>
  (vpns ?? []).filter((vpn) => keys.some((key) => isPath([vpn], key)));

const isOpen = (name: string): boolean => name.includes('{{') || EVERYTHING.has(name);

/** Names that networks and their tenants go by. */
function tenantNames(networks: readonly JsonObject[]): ReadonlySet<string> {
  return new Set(networks.flatMap((row) => [textAt(row, 'name') ?? '', ...Object.keys(rowAt(row, 'tenants'))]));
}

/**
 * The rules of a gateway and the objects of the organization that it names, each with whether it is there.
 *
 * @param config its effective configuration
 * @param ports by single name
 */
export function gatewayObjects(
  config: JsonObject,
  ports: ReadonlyMap<string, JsonObject>,
  { orgNetworks, gatewayObjects: { services, servicepolicies, vpns } }: SiteParts,
): GatewayObjects {
  const own = rowsOf(config.networks);
  const tenants = tenantNames([...orgNetworks, ...own]);
  const networks = new Set([...orgNetworks, ...own].flatMap((row) => textAt(row, 'name') ?? []));
  const entries = rowsOf(config.service_policies);
  const policies = entries.map((entry) => policyOf(entry, servicepolicies));
  const paths = rowAt(config, 'path_preferences');
  const references: Reference[] = [];
  const refer = (
    kind: string,
    names: readonly string[],
    where: string,
    isThere: (name: string) => boolean | undefined,
  ) =>
    references.push(
      ...names
        .filter((name) => !isOpen(name))
        .map((name) => ({ name: `${kind} ${name}`, where, isThere: isThere(name) })),
    );
  for (const [index, { name, tenants: who, services: what, config: rest }] of policies.entries()) {
    const where = `policy ${name}`;
    const path = textAt(rest, 'path_preference');
    const id = textAt(entries[index] ?? {}, 'servicepolicy_id');
    refer('service', what, where, (one) => services && named(services, one) !== undefined);
    refer('tenant', who, where, (one) => tenants.has(one));
    refer('path preference', path === undefined ? [] : [path], where, (one) => isRecord(paths[one]));
    refer('service policy', id === undefined ? [] : [id], where, (one) =>
      servicepolicies?.some((row) => row.id === one),
    );
  }
  const keys: string[] = [];
  for (const [name, port] of ports) {
    const used = [...textsOf(port.networks), ...listOf(port.port_network)].filter((one) => typeof one === 'string');
    if (port.usage === 'lan') refer('network', used, `port ${name}`, (one) => networks.has(one));
    const mine = Object.keys(rowAt(port, 'vpn_paths'));
    keys.push(...mine);
    refer('VPN path', mine, `port ${name}`, (one) => vpns && isPath(vpns, one));
  }
  for (const root of ['ip_configs', 'dhcpd_config'])
    refer(
      'network',
      Object.entries(rowAt(config, root)).flatMap(([name, one]) => (isRecord(one) ? [name] : [])),
      root,
      (one) => networks.has(one),
    );
  const usedServices = new Set(policies.flatMap((policy) => policy.services));
  const usedNames = new Set([...references.map(({ name }) => name), ...policies.flatMap((policy) => policy.tenants)]);
  const isUsed = (row: JsonObject): boolean => {
    const name = textAt(row, 'name') ?? '';
    const its = Object.keys(rowAt(row, 'tenants'));
    return [`network ${name}`, name, ...its].some((one) => usedNames.has(one));
  };
  for (const row of orgNetworks.filter(isUsed)) {
    const mine = Object.keys(rowAt(row, 'vpn_access'));
    keys.push(...mine);
    refer('VPN', mine, `network ${textAt(row, 'name')}`, (one) => vpns && named(vpns, one) !== undefined);
  }
  const objects = [
    ...(services ?? [])
      .filter((row) => usedServices.has(textAt(row, 'name') ?? ''))
      .map((row) => [`service ${textAt(row, 'name')}`, decidingPart(row, NO_EFFECT)] as const),
    ...orgNetworks
      .filter(isUsed)
      .map((row) => [`network ${textAt(row, 'name')}`, decidingPart(row, OF_NETWORKS)] as const),
    ...vpnsOf(vpns, keys).map((row) => [`VPN ${textAt(row, 'name')}`, decidingPart(row, NO_EFFECT)] as const),
  ];
  return { policies, objects: new Map(objects), references };
}
