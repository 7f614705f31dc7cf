import { parseMac } from '../../../core/ids.ts';
import { asText, type JsonObject } from '../../../core/json.ts';
import {
  type DeviceParts,
  deriveDevice,
  type EffectiveConfig,
  type Layer,
  layersOfDevice,
  managementOf,
  resolveVariables,
  undecidedOf,
} from '../../configuration/index.ts';
import type { SwitchState } from '../model.ts';
import { rowAt, rowsOf, textAt } from './row.ts';
import type { DeviceType, SiteParts } from './site-parts.ts';

/** A device with its layers put together. */
export interface DerivedDevice {
  readonly parts: DeviceParts;
  readonly layers: readonly Layer[];
  readonly effective: EffectiveConfig;
  readonly vars: ReadonlyMap<string, string>;
  /** Attributes of which it is not known whether the site or its template counts. */
  readonly undecided: readonly string[];
}

/** What a device is made of at a site. */
function partsOf(site: SiteParts, device: JsonObject, type: DeviceType): DeviceParts {
  const profile = textAt(device, 'deviceprofile_id');
  return {
    ...{ device, site: site.site, setting: site.setting, templates: site.templates },
    deviceprofile: profile === undefined ? undefined : site.profiles.get(profile),
    order: site.orders[type] ?? new Map<string, string>(),
  };
}

/** Puts the layers of a device together. */
export function deriveAt(site: SiteParts, device: JsonObject, type: DeviceType): DerivedDevice {
  const parts = partsOf(site, { ...device, type }, type);
  const effective = deriveDevice(parts);
  const vars = Object.entries(rowAt(effective.config, 'vars')).map(([name, value]) => [name, asText(value)] as const);
  return {
    ...{ parts, effective, vars: new Map(vars), undecided: undecidedOf(parts) },
    layers: layersOfDevice(parts).layers,
  };
}

const macOf = (value: unknown): string | undefined => (typeof value === 'string' ? parseMac(value) : undefined);

/** The members of a virtual chassis are one device. */
const membersOf = (device: JsonObject): string[] =>
  rowsOf(rowAt(device, 'virtual_chassis').members).flatMap(({ mac }) => macOf(mac) ?? []);

const UNKNOWN_MANAGEMENT =
  'Whether Mist configures it is not known: it has no mist_configured, and what it has can be read either way.';

/** What every type of device has in common. */
export function commonState(
  { parts, effective, vars, undecided }: DerivedDevice,
  type: DeviceType,
): Pick<
  SwitchState,
  'id' | 'mac' | 'macs' | 'name' | 'model' | 'role' | 'management' | 'config' | 'doubts' | 'openVariables'
> {
  const { device } = parts;
  const mac = macOf(device.mac) ?? '';
  const { vars: _, ...config } = effective.config;
  const open = resolveVariables(config, vars, '').unresolved;
  const doubts = undecided.map(
    (path) => `Site and template both set ${path}: which of them counts is not known, the site is taken.`,
  );
  const management = managementOf({ ...device, type });
  const conditions = effective.warnings.filter((warning) => warning.includes('condition not known'));
  return {
    id: textAt(device, 'id') ?? mac,
    ...{ mac, macs: [...new Set([mac, ...membersOf(device)])] },
    name: textAt(device, 'name') ?? mac,
    model: textAt(device, 'model') ?? '',
    role: textAt(device, 'role'),
    management,
    ...{ config: effective.config, openVariables: open },
    doubts: [...doubts, ...conditions, ...(management === 'unknown' ? [UNKNOWN_MANAGEMENT] : [])],
  };
}
