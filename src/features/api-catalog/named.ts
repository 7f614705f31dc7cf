import { orgOfSiteOr } from '../../mist/id-names.ts';
import { asParameter, idInList, idOfName, kindOfParameter } from '../../mist/named-ids.ts';
import { resolveOrg, resolveSite } from '../../mist/names.ts';
import type { ApiContext } from '../../mist/session.ts';
import { operation } from '../../mist/spec/operations.ts';
import type { Invocation } from './invocation.ts';
import { isName, listBefore } from './parameters.ts';

/**
 * What is to be called with ids in the place of names: of organizations and sites, the one organization of a token may
 * be left out; of devices; and of objects in the list that their path goes through.
 *
 * @throws InputError listing the candidates when a name fits none, or several
 */
export async function withIds(context: ApiContext, invocation: Invocation): Promise<Invocation> {
  const { route } = invocation;
  const path = { ...invocation.path };
  const query = { ...invocation.query };
  if ('org_id' in operation(route).path) path.org_id = await resolveOrg(context, path.org_id);
  if (path.site_id !== undefined) path.site_id = await resolveSite(context, path.site_id, path.org_id);
  if (typeof query.site_id === 'string')
    query.site_id = await resolveSite(context, query.site_id, path.org_id, 'filter');
  for (const [name, value] of Object.entries(path))
    if (!OWNERS.has(name) && isName({ route, name, place: 'path' }, value))
      path[name] = await idFor(context, { ...invocation, path }, name, value);
  for (const [name, value] of Object.entries(query))
    if (!OWNERS.has(name) && isName({ route, name, place: 'query' }, value))
      query[name] = await deviceFor(context, { ...invocation, path }, name, value);
  return { ...invocation, path, query };
}

const OWNERS = new Set(['org_id', 'site_id']);

async function deviceFor(context: ApiContext, { path }: Invocation, name: string, text: string): Promise<string> {
  const org = path.org_id ?? (await orgOfSiteOr(context, path.site_id ?? ''));
  return asParameter(name, await idOfName(context, org, 'device', text));
}

async function idFor(context: ApiContext, invocation: Invocation, name: string, text: string): Promise<string> {
  const { route, path } = invocation;
  const list = listBefore(route, name);
  if (list === undefined || kindOfParameter(route, name) === 'device')
    return deviceFor(context, invocation, name, text);
  const known = operation(list).path;
  const own = Object.fromEntries(Object.entries(path).filter(([one]) => Object.hasOwn(known, one)));
  return idInList(context, { route: list, path: own }, text);
}
