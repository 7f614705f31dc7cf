import { asText, type JsonObject } from '../../../core/json.ts';
import { MAX_PAGE_SIZE } from '../../../mist/limits.ts';
import { sitesOf } from '../../configuration/index.ts';
import { shortValue } from '../compare/value-words.ts';
import type { EffectGroup, ObjectChange, WxlanChange } from '../model.ts';
import { isMistFailure } from '../reading/failure.ts';
import { changedRoots } from '../reading/needs.ts';
import type { Overlay } from '../reading/overlay.ts';
import type { Reader } from '../reading/reader.ts';
import { layerText, textAt, textsOf } from '../state/row.ts';
import { quotedName } from '../wording.ts';

const RULES: readonly string[] = ['org_wxrules', 'site_wxrules'];
const LABELS: readonly string[] = ['org_wxtags', 'site_wxtags'];

/** What a label is called, which nothing matches by, and what the cloud counts of it. */
const READ_ONLY: ReadonlySet<string> = new Set(['name', 'last_ips']);

const all = { limit: MAX_PAGE_SIZE };

/** Whether a change is about a rule that access points let clients through by, or a label that such rules match. */
export const isWxlanChange = ({ family }: ObjectChange): boolean => RULES.includes(family) || LABELS.includes(family);

/** Rules and labels that decide otherwise after changes, and where. */
interface WxlanReading {
  readonly changes: readonly WxlanChange[];
  readonly groups: readonly EffectGroup[];
  readonly layers: readonly string[];
}

interface Places {
  readonly sites: readonly { readonly id: string; readonly name: string }[];
  readonly uses: readonly string[];
  readonly layers: readonly string[];
}

const siteOf = (row: JsonObject) => {
  const id = textAt(row, 'id') ?? '';
  return { id, name: textAt(row, 'name') ?? id };
};

/** Sites that a rule is in force at: its own, or those of its WLAN template. */
async function placesOfRule(reader: Reader, overlay: Overlay, change: ObjectChange, org_id: string): Promise<Places> {
  const { site_id, before, after } = change;
  if (site_id !== undefined) return { sites: [{ id: site_id, name: 'this site' }], uses: [], layers: [] };
  const ids = [before, after].map((row) => textAt(row, 'template_id'));
  const listed = await reader.list('GET /api/v1/orgs/{org_id}/templates', { org_id }, all);
  const templates = overlay.list('org_wlantemplates', listed).filter((row) => ids.includes(textAt(row, 'id')));
  const sites = overlay.list('org_sites', await reader.list('GET /api/v1/orgs/{org_id}/sites', { org_id }, all));
  const reached = new Set(templates.flatMap((template) => sitesOf(template, sites)));
  return { sites: [...reached].map(siteOf), uses: [], layers: templates.map(layerText) };
}

const TAGS_OF_RULE = ['src_wxtags', 'dst_wxtags', 'dst_allow_wxtags', 'dst_deny_wxtags', 'apply_tags'] as const;

const ruleName = (row: JsonObject): string => `rule ${asText(row.order ?? '')} (${textAt(row, 'action') ?? 'allow'})`;

/** Rules and WLANs that name a label: of its site, or of the organization. */
async function usesOfLabel(reader: Reader, overlay: Overlay, change: ObjectChange, org_id: string): Promise<Places> {
  const { id, site_id } = change;
  if (id === undefined) return { sites: [], uses: [], layers: [] };
  const path = site_id === undefined ? { org_id } : { site_id };
  const [rules, wlans] =
    site_id === undefined
      ? [
          overlay.list('org_wxrules', await reader.list('GET /api/v1/orgs/{org_id}/wxrules', path, all)),
          overlay.list('org_wlans', await reader.list('GET /api/v1/orgs/{org_id}/wlans', path, all)),
        ]
      : [
          overlay.list('site_wxrules', await reader.list('GET /api/v1/sites/{site_id}/wxrules', path, all), site_id),
          overlay.list('site_wlans', await reader.list('GET /api/v1/sites/{site_id}/wlans', path, all), site_id),
        ];
  const ruled = rules.filter((row) => TAGS_OF_RULE.some((name) => textsOf(row[name]).includes(id)));
  const served = wlans.filter((row) => textsOf(row.wxtag_ids).includes(id));
  const names = served.map((row) => `WLAN ${quotedName(textAt(row, 'ssid') ?? '')}`);
  return { sites: [], uses: [...ruled.map(ruleName), ...names], layers: [...ruled, ...served].map(layerText) };
}

const wordsOf = (name: string, row: JsonObject | undefined): string | undefined =>
  row?.[name] === undefined ? undefined : shortValue(name, row[name]);

function groupsOf({ subject, sites, before, after, roots }: WxlanChange): readonly EffectGroup[] {
  const at = { sites: (sites ?? []).map(({ name }) => name), devices: [] };
  if (!before || !after) return [{ ...at, subject, was: before && 'in force', becomes: after && 'in force' }];
  return roots.map((root) => ({
    ...{ ...at, subject: `${subject} ${root}`, was: wordsOf(root, before), becomes: wordsOf(root, after) },
  }));
}

/**
 * What becomes of rules and labels of wireless access, where rules are in force, and what uses a label.
 *
 * @throws MistError when the call was cancelled
 */
export async function readWxlan(
  reader: Reader,
  overlay: Overlay,
  changes: readonly ObjectChange[],
): Promise<WxlanReading> {
  const [found, groups, layers]: [WxlanChange[], EffectGroup[], string[]] = [[], [], []];
  for (const change of changes.filter(isWxlanChange)) {
    const { family, id, site_id, before, after } = change;
    const isRule = RULES.includes(family);
    const roots = changedRoots(change).filter((root) => isRule || !READ_ONLY.has(root));
    const row = after ?? before;
    if (roots.length === 0 || !row) continue;
    const org_id = change.org_id ?? textAt(row, 'org_id') ?? '';
    const look = isRule ? placesOfRule : usesOfLabel;
    const answer = await look(reader, overlay, change, org_id).catch((error: unknown) => {
      if (isMistFailure(error)) return undefined;
      throw error;
    });
    const subject = isRule ? ruleName(row) : `label ${quotedName(textAt(row, 'name') ?? '')}`;
    const one: WxlanChange = {
      ...{ kind: isRule ? 'rule' : 'label', id, site_id, subject, before, after, roots },
      ...{ sites: answer?.sites, uses: answer?.uses },
    };
    found.push(one);
    groups.push(...groupsOf(one));
    layers.push(...(answer?.layers ?? []));
  }
  return { changes: found, groups, layers };
}
