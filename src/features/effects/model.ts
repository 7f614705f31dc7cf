import type { JsonObject } from '../../core/json.ts';
import type { Management } from '../configuration/index.ts';

/**
 * How far a statement can be trusted: `certain` rests on own configuration and own statistics, `likely` on one end of a
 * link or on one of several readings, `assumed` on what a system profile is taken to carry.
 */
export type Certainty = 'certain' | 'likely' | 'assumed';

/** A VLAN as it can be told: its number, or the text that stands where a number should, such as an open variable. */
export type Vlan = number | string;

/** VLANs that a port carries with a tag; `unknown` where nothing says what the profile is. */
export type Tagged = ReadonlySet<Vlan> | 'unknown';

/** What one port of a switch is, once its profile, ranges and overrides are put together. */
export interface PortState {
  /** Name of the profile, such as `desk`; undefined where no layer and no default names one. */
  readonly usage: string | undefined;
  readonly mode: 'access' | 'trunk' | 'dynamic' | 'inet' | 'unknown';
  readonly isDisabled: boolean;
  /** Untagged VLAN; undefined where the port has none, `unknown` where nothing says. */
  readonly untagged: Vlan | undefined;
  readonly tagged: Tagged;
  readonly voice: Vlan | undefined;
  readonly isPoweringDisabled: boolean;
  readonly stp: { readonly isEdge: boolean; readonly isDisabled: boolean };
  /** Further attributes that decide how a port forwards, as written: speed, duplex, mtu, port_auth, mac_limit, ae_idx … */
  readonly settings: JsonObject;
  /** What people read only: description, critical. */
  readonly labels: JsonObject;
  readonly certainty: Certainty;
  /** Layer that names the profile, such as `device` or `networktemplate Campus`. */
  readonly source: string | undefined;
}

/** A network as a switch or gateway knows it. */
export interface NetworkState {
  readonly name: string;
  readonly vlan: Vlan | undefined;
  readonly subnet: string | undefined;
  readonly source: string | undefined;
}

/** What is common to every device of a computed site. */
interface DeviceState {
  readonly id: string;
  /** Twelve hexadecimal digits; of a virtual chassis, the one that the API goes by. */
  readonly mac: string;
  /** Every MAC that is this device: the members of a virtual chassis too. */
  readonly macs: readonly string[];
  readonly name: string;
  readonly model: string;
  readonly role: string | undefined;
  /** Who configures the device; one that others configure gets nothing of a change. */
  readonly management: Management;
  /** The effective configuration, its variables filled in. */
  readonly config: JsonObject;
  /** Whole sentences on what is not certain about it: a rule that reads two ways, an open variable, an unreadable layer. */
  readonly doubts: readonly string[];
  /** Variables that are used and have no value, with the path where each is used. */
  readonly openVariables: ReadonlyMap<string, string>;
}

/** A switch, computed from its layers. */
export interface SwitchState extends DeviceState {
  readonly type: 'switch';
  readonly networks: ReadonlyMap<string, NetworkState>;
  /** Configured ports, one by one: `ge-0/0/5`. A port in no key has `defaultPort`. */
  readonly ports: ReadonlyMap<string, PortState>;
  /** What a port is that no layer names. */
  readonly defaultPort: PortState;
  /** Names of networks that it has a routed interface in, with the address. */
  readonly irbs: ReadonlyMap<string, string>;
}

/** An access point. */
export interface AccessPointState extends DeviceState {
  readonly type: 'ap';
  /** WLANs that it serves, by id. */
  readonly wlans: ReadonlySet<string>;
  /** WLANs of which this cannot be told, since labels decide. */
  readonly perhaps: ReadonlySet<string>;
}

/** A rule of a gateway on who may reach what; of one that the organization has, with what the gateway says besides. */
export interface PolicyState {
  readonly name: string;
  /** Undefined where the rule of the organization was not read. */
  readonly action: string | undefined;
  readonly tenants: readonly string[];
  readonly services: readonly string[];
  /** Everything else that the rule decides, as written. */
  readonly config: JsonObject;
}

/** A name that a gateway uses, such as `service web`, and whether something is called so; undefined where nobody looked. */
export interface Reference {
  readonly name: string;
  readonly where: string;
  readonly isThere: boolean | undefined;
}

/** A gateway. */
export interface GatewayState extends DeviceState {
  readonly type: 'gateway';
  readonly networks: ReadonlyMap<string, NetworkState>;
  /** Rules on who may reach what, in the order in which they are looked at. */
  readonly policies: readonly PolicyState[];
  /** Objects of the organization that it uses, by `service web`: what decides in each, as written. */
  readonly objects: ReadonlyMap<string, JsonObject>;
  readonly references: readonly Reference[];
  /** Its ports as written, by single name; LAN ports name networks of the organization. */
  readonly ports: ReadonlyMap<string, JsonObject>;
}

/** A WLAN in force at a site. */
export interface WlanState {
  readonly id: string;
  readonly ssid: string;
  /** `site`, or the WLAN template that brings it. */
  readonly source: string;
  readonly isEnabled: boolean;
  readonly bands: ReadonlySet<string>;
  /** VLANs that its access points need with a tag; an open variable stands as its text. Empty when tunneled. */
  readonly vlans: ReadonlySet<Vlan>;
  /** The object as the API gives it, its variables filled in. */
  readonly config: JsonObject;
}

