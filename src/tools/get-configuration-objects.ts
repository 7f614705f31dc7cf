import * as z from 'zod';
import { parseId } from '../core/ids.ts';
import { isRecord } from '../core/json.ts';
import { hiddenVariable, presentEffective } from '../features/configuration/effective/answer.ts';
import { deriveDevice } from '../features/configuration/effective/device.ts';
import { fetchDevice } from '../features/configuration/effective/fetch-device.ts';
import {
  deviceNamed,
  explainMissing,
  fetchAll,
  fetchList,
  fetchNamed,
  fetchOne,
  missingObject,
  type ObjectLookup,
} from '../features/configuration/fetch.ts';
import { withObjectId } from '../features/configuration/object-by-name.ts';
import { familyOf, type ObjectQuestion, pathOf, typesInWords } from '../features/configuration/query.ts';
import { noneNamed } from '../features/configuration/search.ts';
import { type Family, family, familyNames } from '../mist/families.ts';
import { idColumn } from '../mist/id-columns.ts';
import { resolveOrg, resolveSite } from '../mist/names.ts';
import { parseNext, withSkip } from '../mist/paging/pages.ts';
import type { Route, RouteOf } from '../mist/spec/routes.ts';
import type { LookupContext, ToolContext } from '../tool/context.ts';
import { defineWorkflow } from '../tool/define.ts';
import { choiceOf, fields, limit, org_id, site_id } from '../tool/inputs.ts';
import { answeredRows } from '../tool/own-rows.ts';
import { ofOneObject, presentList } from '../tool/paginate.ts';
import { presentObject } from '../tool/present-object.ts';
import { type RowFormat, rowFormatOf } from '../tool/row-format.ts';
import { nameRows } from '../tool/rows/names.ts';
import { isFew, presentFound } from '../tool/search-result.ts';
import { type Shaping, shapingOf } from '../tool/shaping.ts';

type GetRoute = RouteOf<'GET'>;
const isGet = (route: string | undefined): route is GetRoute => route?.startsWith('GET ') ?? false;

const families = familyNames.flatMap((name) => family(name) ?? []);

const formOf = ({ name, label, columns, scope, derived }: Family): RowFormat => ({
  columns: ['id', label, ...columns],
  keepTimes: true,
  empty:
    scope === 'site'
      ? `The site has no ${name} of its own; ${derived ? 'computed=true shows what is effective there, ' : ''}types beginning with org_ what the organization has.`
      : 'The organization has none; sites may have their own (types beginning with site_).',
});

/** Lists that other tools show with columns of their own, also when they are continued. */
const FOREIGN: readonly string[] = ['org_sites', 'org_usermacs'];

function rowFormats(): Map<Route, RowFormat> {
  const formats = new Map<Route, RowFormat>();
  for (const one of families) {
    if (isGet(one.derived)) formats.set(one.derived, formOf(one));
    if (isGet(one.routes.list) && !FOREIGN.includes(one.name)) formats.set(one.routes.list, formOf(one));
  }
  return formats;
}

async function listed(call: ToolContext, lookup: ObjectLookup, shaping: Shaping): Promise<object> {
  const { answer, remaining } = await fetchList(lookup, shaping.limit ?? 1);
  const shown = await presentList(call, answer, { ...shaping, remaining });
  const noted = rowFormatOf(call.tools, answer.route).columns?.join() === shaping.columns?.join();
  if (noted || shaping.fields || !('next' in shown) || typeof shown.next !== 'string') return shown;
  const { url, skip = 0 } = parseNext(shown.next, call.session.cloud, () => true);
  return {
    ...shown,
    next: withSkip(url, {
      skip,
      fields: shaping.columns?.map((name) => idColumn(name)?.as ?? name),
      sign: call.session.sign,
    }),
  };
}

async function named(call: ToolContext, lookup: ObjectLookup, shaping: Shaping): Promise<object> {
  const { found, question } = lookup;
  const { rows, all } = await fetchNamed(lookup, (some) => isFew(some, shaping));
  const none = noneNamed(found, all.rows, question.name ?? '');
  const shown = isFew(rows, shaping) ? rows : await nameRows(call, { url: '' }, rows, shaping);
  const result = { rows: shown, lookedThrough: all.rows.length, none, completeness: all.completeness };
  const asked = call.walk?.question;
  if (asked === undefined || shown.length === 0) return presentFound(result, shaping);
  // What is masked must not be told by what fits it.
  const masked = await call.maskLarge(shown);
  const { rows: fitting, grouped } = await answeredRows(Array.isArray(masked) ? masked : [], asked, call.work);
  return presentFound(
    { ...result, rows: fitting, none: `None of the ${shown.length} objects of that name fits.` },
    { ...shaping, limit: call.walk?.limit, ...(grouped ? { fields: undefined, columns: undefined } : {}) },
  );
}

