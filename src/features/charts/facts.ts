import { isRecord } from '../../core/json.ts';
import type { MistAnswer, MistRequest } from '../../mist/http/client.ts';
import { sitesOf, visibleOrgs } from '../../mist/names.ts';
import type { ApiContext } from '../../mist/session.ts';
import type { Limit } from './model.ts';
import { limitOf } from './sle.ts';

/** What only makes a picture better must not fail it. */
async function ask({ session, signal }: ApiContext, request: MistRequest): Promise<MistAnswer | undefined> {
  try {
    return await session.client.send({ ...request, signal });
  } catch {
    return undefined;
  }
}

const units = new WeakMap<object, ReadonlyMap<string, string>>();

/** Units of insight metrics, from the cloud's own list; asked for once a session, since constants stay. */
export async function unitsOf(context: ApiContext): Promise<ReadonlyMap<string, string>> {
  const known = units.get(context.session.identity);
  if (known) return known;
  const answer = await ask(context, { route: 'GET /api/v1/const/insight_metrics' });
  if (!isRecord(answer?.body)) return new Map();
  const found = Object.entries(answer.body).flatMap(([name, metric]): [string, string][] =>
    isRecord(metric) && typeof metric.unit === 'string' ? [[name, metric.unit]] : [],
  );
  const made = new Map(found);
  units.set(context.session.identity, made);
  return made;
}

/** The limit between good and degraded of the service level that a request is about. */
export async function thresholdOf(context: ApiContext, { path }: MistRequest): Promise<Limit | undefined> {
  const { site_id, scope, scope_id, metric } = path ?? {};
  if (!site_id || !scope || !scope_id || !metric) return undefined;
  const route = 'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/threshold';
  const answer = await ask(context, { route, path: { site_id, scope, scope_id, metric } });
  return limitOf(answer?.body);
}

/** The name of a site, where its organization is the only one: nobody wants hundreds of look-ups for a heading. */
export async function siteName(context: ApiContext, id: string): Promise<string> {
  try {
    const [org, ...others] = await visibleOrgs(context);
    if (!org || others.length > 0) return id;
    return (await sitesOf(context, org.id)).find((site) => site.id === id)?.name ?? id;
  } catch {
    return id;
  }
}
