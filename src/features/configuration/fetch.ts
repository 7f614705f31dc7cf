import { InputError } from '../../core/errors/input-error.ts';
import { MistError } from '../../core/errors/mist-error.ts';
import { asText } from '../../core/json.ts';
import type { Family } from '../../mist/families.ts';
import type { MistAnswer, QueryValue } from '../../mist/http/client.ts';
import { MAX_PAGE_SIZE } from '../../mist/limits.ts';
import type { RemainingValues } from '../../mist/paging/pages.ts';
import { operation } from '../../mist/spec/operations.ts';
import type { Route } from '../../mist/spec/routes.ts';
import type { LookupContext } from '../../tool/context.ts';
import { sendForDevice } from '../../tool/device-request.ts';
import { type ObjectQuestion, pathOf } from './query.ts';
import { joinLists, matchByName, type ObjectList, objectsOf, walkObjects } from './search.ts';

/** A question that was checked, and whom to ask. */
export interface ObjectLookup {
  readonly call: LookupContext;
  readonly found: Family;
  readonly question: ObjectQuestion;
}

type Row = Readonly<Record<string, unknown>>;

const SHOWN = 8;

const requireRoute = (route: Route | undefined, found: Family): Route => {
  if (!route) throw new Error(`${found.name} has no such route`);
  return route;
};

/** Query of a list, as far as its route has the parameters. */
function queryFor(route: Route, query: Record<string, QueryValue>): Record<string, QueryValue> {
  const known = operation(route).query;
  return Object.fromEntries(Object.entries(query).filter(([name]) => Object.hasOwn(known, name)));
}

/** Values that the list must be asked with in turn; one that changes nothing where there are none. */
function valuesOf({ each, routes }: Family): readonly string[] {
  const values = each && routes.list ? operation(routes.list).query[each]?.enum : undefined;
  return values ? values.map(String) : [];
}

/** The object with the id asked for, or the only one of its kind; of a member of a virtual chassis, the chassis. */
export async function fetchOne({ call, found, question }: ObjectLookup): Promise<MistAnswer> {
  const route = requireRoute(found.routes.get, found);
  const path = await pathOf(call, route, found, question);
  const { answer } = await sendForDevice(call, { route, path }, (one) =>
    call.send(one.route, { path: { ...one.path } }),
  ).catch(explainMissing(found, question));
  return answer;
}

/** Says of an id that is not there what is meant by it; other errors stay as they are. */
export const explainMissing =
  (found: Family, question: ObjectQuestion) =>
  (error: unknown): never => {
    throw question.object_id !== undefined && error instanceof MistError && error.kind === 'not_found'
      ? missingObject(found, question, error)
      : error;
  };

/** The error for an id that no object of the family has. */
export function missingObject(
  found: Family,
  { object_id = '', site_id }: ObjectQuestion,
  error?: MistError,
): MistError {
  const where = found.scope === 'site' ? `at the site ${site_id}` : 'in the organization';
  return new MistError(
    'not_found',
    `There is no object of ${found.name} with the id ${object_id} ${where}.`,
    `Leave \`object_id\` out to list them with their ids, or give \`name\`. It may belong to another ${found.scope === 'site' ? 'site, or to the organization' : 'organization, or to a site'}.`,
    error?.more,
  );
}

/** First page of a list, and the values that it goes on with. */
export async function fetchList(
  { call, found, question }: ObjectLookup,
  limit: number,
): Promise<{ answer: MistAnswer; remaining?: RemainingValues }> {
  const route = requireRoute(question.computed ? found.derived : found.routes.list, found);
  const path = await pathOf(call, route, found, question);
  if (question.computed)
    return { answer: await call.send(route, { path, query: queryFor(route, { resolve: true, limit }) }) };
  const [first, ...values] = valuesOf(found);
  const turn = found.each === undefined || first === undefined ? {} : { [found.each]: first };
  const answer = await call.send(route, { path, query: queryFor(route, { ...found.query, ...turn, limit }) });
  return found.each === undefined ? { answer } : { answer, remaining: { parameter: found.each, values } };
}

/** Every object of the family there is, or every effective one. */
export async function fetchAll({ call, found, question }: ObjectLookup): Promise<ObjectList> {
  const route = requireRoute(question.computed ? found.derived : found.routes.list, found);
  const path = await pathOf(call, route, found, question);
  const base = question.computed ? { resolve: true, limit: MAX_PAGE_SIZE } : { ...found.query, limit: MAX_PAGE_SIZE };
  const values = question.computed ? [] : valuesOf(found);
  const queries =
    values.length === 0 || found.each === undefined ? [{}] : values.map((value) => ({ [`${found.each}`]: value }));
  const lists = queries.map(async (query) => {
    const first = await call.send(route, { path, query: queryFor(route, { ...base, ...query }) });
    return walkObjects(first, call.get);
  });
  return joinLists(await Promise.all(lists));
}

/** The objects whose name fits, whole where they are few; lists of some families leave attributes out. */
export async function fetchNamed(
  lookup: ObjectLookup,
  isFew: (rows: readonly Row[]) => boolean,
): Promise<{ rows: readonly Row[]; all: ObjectList }> {
  const { found, question } = lookup;
  const all = await fetchAll(lookup);
  const rows = matchByName(found, all.rows, question.name ?? '');
  if (!found.brief || !isFew(rows)) return { rows, all };
  const whole = rows.map(async ({ id }) => {
    const { name: _, ...others } = question;
    return objectsOf(await fetchOne({ ...lookup, question: { ...others, object_id: asText(id) } }));
  });
  return { rows: (await Promise.all(whole)).flat(), all };
}

/**
 * Id of the one device that is called so.
 *
 * @throws InputError when none or several are
 */
export async function deviceNamed(lookup: ObjectLookup): Promise<string> {
  const { name = '' } = lookup.question;
  const { rows: all } = await fetchAll({ ...lookup, question: { ...lookup.question, computed: false } });
  const rows = matchByName(lookup.found, all, name);
  const [only] = rows;
  if (only && rows.length === 1) return asText(only.id);
  const some = (rows.length > 0 ? rows : all).slice(0, SHOWN).map((row) => `${asText(row.name)} (${asText(row.id)})`);
  throw new InputError(
    `${rows.length === 0 ? 'No device' : `${rows.length} devices`} of the site ${rows.length === 0 ? 'is' : 'are'} called ${JSON.stringify(name)}; computed=true needs one.`,
    some.length > 0
      ? `Give \`object_id\` of one, such as ${some.join(', ')}.`
      : 'Look for the device in another site: this one has none.',
  );
}