async function effective(lookup: ObjectLookup): Promise<object> {
  const { found, question } = lookup;
  const { rows } = await fetchAll(lookup);
  const one = rows.find(({ id }) => id === question.object_id?.toLowerCase());
  if (!one) throw missingObject(found, question);
  return one;
}

const DEVICE = 'GET /api/v1/sites/{site_id}/devices/{device_id}';

async function effectiveDevice(
  call: ToolContext,
  { found, question }: ObjectLookup,
  shaping: Shaping,
): Promise<object> {
  let calls = 0;
  const counting: LookupContext = {
    ...call,
    send(route, parameters) {
      calls += 1;
      return call.send(route, parameters);
    },
    get(url) {
      calls += 1;
      return call.get(url);
    },
  };
  const object_id = question.object_id ?? (await deviceNamed({ found, question, call: counting }));
  const { site_id = '', device_id = '' } = await pathOf(call, DEVICE, found, { ...question, object_id });
  const gathered = await fetchDevice(counting.send, site_id, device_id).catch(explainMissing(found, question));
  const derived = deriveDevice(gathered.parts, hiddenVariable(call));
  return presentEffective({ ...derived, warnings: [...gathered.warnings, ...derived.warnings] }, calls, shaping);
}

/**
 * Of settings there is one for each owner, so the owner's own id as `object_id` says nothing new. No note tells so: the
 * object may be written back as it is.
 */
async function withoutOwnId<Q extends ObjectQuestion>(context: ToolContext, question: Q): Promise<Q> {
  const { object_type, object_id, org_id, site_id } = question;
  const found = family(object_type);
  const id = object_id === undefined ? undefined : parseId(object_id);
  if (!found || found.routes.list !== undefined || id === undefined) return question;
  if (found.scope === 'site' && site_id === undefined) return question;
  const own =
    found.scope === 'site' ? await resolveSite(context, site_id ?? '', org_id) : await resolveOrg(context, org_id);
  return own === id ? { ...question, object_id: undefined } : question;
}

/** One site of the organization may be meant by `site_id` too: what else could that say of a list of sites? */
function withSiteAsObject<Q extends ObjectQuestion>(question: Q): Q {
  const { object_type, object_id, name, site_id } = question;
  const meant = site_id !== undefined && object_id === undefined && name === undefined;
  if (!meant || family(object_type)?.name !== 'org_sites') return question;
  return { ...question, object_id: site_id, site_id: undefined };
}

export default defineWorkflow({
  name: 'mist_get_configuration_objects',
  title: 'Configuration objects',
  description:
    'Configuration of an organization or site: WLANs, templates, device profiles, networks, policies, PSKs, webhooks, settings, devices. Lists, one object by id, or a search by name (x*, *x*; up to three matches come whole). computed=true: what is effective at a site, or for one device put together from its templates with the source of each root.',
  input: {
    org_id,
    object_type: choiceOf(familyNames).describe(typesInWords(familyNames)),
    site_id,
    object_id: z.string().describe('Id or exact name; devices also by MAC').optional(),
    name: z.string().describe('Search; SSID for WLANs').optional(),
    computed: z.boolean().describe('Effective instead of as written').optional(),
    limit,
    fields,
  },
  routes: [...new Set(families.flatMap(({ routes, derived }) => [routes.list, routes.get, derived]).filter(isGet))],
  rowFormats: rowFormats(),
  async handler(call, given) {
    const input = await withObjectId(call, await withoutOwnId(call, withSiteAsObject(given)));
    const found = familyOf(input);
    const lookup: ObjectLookup = { call, found, question: input };
    const shaping: Shaping = {
      ...formOf(found),
      fields: input.fields,
      limit: input.limit,
      maxTokens: call.policy.maxResponseTokens,
      ...shapingOf(call),
    };
    const isList = found.routes.list !== undefined;
    if (input.computed && found.name === 'site_devices')
      return ofOneObject(call, await effectiveDevice(call, lookup, shaping));
    if (input.name !== undefined) return named(call, lookup, shaping);
    if (input.object_id === undefined && (isList || input.computed)) return listed(call, lookup, shaping);
    const one = input.computed ? await effective(lookup) : (await fetchOne(lookup)).body;
    const shown = await presentObject(one, shaping);
    // The note of a key is its own, and may be written back.
    return isRecord(one) && 'note' in one ? shown : ofOneObject(call, shown);
  },
});
