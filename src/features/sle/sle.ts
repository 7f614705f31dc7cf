import { InputError } from '../../core/errors/input-error.ts';
import { deviceIdOf, isId, parseMac } from '../../core/ids.ts';
import { isRecord } from '../../core/json.ts';
import { orgOfSiteOr } from '../../mist/id-names.ts';
import { idOfName } from '../../mist/named-ids.ts';
import { resolveSite } from '../../mist/names.ts';
import type { ApiContext } from '../../mist/session.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * Fills the id of an SLE's scope: a site's is the site's own id; a device may be given by its MAC, and a client is a MAC.
 *
 * @throws InputError when a scope other than the site has none, or one that cannot be its id
 */
export async function completeSleScope(context: ApiContext, values: Values): Promise<Values> {
  const { scope, scope_id, site_id } = values;
  if (scope === 'site' && typeof site_id === 'string') {
    const id = await resolveSite(context, site_id, undefined);
    if (typeof scope_id === 'string' && scope_id !== site_id && scope_id.toLowerCase() !== id) {
      throw new InputError('`scope_id` is not the site of `site_id`.', 'Leave `scope_id` out with scope=site.');
    }
    return { ...values, site_id: id, scope_id: id };
  }
  if (typeof scope_id !== 'string') {
    throw new InputError(
      `scope=${scope} needs \`scope_id\`.`,
      'Give the device id (mist_search_device), or the MAC of a client.',
    );
  }
  const id = scope === 'client' ? parseMac(scope_id) : deviceIdOf(scope_id);
  if (scope !== 'client' && !isId(id ?? '') && typeof site_id === 'string') {
    const siteId = await resolveSite(context, site_id, undefined);
    const kind = scope === 'mxedge' ? 'org_mxedges' : 'device';
    const found = await idOfName(context, await orgOfSiteOr(context, siteId), kind, scope_id);
    return { ...values, site_id: siteId, scope_id: deviceIdOf(found) };
  }
  if (id !== undefined) return { ...values, scope_id: id };
  throw new InputError(
    `\`scope_id\` must be the MAC address of a client; got ${JSON.stringify(scope_id.slice(0, 60))}.`,
    'mist_search_client finds it by name.',
  );
}

const sum = (value: unknown): number =>
  Array.isArray(value) ? value.reduce((all: number, one) => all + (typeof one === 'number' ? one : 0), 0) : 0;

const round = (value: number): number => Math.round(value * 10_000) / 10_000;

/**
 * The trend of an SLE as one figure: how much of the time was good, and which classifiers the rest falls on. The route
 * that answered this itself is deprecated in favor of the trend.
 *
 * @param body answer of `…/summary-trend`: samples of total and degraded, in user-minutes or as `unit` says
 * @returns `success_rate` from 0 to 1, absent where nothing was measured; classifiers, the worst first
 */
export function summarizeSle(body: Values): object {
  const sle = isRecord(body.sle) ? body.sle : {};
  const samples = isRecord(sle.samples) ? sle.samples : {};
  const total = sum(samples.total);
  const degraded = sum(samples.degraded);
  const classifiers = (Array.isArray(body.classifiers) ? body.classifiers : []).filter(isRecord).map((classifier) => {
    const lost = sum(isRecord(classifier.samples) ? classifier.samples.degraded : undefined);
    return { name: classifier.name, degraded: round(lost), share: degraded > 0 ? round(lost / degraded) : 0 };
  });
  return {
    metric: sle.name,
    unit: sle.y_label,
    start: body.start,
    end: body.end,
    total: round(total),
    degraded: round(degraded),
    ...(total > 0 ? { success_rate: round(1 - degraded / total) } : { note: 'Nothing was measured in this window.' }),
    classifiers: classifiers.sort((a, b) => b.degraded - a.degraded),
  };
}
