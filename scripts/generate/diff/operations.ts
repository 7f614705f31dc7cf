import type { Effect, Operation, Parameter } from '../../../src/mist/spec/operations.ts';
import type { JsonObject } from '../json.ts';
import type { Table } from '../operations.ts';
import { type Change, differences, enumChanges, type Notices, short } from './change.ts';
import { factChanges } from './facts.ts';

type Group = Readonly<Record<string, Parameter>>;

const NONE: ReadonlySet<string> = new Set();
const ENUM: ReadonlySet<string> = new Set(['enum']);
/** Compared by themselves, or following from another change. */
const OPERATION_PARTS: readonly string[] = ['id', 'path', 'query'];
const JSON_ONLY: readonly string[] = ['application/json'];

/** A parameter as a schema: in an address every value is text, so a text takes whatever a number took. */
const asSchema = ({ type, list: _, items, required, ...facts }: Parameter): JsonObject => ({
  ...facts,
  ...(type === 'string' || type === 'array' ? {} : { type }),
  ...(items ? { items: { ...items } } : {}),
  ...(required ? { required: true } : {}),
});

function compareParameter(route: string, name: string, from: Parameter, to: Parameter): Change[] {
  const base = { subject: `${route} ${name}`, routes: [route] };
  const breaks = (breaking: boolean): Pick<Change, 'breaking' | 'notices'> =>
    breaking ? { breaking, notices: ['callers'] } : { breaking };
  const values = enumChanges(from.enum, to.enum);
  const facts = differences(from, to, from.enum && to.enum ? ENUM : NONE);
  const oneValue = from.list === true && to.list !== true;
  const narrowed = factChanges(asSchema(from), asSchema(to)).some(({ request }) => request);
  // A pattern that replaces a number's bounds may say the same of the text.
  const respelled = from.type !== 'string' && to.type === 'string' && from.pattern === undefined && to.list === true;
  const required = to.required === true && from.required !== true;
  const limited = from.enum === undefined && to.enum !== undefined;
  return [
    ...values.added.map(
      (one): Change => ({ ...base, kind: 'parameter value added', detail: short(one), breaking: false }),
    ),
    ...values.removed.map(
      (one): Change => ({ ...base, kind: 'parameter value removed', detail: short(one), ...breaks(true) }),
    ),
    ...(facts.length > 0
      ? [
          {
            ...base,
            kind: 'parameter changed' as const,
            detail: facts.map(({ text }) => text).join('; '),
            ...breaks((narrowed && !respelled) || oneValue || required || limited),
          },
        ]
      : []),
  ];
}

function compareGroup(route: string, from: Group, to: Group): Change[] {
  const changes: Change[] = [];
  for (const [name, parameter] of Object.entries(from)) {
    const now = to[name];
    if (now) changes.push(...compareParameter(route, name, parameter, now));
    else
      changes.push({
        kind: 'parameter removed',
        subject: `${route} ${name}`,
        breaking: true,
        notices: ['callers'],
        routes: [route],
      });
  }
  for (const [name, parameter] of Object.entries(to)) {
    if (from[name]) continue;
    const base = { kind: 'parameter added', subject: `${route} ${name}`, routes: [route] } as const;
    if (parameter.required) changes.push({ ...base, detail: 'required', breaking: true, notices: ['callers'] });
    else changes.push({ ...base, breaking: false });
  }
  return changes;
}

const GRAVITY: readonly Effect[] = ['read', 'diagnostic', 'write', 'disruptive'];

const lost = (from: readonly string[] = JSON_ONLY, to: readonly string[] = JSON_ONLY): boolean =>
  from.some((one) => !to.includes(one));

/** Successful statuses; where a row names none, they are those of nearly every operation. */
const successes = ({ statuses = ['200'] }: Operation): readonly string[] =>
  statuses.filter((one) => one.startsWith('2'));

