import type { Operation, Parameter } from '../../../src/mist/spec/operations.ts';
import type { Table } from '../operations.ts';
import { type Change, differences, enumChanges, short } from './change.ts';

type Group = Readonly<Record<string, Parameter>>;

const NONE: ReadonlySet<string> = new Set();
const ENUM: ReadonlySet<string> = new Set(['enum']);
/** Compared by themselves, or following from another change. */
const OPERATION_PARTS: ReadonlySet<string> = new Set(['id', 'path', 'query']);

/** Facts of a parameter whose change can make a value wrong that was right. */
const BREAKING = new Set(['type', 'required', 'list', 'format', 'pattern', 'minimum', 'maximum', 'items']);

function compareParameter(route: string, name: string, from: Parameter, to: Parameter): Change[] {
  const subject = `${route} ${name}`;
  const base = { subject, routes: [route] };
  const values = enumChanges(from.enum, to.enum);
  const value = (kind: Change['kind'], one: unknown, breaking: boolean): Change => ({
    ...base,
    kind,
    detail: short(one),
    breaking,
  });
  const facts = differences(from, to, from.enum && to.enum ? ENUM : NONE);
  const loosened = facts.every(
    ({ name: fact }) => (fact === 'required' && !to.required) || (fact === 'list' && to.list),
  );
  const narrowed = facts.some(({ name: fact }) => BREAKING.has(fact) || (fact === 'enum' && to.enum));
  return [
    ...values.added.map((one) => value('parameter value added', one, false)),
    ...values.removed.map((one) => value('parameter value removed', one, true)),
    ...(facts.length > 0
      ? [
          {
            ...base,
            kind: 'parameter changed' as const,
            detail: facts.map(({ text }) => text).join('; '),
            breaking: narrowed && !loosened,
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
    else changes.push({ kind: 'parameter removed', subject: `${route} ${name}`, breaking: true, routes: [route] });
  }
  for (const [name, parameter] of Object.entries(to)) {
    if (from[name]) continue;
    const breaking = parameter.required === true;
    changes.push({ kind: 'parameter added', subject: `${route} ${name}`, breaking, routes: [route] });
  }
  return changes;
}

/** What changed in one operation that is in both documents, at whichever routes. */
function compareOperation(route: string, from: Operation, to: Operation): Change[] {
  const facts = differences(from, to, OPERATION_PARTS);
  const breaking =
    facts.some(({ name }) => name === 'paging' || name.endsWith('_types')) || (from.public && !to.public);
  return [
    ...(facts.length > 0
      ? [
          {
            kind: 'operation changed' as const,
            subject: route,
            detail: facts.map(({ text }) => text).join('; '),
            breaking: breaking === true,
            routes: [route],
          },
        ]
      : []),
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

/** Compares the operations of two documents, by id and by route. */
export function compareOperations(from: Table, to: Table): Change[] {
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
  return changes;
}
