import type { Rule } from './rule.ts';
import { MANAGEMENT_RULES } from './rules/management.ts';
import { OVERRIDE_RULES } from './rules/overrides.ts';
import { RADIO_RULES } from './rules/radio.ts';
import { ACCESS_RULES, WEBHOOK_RULES } from './rules/services.ts';
import { SITE_RULES } from './rules/sites.ts';
import { PORT_RULES, SWITCH_RULES } from './rules/switching.ts';
import { USE_RULES } from './rules/unused.ts';
import { VARIABLE_RULES } from './rules/variables.ts';
import { WLAN_PLACE_RULES } from './rules/wlan-places.ts';
import { SECURITY_RULES, SERVICE_RULES } from './rules/wlans.ts';

/** Every rule there is. */
export const RULES: readonly Rule[] = [
  ...SECURITY_RULES,
  ...SERVICE_RULES,
  ...WLAN_PLACE_RULES,
  ...RADIO_RULES,
  ...SITE_RULES,
  ...VARIABLE_RULES,
  ...OVERRIDE_RULES,
  ...PORT_RULES,
  ...SWITCH_RULES,
  ...MANAGEMENT_RULES,
  ...WEBHOOK_RULES,
  ...ACCESS_RULES,
  ...USE_RULES,
];
