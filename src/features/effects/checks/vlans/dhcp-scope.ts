import { type AddressRange, isOverlap, isWithin, parseIpv4, parseMask, parseSubnet } from '../../../../core/ipv4.ts';
import { isRecord, type JsonObject } from '../../../../core/json.ts';
import type { Check, Finding } from '../../finding.ts';
import { textAt } from '../../state/row.ts';
import { objectIn } from '../../topology/states.ts';
import { isNetworkChange } from './network-overlap.ts';
import { isRootChange, type Router, routersOf } from './services.ts';

/** Addresses that a device leases in one network. */
interface Scope {
  readonly network: string;
  readonly row: JsonObject;
  /** Undefined where nothing says, or a variable is open. */
  readonly subnet: AddressRange | undefined;
  readonly leases: AddressRange | undefined;
}

/** The subnet of an interface of the device in a network, else the one that the network has. */
function subnetOf({ config, networks, type }: Router, network: string): AddressRange | undefined {
  const row = objectIn(objectIn(config, type === 'gateway' ? 'ip_configs' : 'other_ip_configs'), network);
  const [ip, mask] = [textAt(row, 'ip'), textAt(row, 'netmask')];
  const length = mask === undefined ? undefined : parseMask(mask);
  const own = ip === undefined || length === undefined ? undefined : parseSubnet(`${ip}/${length}`);
  return own ?? parseSubnet(networks.get(network)?.subnet ?? '');
}

function leasesOf(row: JsonObject): AddressRange | undefined {
  const [first, last] = ['ip_start', 'ip_end'].map((name) => parseIpv4(textAt(row, name) ?? ''));
  return first === undefined || last === undefined ? undefined : { first, last };
}

/** Networks that a device leases addresses in itself. */
function scopesOf(device: Router): readonly Scope[] {
  const config = objectIn(device.config, 'dhcpd_config');
  return Object.entries(config).flatMap(([network, row]) => {
    if (!isRecord(row) || textAt(row, 'ip_start') === undefined) return [];
    if (row.type === 'none' || row.type === 'relay' || config.enabled === false) return [];
    return [{ network, row, subnet: subnetOf(device, network), leases: leasesOf(row) }];
  });
}

/** Addresses that are leased, or told to clients, and lie outside the subnet of their network. */
function outside({ row, subnet, leases }: Scope): readonly string[] {
  if (!subnet) return [];
  const gateway = textAt(row, 'gateway');
  const address = gateway === undefined ? undefined : parseIpv4(gateway);
  const bindings = Object.values(objectIn(row, 'fixed_bindings')).flatMap((one) => {
    const ip = isRecord(one) ? textAt(one, 'ip') : undefined;
    const value = ip === undefined ? undefined : parseIpv4(ip);
    return value !== undefined && !isWithin({ first: value, last: value }, subnet) ? [ip] : [];
  });
  return [
    ...(leases && leases.first > leases.last ? [`The leases end before they begin (${rangeText(row)}).`] : []),
    ...(leases && !isWithin(leases, subnet) ? [`The leases ${rangeText(row)} lie outside the subnet.`] : []),
    ...(address !== undefined && !isWithin({ first: address, last: address }, subnet)
      ? [`The gateway ${gateway} that clients are told lies outside the subnet.`]
      : []),
    ...(bindings.length > 0 ? [`The fixed address ${bindings[0]} lies outside the subnet.`] : []),
  ];
}

const rangeText = (row: JsonObject): string => `${textAt(row, 'ip_start')}-${textAt(row, 'ip_end')}`;

function overlapping(scopes: readonly Scope[]): readonly string[] {
  return scopes.flatMap((one, index) =>
    scopes
      .slice(index + 1)
      .filter((other) => one.leases && other.leases && isOverlap(one.leases, other.leases))
      .map((other) => `Networks ${[one.network, other.network].sort().join(' and ')} lease the same addresses.`),
  );
}

/** Networks whose scope cannot be held against a subnet, by device. */
const openScopes = (device: Router): readonly string[] =>
  scopesOf(device)
    .filter(({ subnet, leases }) => !subnet || !leases)
    .map(({ network }) => network);

/** Addresses that a device leases do not fit the network. */
export const dhcpScope: Check = {
  name: 'dhcp.scope',
  needs: [],
  reads: ['switch:dhcpd_config', 'gateway:dhcpd_config'],
  applies: (effect) =>
    isRootChange(effect, 'dhcpd_config', 'ip_configs', 'other_ip_configs') || isNetworkChange(effect),
  lacks: ({ before, after }) => {
    const open = routersOf(after).flatMap((now) => {
      const was = routersOf(before).find(({ mac }) => mac === now.mac);
      const known = was ? openScopes(was) : [];
      return openScopes(now).filter((network) => !known.includes(network));
    });
    return open.length === 0
      ? undefined
      : `Whether the leases of network ${[...new Set(open)].join(', ')} fit its subnet is not known`;
  },
  run: ({ after }) =>
    routersOf(after).flatMap((device): Finding[] => {
      const scopes = scopesOf(device);
      const found = scopes.flatMap((one) =>
        outside(one).map((says) => ({ where: `${device.name} ${one.network}`, says })),
      );
      const twice = overlapping(scopes).map((says) => ({ where: device.name, says }));
      return [...found, ...twice].map(({ where, says }) => ({
        ...{ check: 'dhcp.scope', level: 'risk', certainty: 'certain', where, says },
      }));
    }),
};
