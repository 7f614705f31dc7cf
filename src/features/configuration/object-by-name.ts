import { family } from '../../mist/families.ts';
import { idInList, isOnlyName } from '../../mist/named-ids.ts';
import { resolveOrg, resolveSite } from '../../mist/names.ts';
import type { ApiContext } from '../../mist/session.ts';
import { operation } from '../../mist/spec/operations.ts';
import { familyOf, type ObjectQuestion } from './query.ts';

/** An id of any object, to check the other inputs with before the real one is looked up. */
const SOME_ID = '00000000-0000-0000-1000-000000000000';

/**
 * A question whose `object_id` is an id: an exact name in its place is looked up in the list of the family.
 *
 * @throws InputError for inputs that make no sense, before anything is asked; and listing the candidates when the name
 *   fits no object, or several
 */
export async function withObjectId<Q extends ObjectQuestion>(context: ApiContext, question: Q): Promise<Q> {
  const { object_type, object_id: text, org_id, site_id } = question;
  const found = family(object_type);
  const route = found?.routes.list;
  if (!found || !route || found.name === 'org_sites' || text === undefined) return question;
  if (!isOnlyName(text)) return question;
  familyOf({ ...question, object_id: SOME_ID });
  const { each, label, query } = found;
  const values = each === undefined ? [] : (operation(route).query[each]?.enum ?? []).map(String);
  const path =
    found.scope === 'org'
      ? { org_id: await resolveOrg(context, org_id) }
      : { site_id: await resolveSite(context, site_id ?? '', org_id) };
  const queries = each === undefined ? [query] : values.map((value) => ({ ...query, [each]: value }));
  return { ...question, object_id: await idInList(context, { route, path, queries, label }, text) };
}
