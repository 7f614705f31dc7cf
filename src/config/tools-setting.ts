import { nearest } from '../core/nearest.ts';
import { ConfigError, shown } from './error.ts';
import { asList, type SettingText } from './values.ts';

/** Tools by what they are about. Every tool stands in one group, which a test keeps. */
export const TOOL_GROUPS = {
  account: [
    'mist_get_self',
    'mist_get_org_or_site_info',
    'mist_get_org_licenses',
    'mist_search_audit_logs',
    'mist_get_constants',
  ],
  configuration: ['mist_get_configuration_objects', 'mist_get_configuration_object_schema', 'mist_snapshot'],
  changes: ['mist_update_configuration_objects', 'mist_change_configuration_objects', 'mist_apply_plan'],
  devices: [
    'mist_search_device',
    'mist_search_device_config_history',
    'mist_get_stats',
    'mist_list_upgrades',
    'mist_utilities',
  ],
  clients: [
    'mist_search_client',
    'mist_search_guest_authorization',
    'mist_search_nac_user_macs',
    'mist_troubleshoot',
    'mist_list_rogue_devices',
  ],
  lookup: ['mist_find', 'mist_explain'],
  events: ['mist_search_events', 'mist_search_alarms'],
  insights: [
    'mist_get_org_sites_sle',
    'mist_get_org_sle',
    'mist_list_site_sle_info',
    'mist_get_site_sle',
    'mist_get_insight_metrics',
    'mist_get_site_rrm_info',
  ],
  msp: ['mist_get_msp_overview', 'mist_get_msp_objects'],
  api: ['mist_search_api', 'mist_call_api'],
  lists: ['mist_get_next_page', 'mist_query_result'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The preset `core`: what most questions of a day take, for a list of at most 2,500 tokens. */
export const CORE_TOOLS: readonly string[] = [
  ...['mist_find', 'mist_explain', 'mist_search_device', 'mist_search_alarms', 'mist_search_events'],
  ...['mist_get_stats', 'mist_get_configuration_objects', 'mist_search_audit_logs', 'mist_list_upgrades'],
  ...TOOL_GROUPS.lists,
];
const CORE = 'core';

type Group = keyof typeof TOOL_GROUPS;

/**
 * The tools of a group, or of the preset `core`; undefined for any other word.
 *
 * @param word in small letters
 */
export const toolsOfGroup = (word: string): readonly string[] | undefined =>
  word === CORE ? CORE_TOOLS : isGroup(word) ? TOOL_GROUPS[word] : undefined;

const isGroup = (word: string): word is Group => Object.hasOwn(TOOL_GROUPS, word);

const all: readonly string[] = Object.values(TOOL_GROUPS).flat();

/**
 * Reads which tools to offer: groups, the preset `core` and names, those after a `-` taken away. With nothing but `-` entries the rest is
 * offered. What continues lists comes along unless it is taken away by name, since answers of the others refer to it.
 *
 * @returns names of tools, or undefined for all
 * @throws ConfigError for an unknown group or name, with the nearest, or when nothing is left
 */
export function readTools(given: SettingText | undefined): readonly string[] | undefined {
  const entries = asList(given);
  if (!given || entries.length === 0) return undefined;
  const wanted = new Set<string>();
  const unwanted = new Set<string>();
  for (const entry of entries) {
    const word = entry.toLowerCase();
    const away = word.startsWith('-');
    for (const name of named(away ? word.slice(1) : word, given.from)) (away ? unwanted : wanted).add(name);
  }
  const offered = wanted.size > 0 ? [...wanted, ...TOOL_GROUPS.lists] : all;
  const left = all.filter((name) => offered.includes(name) && !unwanted.has(name));
  if (left.length > 0) return left;
  throw new ConfigError(`${given.from} leaves no tool to offer: name at least one.`);
}

function named(word: string, from: string): readonly string[] {
  const group = toolsOfGroup(word);
  if (group) return group;
  if (word === 'all') return all;
  if (all.includes(word)) return [word];
  const groups = [CORE, ...Object.keys(TOOL_GROUPS)];
  // Compared without the prefix, which alone would make all names alike.
  const bare = new Map(all.map((name) => [name.replace(/^mist_/, ''), name]));
  const [close] = nearest(word.replace(/^mist_/, ''), [...groups, ...bare.keys()], 1);
  const hint = close === undefined ? '' : ` Did you mean ${bare.get(close) ?? close}?`;
  throw new ConfigError(
    `${from} names ${shown(word)}, which is neither a tool nor a group.${hint} Groups: ${groups.join(', ')}.`,
  );
}
