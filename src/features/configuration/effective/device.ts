import { asText } from '../../../core/json.ts';
import { accessPointLayers, accessPointMeetings, accessPointSiteRoots } from './access-point.ts';
import { gatewayLayers, gatewayMeetings, gatewaySiteRoots } from './gateway.ts';
import { type DeviceParts, isRow, type Layer, type LayerOrder, type Row } from './layer.ts';
import { applyMatching, type MatchResult } from './matching.ts';
import { type MergedConfig, merge } from './merge.ts';
import { overlaps } from './ports.ts';
import { inConflict, learnOrder, type Meeting, undecided } from './resolve-conflicts.ts';
import { switchLayers, switchMeetings, switchSiteRoots } from './switch.ts';
import { resolveVariables } from './variables.ts';

/** How each type of device is put together: its layers, and the root that holds rules matching single devices. */
const TYPES: Readonly<Record<string, DeviceType>> = {
  ap: {
    layers: accessPointLayers,
    meetings: accessPointMeetings,
    matching: 'ap_matching',
    siteRoots: accessPointSiteRoots,
  },
  switch: { layers: switchLayers, meetings: switchMeetings, matching: 'switch_matching', siteRoots: switchSiteRoots },
  gateway: {
    layers: gatewayLayers,
    meetings: gatewayMeetings,
    matching: 'gateway_matching',
    siteRoots: gatewaySiteRoots,
  },
};

interface DeviceType {
  readonly layers: (parts: DeviceParts) => Layer[];
  readonly meetings: (parts: DeviceParts) => Meeting[];
  readonly matching: string;
  readonly siteRoots: readonly string[];
}

/** Roots of the site setting that reach devices of a type. */
export const siteRootsOf = (type: string): readonly string[] => TYPES[type]?.siteRoots ?? [];

/** Types of devices whose configuration can be put together. */
export const deviceTypes: readonly string[] = Object.keys(TYPES);

/** Whether a device's site and templates say different things, so that the cloud's effective setting has to decide. */
export function needsEffective(parts: DeviceParts): boolean {
  return TYPES[asText(parts.device.type)]?.meetings(parts).some(inConflict) ?? false;
}

/** Whether a variable of this name and value holds a secret. */
export type SecretVariable = (name: string, value: string) => boolean;

/** What one device effectively gets, as far as its parts tell. */
export interface EffectiveConfig extends MergedConfig {
  readonly warnings: readonly string[];
  /** Variables without a value → the first place that names them. */
  readonly unresolved: ReadonlyMap<string, string>;
}

/**
 * Puts together what one device effectively gets. Precedence, most specific first: device, device profile, RF template
 * and AP template (access points), template of the type, site template, site, where these differ in the order that the
 * cloud's effective setting shows; a matching rule stands just above the layer that has it.
 *
 * @param isSecret whether a variable holds a secret: it stays a reference, lest it turn up in the midst of other text
 * @throws Error when the device's type has no such configuration
 */
export function deriveDevice(parts: DeviceParts, isSecret: SecretVariable = () => false): EffectiveConfig {
  const { layers, warnings } = layersOfDevice(parts);
  const { config, sources, overridden } = merge(layers);
  const filled = fillIn(config, isSecret);
  const all = [...warnings, ...overlaps(layers), ...filled.warnings];
  return { config: filled.config, sources, overridden, warnings: [...new Set(all)], unresolved: filled.unresolved };
}

/**
 * The layers of a device, most specific first, with the matching rule that applies among them.
 *
 * @throws Error when the device's type has none
 */
export function layersOfDevice(parts: DeviceParts): MatchResult {
  const type = TYPES[asText(parts.device.type)];
  if (!type) throw new Error(`A device of type ${asText(parts.device.type)} has no layers`);
  return applyMatching(type.layers(parts), type.matching, parts.device);
}

/** What every device of a type gets of its site and templates, rules for single devices among it; variables stand open. */
export function commonConfig(parts: DeviceParts): Row {
  return merge(TYPES[asText(parts.device.type)]?.layers(parts) ?? []).config;
}

/** Which of a site and its templates counts for the type of a device, as the cloud's effective setting shows it. */
export function orderOf(parts: DeviceParts): LayerOrder {
  const meetings = TYPES[asText(parts.device.type)]?.meetings(parts) ?? [];
  return new Map(meetings.flatMap((meeting) => [...learnOrder(meeting)]));
}

/** Attributes in which the site and the templates of a device differ and of which its order says nothing. */
export function undecidedOf(parts: DeviceParts): string[] {
  const meetings = TYPES[asText(parts.device.type)]?.meetings(parts) ?? [];
  return meetings.flatMap((meeting) => undecided(meeting, parts.order ?? new Map<string, string>()));
}

function fillIn(
  { vars, ...others }: Row,
  isSecret: SecretVariable,
): { config: Row; warnings: string[]; unresolved: ReadonlyMap<string, string> } {
  const known = new Map<string, string>();
  for (const [name, value] of Object.entries(isRow(vars) ? vars : {})) {
    const text = asText(value);
    // A variable that stands for itself is known, and stays as it is.
    known.set(name, isSecret(name, text) ? `{{${name}}}` : text);
  }
  const { value, unresolved } = resolveVariables(others, known, '');
  const config: Row = isRow(value) ? value : others;
  return {
    config: vars === undefined ? config : { ...config, vars },
    unresolved,
    warnings: [...unresolved].map(([name, path]) => `{{${name}}} in ${path} has no value in any layer.`),
  };
}
