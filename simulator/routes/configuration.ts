import { isRoute } from '../../src/mist/spec/operations.ts';
import type { Route } from '../../src/mist/spec/routes.ts';
import { type Call, type Handler, type Handlers, object, refuse } from '../call.ts';
import { FAMILIES, type Family } from '../families.ts';
import { matching } from '../filter.ts';
import { isRow, type Row, textOf } from '../json.ts';
import { created, mergeRoots } from '../merge.ts';
import { fieldsOf } from '../schema.ts';
import { ofSite } from '../world/world.ts';

/** Whether a row belongs to the organization or site in the path. */
function belongs(family: Family, call: Call, row: Row): boolean {
  if (call.path.site_id !== undefined) return row.site_id === call.path.site_id;
  return row.org_id === call.path.org_id && (family.everything || row.site_id === undefined);
}

function one(family: Family, call: Call): Row | undefined {
  const row = call.world.find(family.table, call.path[family.key] ?? '');
  return row && belongs(family, call, row) ? row : undefined;
}

/** The body that an update or creation sends; an absent one changes nothing. */
const bodyOf = (call: Call): Row => (isRow(call.body) ? call.body : {});

/** Changes a row in place, so that every reference to it sees the change. */
export function update(call: Call, row: Row, schema: string): Row {
  const next = mergeRoots(row, bodyOf(call), fieldsOf(schema));
  for (const key of Object.keys(row)) if (!(key in next)) delete row[key];
  return Object.assign(row, next, { modified_time: call.now });
}

/** Adds a new object that belongs to the organization or site in the path. */
export function create(call: Call, table: string, schema: string): Row {
  const site = call.path.site_id;
  const row: Row = {
    id: call.world.freshId(table),
    org_id: call.path.org_id ?? call.world.orgOfSite(site ?? '') ?? '',
    ...(site === undefined ? {} : ofSite(table, site)),
    created_time: call.now,
    modified_time: call.now,
    ...created(bodyOf(call), fieldsOf(schema)),
  };
  call.world.table(table).push(row);
  return row;
}

const without = (row: Row, names: readonly string[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));

const list =
  (family: Family): Handler =>
  (call) => {
    const rows = call.world.table(family.table).filter((row) => belongs(family, call, row));
    return matching(call, rows).map((row) => (family.brief.length > 0 ? without(row, family.brief) : row));
  };

const get =
  (family: Family): Handler =>
  (call) => {
    const row = one(family, call);
    return row && object(row);
  };

const put =
  (family: Family): Handler =>
  (call) => {
    const row = one(family, call);
    return row && object(update(call, row, call.operation.body ?? ''));
  };

const post =
  (family: Family): Handler =>
  (call) =>
    object(create(call, family.table, call.operation.body ?? ''));

const remove =
  (family: Family): Handler =>
  (call) => {
    const row = one(family, call);
    if (!row) return undefined;
    const user = row.id === undefined ? undefined : sitesUsing(call, textOf(row, 'id'));
    if (user) return refuse(400, `in use by site ${user}`);
    call.world.remove(family.table, textOf(row, 'id'));
    return object({});
  };

/** Name of a site that still points at an object, as the cloud refuses to delete what is in use. */
function sitesUsing(call: Call, id: string): string | undefined {
  const site = call.world
    .table('sites')
    .find((row) => Object.keys(row).some((key) => key.endsWith('template_id') && row[key] === id));
  return site && textOf(site, 'name');
}

function ofFamily(family: Family): (readonly [string, Handler])[] {
  return [
    [`GET ${family.collection}`, list(family)],
    [`POST ${family.collection}`, post(family)],
    [`GET ${family.item}`, get(family)],
    [`PUT ${family.item}`, put(family)],
    // Saved dashboards are changed by POST.
    [`POST ${family.item}`, put(family)],
    [`DELETE ${family.item}`, remove(family)],
  ];
}

const known = (entry: readonly [string, Handler]): entry is readonly [Route, Handler] => isRoute(entry[0]);

/** List, get, create, update and delete of every configuration family, as far as the operation table has them. */
export function configuration(): Handlers {
  return Object.fromEntries(FAMILIES.flatMap(ofFamily).filter(known));
}
