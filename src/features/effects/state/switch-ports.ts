import type { JsonObject } from '../../../core/json.ts';
import type { Layer } from '../../configuration/index.ts';
import type { PortState } from '../model.ts';
import { type PortEntry, portEntries } from './port-entries.ts';
import { forwardingOf } from './port-tuple.ts';
import { textAt } from './row.ts';
import { type Carriage, isUnknownUsage, portState } from './usages.ts';

/** The ports of one switch. */
export interface SwitchPorts {
  readonly ports: ReadonlyMap<string, PortState>;
  readonly defaultPort: PortState;
  /** Whole sentences on what of it is not certain. */
  readonly doubts: readonly string[];
}

/** The profile of a port that no layer names, where nothing names one. */
const DEFAULT_USAGE = 'default';

/** What one port is set to, and who set it. */
interface Setting {
  readonly value: JsonObject;
  readonly source: string | undefined;
}

interface Maps {
  readonly config: PortEntry | undefined;
  readonly overwrite: PortEntry | undefined;
  readonly local: PortEntry | undefined;
}

/**
 * The local entry of a port counts where the main entry lets it, or where there is none. The API's default is that it does
 * not.
 */
const isLocalAllowed = (main: JsonObject | undefined): boolean =>
  main === undefined || main.no_local_overwrite === false;

function settingOf({ overwrite, local }: Maps, main: Setting | undefined): Setting | undefined {
  const [over, own] = [overwrite?.values[0], local?.values[0]];
  const base = over ? { value: { ...main?.value, ...over.value }, source: main?.source ?? over.source } : main;
  if (!own || !isLocalAllowed(main?.value)) return base;
  return { value: { ...base?.value, ...own.value }, source: `${own.source} (local)` };
}

/** What a port is in each way that its entries can be read; the first is the likelier. */
function readingsOf(maps: Maps): (Setting | undefined)[] {
  const values = maps.config?.values ?? [];
  const [first] = values;
  if (!first || values.length < 2) return [settingOf(maps, first)];
  // The narrower entry counts whole, or lies over the broader ones: sources disagree.
  const laid = Object.assign({}, ...values.toReversed().map(({ value }) => value));
  return [settingOf(maps, first), settingOf(maps, { value: laid, source: first.source })];
}

/**
 * Puts the ports of a switch together, one by one: profile, then what is said of the port, then overwrites, then what its
 * local managers set.
 *
 * @param layers most specific first, its matching rule among them
 */
export function switchPorts(
  layers: readonly Layer[],
  carriage: Carriage,
  vars: ReadonlyMap<string, string>,
): SwitchPorts {
  const { config } = carriage;
  const roots = ['port_config', 'port_config_overwrite', 'local_port_config'] as const;
  const [main, overwrite, local] = roots.map((root) => portEntries(layers, root, vars));
  const defaultUsage = textAt(config, 'default_port_usage') ?? DEFAULT_USAGE;
  const stateOf = (setting: Setting | undefined): PortState => {
    const usage = (setting && textAt(setting.value, 'usage')) ?? defaultUsage;
    return portState(usage, setting?.value ?? {}, setting?.source, carriage);
  };
  const doubts = new Set([main, overwrite, local].flatMap((entries) => entries?.doubts ?? []));
  const names = new Set([main, overwrite, local].flatMap((entries) => [...(entries?.ports.keys() ?? [])]));
  const ports = new Map<string, PortState>();
  for (const name of names) {
    const [config, over, own] = [main?.ports.get(name), overwrite?.ports.get(name), local?.ports.get(name)];
    const [first, ...others] = readingsOf({ config, overwrite: over, local: own }).map(stateOf);
    if (!first) continue;
    const isAmbiguous = [config, over, own].some((entry) => entry?.isAmbiguous);
    const isSure = !isAmbiguous && others.every((other) => forwardingOf(other) === forwardingOf(first));
    ports.set(name, isSure || first.certainty === 'assumed' ? first : { ...first, certainty: 'likely' });
  }
  const unknown = new Set([...ports.values()].flatMap(({ usage }) => (isUnknownUsage(usage, config) ? [usage] : [])));
  for (const usage of unknown) doubts.add(`No layer defines the port profile ${usage}: what it carries is not known.`);
  return { ports, defaultPort: stateOf(undefined), doubts: [...doubts] };
}
