import { isRecord, type JsonObject } from '../../../core/json.ts';
import type { NetworkState, PortState, Tagged, Vlan } from '../model.ts';
import { rowAt, textAt, textsOf } from './row.ts';

/** What of a switch decides what a profile carries. */
export interface Carriage {
  /** The effective configuration, its variables filled in. */
  readonly config: JsonObject;
  readonly networks: ReadonlyMap<string, NetworkState>;
  /** Who defines a profile, by its name. */
  readonly sourceOf: (usage: string) => string | undefined;
}

/** The network that every switch has without anybody's doing, and its VLAN. */
const DEFAULT_NETWORK = 'default';
const DEFAULT_VLAN = 1;

const TRUNK: JsonObject = { mode: 'trunk', all_networks: true, port_network: DEFAULT_NETWORK };

/**
 * Profiles that every switch has and no object holds. The API documents `ap`, `iot` and `uplink` by name, the vendor's
 * guides `default` and `disabled`; what they carry is taken from the guides, so it is assumed. Nothing says what `iot` is.
 */
const SYSTEM: Readonly<Record<string, JsonObject | undefined>> = {
  ap: TRUNK,
  uplink: TRUNK,
  default: { mode: 'access', port_network: DEFAULT_NETWORK },
  disabled: { mode: 'access', disabled: true },
};

/** What a profile is: what defines it, `system` for one that every switch has, or nothing that is known. */
function definitionOf(
  usage: string | undefined,
  config: JsonObject,
): { row: JsonObject; isSystem: boolean } | undefined {
  if (usage === undefined) return undefined;
  const own = rowAt(config, 'port_usages')[usage];
  if (isRecord(own)) return { row: own, isSystem: false };
  if (textsOf(config.disabled_system_defined_port_usages).includes(usage)) return undefined;
  const row = Object.hasOwn(SYSTEM, usage) ? SYSTEM[usage] : undefined;
  return row && { row, isSystem: true };
}

/** The VLAN of a network by its name; the name itself where no network is called so. */
function vlanNamed(name: string | undefined, networks: Carriage['networks']): Vlan | undefined {
  if (name === undefined) return undefined;
  const known = networks.get(name);
  if (known) return known.vlan;
  return name === DEFAULT_NETWORK ? DEFAULT_VLAN : name;
}

const MODES = ['access', 'trunk', 'dynamic', 'inet'] as const;

function modeOf(row: JsonObject): PortState['mode'] {
  const mode = MODES.find((one) => one === row.mode);
  if (mode || row.mode !== undefined) return mode ?? 'unknown';
  return row.all_networks === true || textsOf(row.networks).length > 0 ? 'trunk' : 'access';
}

function taggedOf(
  row: JsonObject,
  mode: PortState['mode'],
  untagged: Vlan | undefined,
  networks: Carriage['networks'],
): Tagged {
  if (mode === 'dynamic' || mode === 'unknown') return 'unknown';
  if (mode !== 'trunk') return new Set();
  const names = row.all_networks === true ? [...networks.keys()] : textsOf(row.networks);
  const vlans = names.flatMap((name) => vlanNamed(name, networks) ?? []).filter((vlan) => vlan !== untagged);
  return new Set(vlans);
}

/** Attributes that are read into members of their own, and those that people read only. */
const READ = new Set([
  ...['usage', 'mode', 'disabled', 'port_network', 'networks', 'all_networks', 'voip_network', 'poe_disabled'],
  ...['stp_edge', 'stp_disable', 'no_local_overwrite', 'no_local_port_config', 'rules', 'name'],
]);
const LABELS = new Set(['description', 'critical', 'note', 'ui_evpntopo_id']);

/** What says the same as being absent. */
const isGiven = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  value !== false &&
  value !== '' &&
  !(Array.isArray(value) && value.length === 0);

/** What has a third meaning where it is not said: a trunk that is told nothing lets servers of addresses in. */
const isTold = (name: string, value: unknown): boolean => isGiven(value) || (name === 'allow_dhcpd' && value === false);

const part = (row: JsonObject, isWanted: (name: string) => boolean): JsonObject =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([name, value]) => isWanted(name) && isTold(name, value))
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

/** Whether a profile is one that nothing defines. */
export const isUnknownUsage = (usage: string | undefined, config: JsonObject): boolean =>
  usage !== undefined && definitionOf(usage, config) === undefined;

/** What decides the profile of a port that takes it from what hangs there, where `dynamic_usage` names the rules. */
function rulesOf(row: JsonObject, config: JsonObject): JsonObject {
  const name = textAt(row, 'dynamic_usage');
  const { rules, reset_default_when } = name === undefined ? {} : rowAt(rowAt(config, 'port_usages'), name);
  return part({ rules, reset_default_when }, () => true);
}

/**
 * What a port is by its profile and by what is said of the port itself.
 *
 * @param inline attributes of the port, over those of the profile
 */
export function portState(
  usage: string | undefined,
  inline: JsonObject,
  source: string | undefined,
  { config, networks, sourceOf }: Carriage,
): PortState {
  const definition = definitionOf(usage, config);
  const row: JsonObject = { ...definition?.row, ...inline };
  const isOwn = definition !== undefined || inline.mode !== undefined;
  const isDisabled = row.disabled === true;
  const mode = isOwn ? modeOf(row) : 'unknown';
  const untagged =
    mode === 'unknown' || mode === 'dynamic' ? undefined : vlanNamed(textAt(row, 'port_network'), networks);
  const isDynamic = mode === 'dynamic' || textAt(row, 'dynamic_usage') !== undefined;
  const rules = mode === 'dynamic' && Array.isArray(row.rules) ? { rules: row.rules } : rulesOf(row, config);
  return {
    ...{ usage, mode, isDisabled },
    untagged: untagged ?? (mode === 'access' && !isDisabled ? DEFAULT_VLAN : undefined),
    tagged: taggedOf(row, mode, untagged, networks),
    voice: vlanNamed(textAt(row, 'voip_network'), networks),
    isPoweringDisabled: row.poe_disabled === true,
    stp: { isEdge: row.stp_edge === true, isDisabled: row.stp_disable === true },
    settings: { ...part(row, (name) => !READ.has(name) && !LABELS.has(name)), ...rules },
    labels: part(row, (name) => LABELS.has(name)),
    certainty: definition?.isSystem && !isDisabled ? 'assumed' : isDynamic ? 'likely' : 'certain',
    source: source ?? (usage === undefined ? undefined : sourceOf(usage)),
  };
}