/** What a site effectively is: computed from configuration, nothing measured. */
export interface SiteState {
  readonly id: string;
  readonly name: string;
  /** By which schedules and windows go, such as `Europe/Zurich`. */
  readonly timezone: string | undefined;
  readonly switches: readonly SwitchState[];
  readonly accessPoints: readonly AccessPointState[];
  readonly gateways: readonly GatewayState[];
  readonly wlans: readonly WlanState[];
  /** The merged site setting, its variables not filled in. */
  readonly setting: JsonObject;
  /** Whole sentences on layers that could not be read, so that what they give is not known. */
  readonly unread: readonly string[];
}

/** One site before and after a change. */
export interface SiteEffect {
  readonly before: SiteState;
  readonly after: SiteState;
}

/** An object before and after: what a change is to the network. */
export interface ObjectChange {
  /** Family of the object, such as `org_networktemplates`. */
  readonly family: string;
  readonly id: string | undefined;
  readonly org_id: string | undefined;
  readonly site_id: string | undefined;
  /** Undefined for one that is created. */
  readonly before: JsonObject | undefined;
  /** Undefined for one that is deleted. */
  readonly after: JsonObject | undefined;
}

/** Devices, ports or WLANs that change alike, in one line. */
export interface EffectGroup {
  /** Names of the sites it happens at. */
  readonly sites: readonly string[];
  /** Names of the devices, empty where it is about WLANs of a site. */
  readonly devices: readonly string[];
  /** `ge-0/0/0-35`, `WLAN "Guest"`, `network corp`, `variable guest_vlan`. */
  readonly subject: string;
  /** In words: `VLAN 10 (desk)`; undefined where it was not there. */
  readonly was: string | undefined;
  readonly becomes: string | undefined;
}

/** Rules of an organization on who may join, before and after. */
export interface NacRules {
  readonly before: readonly JsonObject[];
  readonly after: readonly JsonObject[];
  /** The rules that change, by id; a new one has a made-up one. */
  readonly ids: readonly string[];
}

/** A key that people join WLANs with, before and after. */
export interface KeyChange {
  /** Undefined for one that is created. */
  readonly id: string | undefined;
  readonly org_id: string;
  readonly name: string;
  readonly ssid: string;
  readonly before: JsonObject | undefined;
  readonly after: JsonObject | undefined;
  /** Attributes that change and decide something. */
  readonly roots: readonly string[];
  /** Sites at which a WLAN of the name is in force; undefined where they could not be read. */
  readonly sites: readonly string[] | undefined;
}

/** A rule of wireless access, or a label that such rules match, before and after. */
export interface WxlanChange {
  readonly kind: 'rule' | 'label';
  /** Undefined for one that is created. */
  readonly id: string | undefined;
  /** Undefined for one of the organization. */
  readonly site_id: string | undefined;
  /** `rule 1 (block)`, `label "Visitors"`. */
  readonly subject: string;
  readonly before: JsonObject | undefined;
  readonly after: JsonObject | undefined;
  /** Attributes that change and decide something. */
  readonly roots: readonly string[];
  /** Sites at which a rule is in force; undefined where they could not be read. */
  readonly sites: readonly { readonly id: string; readonly name: string }[] | undefined;
  /** What uses a label; undefined where that could not be read. */
  readonly uses: readonly string[] | undefined;
}

/** What changes of who may join the network. */
export interface AccessEffect {
  /** Undefined where no rule changes. */
  readonly rules: NacRules | undefined;
  /** Names of the labels that rules match by or apply, as far as they change. */
  readonly tags: readonly string[];
  readonly keys: readonly KeyChange[];
  readonly wxlan: readonly WxlanChange[];
}

/** What a change does to the network, as far as it was computed. */
export interface Effect {
  /** Sites that differ. */
  readonly sites: readonly SiteEffect[];
  readonly groups: readonly EffectGroup[];
  /** Whole sentences on who is reached and stays as it is: “Site Lyon overrides ap and stays as it is.” */
  readonly unchanged: readonly string[];
  /** Whole sentences on what was not computed: sites beyond the bound, layers that could not be read. */
  readonly notComputed: readonly string[];
  /** Attributes with an effect that nothing here models, such as `additional_config_cmds`. */
  readonly unmodeled: readonly string[];
  /** Whether only labels change: names that nothing matches, notes, places on a map, descriptions. */
  readonly isLabelOnly: boolean;
  /** What decides on people rather than on places, before and after. */
  readonly access: AccessEffect;
  /** A digest of when each object that this was computed from was last changed; empty where none was read. */
  readonly layers: string;
  readonly looked: { readonly sites: number; readonly devices: number; readonly requests: number };
}

/**
 * How a sentence of `unread` says that something beside what changes was not read, on purpose: the effect is known then,
 * though not all that it meets.
 */
export const LEFT_OUT = 'left out to save requests';

/** Whether a sentence of `unread` speaks of what was left out on purpose. */
export const isLeftOut = (sentence: string): boolean => sentence.includes(LEFT_OUT);
