import type { JsonObject } from '../../core/json.ts';

/** Who configures a device: the cloud of Mist, or others, whom no change here reaches; `unknown` where both can be read. */
export type Management = 'mist' | 'others' | 'unknown';

/** Attributes of a device that decide who configures it. */
export const MANAGEMENT_ROOTS: readonly string[] = ['mist_configured', 'managed', 'disable_auto_config'];

/**
 * Who configures a device. `mist_configured` decides where it stands; of the two older attributes, `managed` is for
 * adopted devices, which are left alone unless it is true, and `disable_auto_config` for claimed ones, which are
 * configured unless it is true. No attribute tells which a device is.
 */
export function managementOf({ type, mist_configured, managed, disable_auto_config }: JsonObject): Management {
  // An access point is always configured by the cloud.
  if (type === 'ap') return 'mist';
  if (typeof mist_configured === 'boolean') return mist_configured ? 'mist' : 'others';
  if (disable_auto_config === true) return managed === true ? 'unknown' : 'others';
  return managed === false ? 'unknown' : 'mist';
}
