import { isRecord, type JsonObject } from '../../../core/json.ts';
import type { AccessPointState, GatewayState, PortState, SiteState, SwitchState, Vlan } from '../model.ts';

/** A device of any type. */
export type AnyDevice = SwitchState | AccessPointState | GatewayState;

/** Every device of a site. */
export const devicesOf = (site: SiteState): readonly AnyDevice[] => [
  ...site.switches,
  ...site.accessPoints,
  ...site.gateways,
];

/** A device by its MAC. */
export const deviceOf = (site: SiteState, mac: string): AnyDevice | undefined =>
  devicesOf(site).find((device) => device.mac === mac);

/** What a port of a switch is; one that no layer names is the default port. */
export const portOf = (device: SwitchState, name: string): PortState => device.ports.get(name) ?? device.defaultPort;

/** Whether something is so: `perhaps` where a profile is not known. */
export type Answer = 'yes' | 'perhaps' | 'no';

/** Whether two VLANs are the same; ids are written as numbers and as text. */
export const sameVlan = (one: Vlan | undefined, other: Vlan | undefined): boolean =>
  one !== undefined && other !== undefined && String(one) === String(other);

/** Whether a port of a switch carries a VLAN, tagged, untagged or for phones. */
export function carries(port: PortState, vlan: Vlan): Answer {
  if (port.isDisabled) return 'no';
  if (sameVlan(port.untagged, vlan) || sameVlan(port.voice, vlan)) return 'yes';
  if (port.tagged === 'unknown' || port.mode === 'unknown' || port.mode === 'dynamic') return 'perhaps';
  return [...port.tagged].some((one) => sameVlan(one, vlan)) ? 'yes' : 'no';
}

/** Names in a list or a text with commas. */
export const namesIn = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? value.split(',').map((one) => one.trim())
    : Array.isArray(value)
      ? value.filter((one) => typeof one === 'string')
      : [];

/** Whether a port of a gateway is switched off or gone. */
export const isGatewayPortOff = (port: JsonObject | undefined): boolean => port === undefined || port.disabled === true;

/** Whether a LAN port of a gateway carries a VLAN, by the networks of the organization that it names. */
export function gatewayCarries(gateway: GatewayState, name: string, vlan: Vlan): Answer {
  const port = gateway.ports.get(name);
  if (port === undefined || isGatewayPortOff(port)) return 'no';
  if (port.usage !== undefined && port.usage !== 'lan') return 'no';
  const names = [...namesIn(port.networks), ...namesIn(port.port_network)];
  const networks = names.map((one) => gateway.networks.get(one));
  if (networks.some((one) => one !== undefined && sameVlan(one.vlan, vlan))) return 'yes';
  return networks.some((one) => one === undefined) ? 'perhaps' : 'no';
}

/** An object below a root, by name. */
export const objectIn = (object: JsonObject, name: string): JsonObject => {
  const value = object[name];
  return isRecord(value) ? value : {};
};
