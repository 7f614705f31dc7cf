import { createHash } from 'node:crypto';
import { isRecord, type JsonObject } from '../../core/json.ts';
import type { FamilyName } from '../../mist/families.ts';
import { byCode } from './json-text.ts';

/** Longest name of a file without its ending, in characters. */
const MAX_NAME = 80;

/** Digits of an id that tell objects of one name apart. */
const ID_DIGITS = 6;

/** Names that Windows keeps for devices, whatever their ending. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * A name as part of a path: lower-case letters, digits and dashes, nothing else. The text is a stranger's, so it never
 * forms a path by itself; one that leaves nothing behind, such as Chinese, becomes a digest of it.
 */
export function fileName(text: string): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_NAME)
    .replace(/^-+|-+$/g, '');
  if (plain === '') return `x-${createHash('sha256').update(text).digest('hex').slice(0, ID_DIGITS)}`;
  return RESERVED.test(plain) ? `${plain}-` : plain;
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** Digits of the order that rules are sorted by, so that files list as the rules stand. */
const ORDER_DIGITS = 4;

const orderOf = (value: unknown): string => text(value).padStart(ORDER_DIGITS, '0');

/** What tells an object apart within its family, outermost first: each becomes a folder but the last. */
type KeyParts = (row: JsonObject, nameOf: (id: unknown) => string) => readonly string[];

const byName: KeyParts = (row) => [text(row.name)];
const byMac: KeyParts = (row) => [text(row.name) || text(row.mac)];
const wlan: KeyParts = (row, nameOf) => [...(row.template_id ? [nameOf(row.template_id)] : []), text(row.ssid)];
const rule: KeyParts = (row, nameOf) => [
  ...(row.template_id ? [nameOf(row.template_id)] : []),
  `${orderOf(row.order)} ${text(row.name) || text(row.action)}`,
];
const onMap: KeyParts = (row, nameOf) => [...(row.map_id ? [nameOf(row.map_id)] : []), text(row.name)];

/** What an AP template is known by where it has no name: the first of its rules. */
function firstRule({ ap_matching: matching }: JsonObject): string {
  const rules = isRecord(matching) && Array.isArray(matching.rules) ? matching.rules : [];
  const [rule] = rules.filter(isRecord);
  return rule ? text(rule.name) || text(rule.match_model) : '';
}

/** Natural keys that are more than a name. */
const KEYS: Partial<Readonly<Record<FamilyName, KeyParts>>> = {
  org_wlans: wlan,
  site_wlans: wlan,
  org_wxrules: rule,
  site_wxrules: rule,
  org_nacrules: rule,
  org_deviceprofiles: (row) => [text(row.type) || 'ap', text(row.name)],
  org_aptemplates: (row) => [text(row.name) || firstRule(row)],
  org_psks: (row) => [text(row.ssid), text(row.name)],
  site_psks: (row) => [text(row.ssid), text(row.name)],
  org_usermacs: (row) => [text(row.mac)],
  org_webhooks: (row) => [text(row.name) || `${text(row.type)} ${text(row.url)}`],
  site_webhooks: (row) => [text(row.name) || `${text(row.type)} ${text(row.url)}`],
  org_uisettings: (row) => [text(row.description) || text(row.purpose)],
  site_uisettings: (row) => [text(row.description) || text(row.purpose)],
  site_devices: byMac,
  org_mxedges: byMac,
  site_mxedges: byMac,
  org_assets: (row) => [text(row.mac) || text(row.name)],
  site_assets: (row) => [text(row.mac) || text(row.name)],
  site_zones: onMap,
  site_rssizones: onMap,
  site_beacons: onMap,
  site_vbeacons: onMap,
};

/** What a person calls an object, and the parts of its path below its family's folder. */
export function namePartsOf(
  family: FamilyName,
  row: JsonObject,
  nameOf: (id: unknown) => string,
): { readonly name: string; readonly parts: readonly string[] } {
  const parts = (KEYS[family] ?? byName)(row, nameOf);
  const own = [row.name, row.ssid, row.mac, row.description].map(text).find((one) => one !== '');
  return { name: own ?? parts.at(-1) ?? '', parts: parts.map((part) => fileName(part === '' ? 'unnamed' : part)) };
}

/** Ending of the id that tells an object from others of its name. */
export const idEnding = (id: unknown): string => `~${text(id).replaceAll('-', '').slice(-ID_DIGITS)}`;

/**
 * Paths for objects, each with its own: those that share one, in whatever case, all get digits of their id.
 *
 * @returns the paths in the order of the objects
 */
export function distinctPaths(wanted: readonly { readonly path: string; readonly id: unknown }[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { path } of wanted) counts.set(path, (counts.get(path) ?? 0) + 1);
  const used = new Set<string>();
  const order = [...wanted.keys()].sort((a, b) => byCode(text(wanted[a]?.id), text(wanted[b]?.id)));
  const paths: string[] = wanted.map(({ path }) => path);
  for (const at of order) {
    const one = wanted[at];
    if (!one) continue;
    let path = (counts.get(one.path) ?? 0) > 1 ? one.path + idEnding(one.id) : one.path;
    for (let turn = 2; used.has(path); turn += 1) path = `${one.path}${idEnding(one.id)}-${turn}`;
    used.add(path);
    paths[at] = path;
  }
  return paths;
}