/** Who notices what changed about an operation beside its parameters and schemas. */
function noticing(from: Operation, to: Operation): Notices[] {
  const graver = GRAVITY.indexOf(to.effect) > GRAVITY.indexOf(from.effect);
  const bodyGone =
    (from.body !== undefined && to.body === undefined) || (from.form !== undefined && to.form === undefined);
  const callers = graver || bodyGone || lost(from.body_types, to.body_types) || (from.public === true && !to.public);
  const answerGone = from.response !== undefined && to.response === undefined;
  const otherStatus = lost(successes(from), successes(to));
  const readers =
    from.paging !== to.paging || lost(from.response_types, to.response_types) || answerGone || otherStatus;
  return [...(callers ? (['callers'] as const) : []), ...(readers ? (['readers'] as const) : [])];
}

/** The facts of an operation itself; a body or answer under another name is the same until its schema differs. */
function operationFacts(from: Operation, to: Operation): string[] {
  const renamed = (['body', 'form', 'response'] as const).filter((part) => from[part] && to[part]);
  return differences(from, to, new Set([...OPERATION_PARTS, ...renamed])).map(({ text }) => text);
}

/** What changed in one operation that is in both documents, at whichever routes. */
function compareOperation(route: string, from: Operation, to: Operation): Change[] {
  const facts = operationFacts(from, to);
  const notices = noticing(from, to);
  const own: Change = {
    kind: 'operation changed',
    subject: route,
    detail: facts.join('; '),
    breaking: notices.length > 0,
    ...(notices.length > 0 ? { notices } : {}),
    routes: [route],
  };
  return [
    ...(facts.length > 0 ? [own] : []),
    ...compareGroup(route, from.path, to.path),
    ...compareGroup(route, from.query, to.query),
  ];
}

type Routes = ReadonlyMap<string, string>;

/** Route of every operationId. */
const routesById = (table: Table): Routes =>
  new Map(Object.entries(table.operations).map(([route, { id }]) => [id, route]));

/**
 * Where an operation of the older document is in the newer one: where its id went, else at its own route, unless an
 * operation that was elsewhere before has moved in there.
 */
function successor(route: string, id: string, to: Table, before: Routes, after: Routes): string | undefined {
  const byId = after.get(id);
  if (byId !== undefined) return byId;
  const there = to.operations[route];
  return there && !before.has(there.id) ? route : undefined;
}

/** An operation that is in both documents: its route before and now. */
export type Match = readonly [before: string, now: string];

/** Compares the operations of two documents, by id and by route, and says which are the same ones. */
export function compareOperations(from: Table, to: Table): { changes: Change[]; matches: Match[] } {
  const matches: Match[] = [];
  const [oldRoutes, newRoutes] = [routesById(from), routesById(to)];
  const reached = new Set<string>();
  const changes: Change[] = [];
  for (const [route, before] of Object.entries(from.operations)) {
    const now = successor(route, before.id, to, oldRoutes, newRoutes);
    const after = now === undefined ? undefined : to.operations[now];
    if (now === undefined || !after) {
      changes.push({ kind: 'operation removed', subject: route, detail: before.id, breaking: true, routes: [route] });
      continue;
    }
    reached.add(now);
    matches.push([route, now]);
    if (now !== route) {
      const routes = [route, now];
      changes.push({
        kind: 'operation moved',
        subject: route,
        detail: `${before.id} → ${now}`,
        breaking: true,
        routes,
      });
    } else if (after.id !== before.id) {
      const detail = `${before.id} → ${after.id}`;
      changes.push({ kind: 'operation renamed', subject: route, detail, breaking: false, routes: [route] });
    }
    changes.push(...compareOperation(now, before, after));
  }
  for (const [route, { id }] of Object.entries(to.operations)) {
    if (reached.has(route)) continue;
    changes.push({ kind: 'operation added', subject: route, detail: id, breaking: false, routes: [route] });
  }
  return { changes, matches };
}
