import { arrayAt, isArray, isObject, type Json, type JsonObject, objectAt } from '../json.ts';
import type { Layer } from '../layer.ts';
import { type Change, enumChanges, type Kind, type Notices, short } from './change.ts';
import { enumOf, factChanges } from './facts.ts';
import { type Defs, defsOf, plainNode, refName, typesOf } from './node.ts';

/** One difference between two schemas, before it is known where they are used. */
interface Difference {
  kind: Kind;
  path: string;
  detail?: string;
  request: boolean;
  answer: boolean;
}

/** A pair of definitions that stand at the same place: what differs in them, and the pairs they lead to. */
interface Pair {
  label: string;
  differences: Difference[];
  leadsTo: Set<string>;
}

/** Where a pair is used, over all operations. */
interface Use {
  request: boolean;
  answer: boolean;
  routes: Set<string>;
}

const key = (from: string, to: string): string => JSON.stringify([from, to]);

/**
 * Compares what stands at the same places of two documents, references followed, so that a schema that only gets a
 * name, or another one, differs in nothing. Each pair of definitions is compared once, however many operations use it.
 */
export class SchemaComparison {
  readonly #before: Defs;
  readonly #after: Defs;
  readonly #pairs = new Map<string, Pair>();
  readonly #uses = new Map<string, Use>();

  constructor(from: Layer, to: Layer) {
    this.#before = defsOf(from);
    this.#after = defsOf(to);
  }

  /** Notes that a body or answer of an operation was one definition and is another, or the same, now. */
  use(from: string, to: string, side: Notices, routes: readonly string[]): void {
    const seen = new Set<string>();
    const open = [this.#pair(from, to)];
    for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
      if (seen.has(pair)) continue;
      seen.add(pair);
      const use = this.#uses.get(pair) ?? { request: false, answer: false, routes: new Set() };
      if (side === 'callers') use.request = true;
      else use.answer = true;
      for (const route of routes) use.routes.add(route);
      this.#uses.set(pair, use);
      open.push(...(this.#pairs.get(pair)?.leadsTo ?? []));
    }
  }

  /** Everything that differs in the pairs that are used. */
  changes(): Change[] {
    return [...this.#uses].flatMap(([name, { request, answer, routes }]) => {
      const { label = '', differences = [] } = this.#pairs.get(name) ?? {};
      return differences.map(({ kind, path, detail, ...breaks }): Change => {
        const notices: Notices[] = [
          ...(request && breaks.request ? (['callers'] as const) : []),
          ...(answer && breaks.answer ? (['readers'] as const) : []),
        ];
        return {
          kind,
          subject: path === '' ? label : `${label}: ${path}`,
          ...(detail === undefined ? {} : { detail }),
          breaking: notices.length > 0,
          ...(notices.length > 0 ? { notices } : {}),
          routes: [...routes],
        };
      });
    });
  }

  #pair(from: string, to: string): string {
    const name = key(from, to);
    if (this.#pairs.has(name)) return name;
    const pair: Pair = { label: from === to ? to : `${from} → ${to}`, differences: [], leadsTo: new Set() };
    this.#pairs.set(name, pair);
    const [before, after] = [this.#before.get(from), this.#after.get(to)];
    this.#node(pair, '', { node: before ?? true, required: false }, { node: after ?? true, required: false });
    return name;
  }

  /** Compares one place; two references are a pair of their own, and only what stands beside them belongs here. */
  #node(pair: Pair, path: string, from: SchemaNode, to: SchemaNode): void {
    const [oldName, newName] = [refName(from.node), refName(to.node)];
    const named = oldName !== undefined && newName !== undefined;
    const [before, after] = named
      ? [beside(from.node), beside(to.node)]
      : [plainNode(from.node, this.#before), plainNode(to.node, this.#after)];
    this.#facts(pair, path, { ...before, required: from.required }, { ...after, required: to.required });
    if (named) {
      pair.leadsTo.add(this.#pair(oldName, newName));
      return;
    }
    if (typeof from.node === 'boolean' || typeof to.node === 'boolean' || !overlap(before, after)) return;
    this.#properties(pair, path, before, after);
    if (before.items !== undefined && after.items !== undefined)
      this.#inner(pair, `${path}[]`, before.items, after.items);
    const [values, now] = [before.additionalProperties, after.additionalProperties];
    if (isObject(values) && isObject(now)) this.#inner(pair, dotted(path, '*'), values, now);
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) this.#alternatives(pair, path, keyword, before, after);
  }

  #inner(pair: Pair, path: string, from: Json, to: Json): void {
    this.#node(pair, path, { node: from, required: false }, { node: to, required: false });
  }

  #facts(pair: Pair, path: string, from: JsonObject, to: JsonObject): void {
    const note = (kind: Kind, detail: string, request: boolean, answer: boolean): void => {
      pair.differences.push({ kind, path, detail, request, answer });
    };
    const { required: wasRequired, ...old } = from;
    const { required: isRequired, ...now } = to;
    const facts = factChanges(old, now);
    if (wasRequired !== isRequired) {
      // The cloud fills in what is read-only: nobody has to send it.
      const request = isRequired === true && to.readOnly !== true;
      facts.push({ text: isRequired === true ? 'required now' : 'not required any more', request, answer: false });
    }
    const [before, after] = [enumOf(from), enumOf(to)];
    if (before && after) {
      const { added, removed } = enumChanges(before, after);
      for (const one of added) note('field value added', short(one), false, false);
      for (const one of removed) note('field value removed', short(one), true, false);
    } else if (before || after) {
      facts.push({ text: `enum: ${short(before)} → ${short(after)}`, request: after !== undefined, answer: false });
    }
    if (facts.length === 0) return;
    note(
      path === '' ? 'schema changed' : 'field changed',
      facts.map(({ text }) => text).join('; '),
      facts.some(({ request }) => request),
      facts.some(({ answer }) => answer),
    );
  }

  #properties(pair: Pair, path: string, from: JsonObject, to: JsonObject): void {
    const [before, after] = [objectAt(from, 'properties'), objectAt(to, 'properties')];
    const [needed, needs] = [new Set(arrayAt(from, 'required')), new Set(arrayAt(to, 'required'))];
    for (const [name, node] of Object.entries(before)) {
      const now = after[name];
      const here = dotted(path, name);
      if (now === undefined) pair.differences.push({ kind: 'field removed', path: here, request: true, answer: true });
      else this.#node(pair, here, { node, required: needed.has(name) }, { node: now, required: needs.has(name) });
    }
    for (const [name, node] of Object.entries(after)) {
      if (before[name] !== undefined) continue;
      const request = needs.has(name) && plainNode(node, this.#after).readOnly !== true;
      pair.differences.push({
        kind: 'field added',
        path: dotted(path, name),
        ...(needs.has(name) ? { detail: 'required' } : {}),
        request,
        answer: false,
      });
    }
  }

  /** Alternatives have no names: equal ones are set aside, and the others are taken in their order. */
  #alternatives(pair: Pair, path: string, keyword: string, from: JsonObject, to: JsonObject): void {
    const [before, after] = [from[keyword], to[keyword]];
    if (!isArray(before) && !isArray(after)) return;
    const texts = (list: Json | undefined): string[] =>
      arrayAt({ list: list ?? [] }, 'list').map((one) => JSON.stringify(one));
    const [old, now] = [texts(before), texts(after)];
    for (const text of old.filter((one) => now.includes(one)))
      this.#inner(pair, path, JSON.parse(text), JSON.parse(text));
    const left = old.filter((one) => !now.includes(one));
    const right = now.filter((one) => !old.includes(one));
    const every = keyword === 'allOf';
    for (const [index, text] of left.entries()) {
      const other = right[index];
      const here = dotted(path, `<${keyword} ${index}>`);
      if (other !== undefined) this.#inner(pair, here, JSON.parse(text), JSON.parse(other));
      else
        pair.differences.push({
          kind: 'field removed',
          path: here,
          detail: short(JSON.parse(text)),
          request: !every,
          answer: false,
        });
    }
    for (const [index, text] of right.slice(left.length).entries()) {
      const here = dotted(path, `<${keyword} ${left.length + index}>`);
      pair.differences.push({
        kind: 'field added',
        path: here,
        detail: short(JSON.parse(text)),
        request: every,
        answer: false,
      });
    }
  }
}

/** A schema at a place, and whether the object that holds it must have it. */
interface SchemaNode {
  node: Json;
  required: boolean;
}

const dotted = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** Whether a value can be of both: where none can, what they hold is not worth a line each. */
function overlap(from: JsonObject, to: JsonObject): boolean {
  const [before, after] = [typesOf(from), typesOf(to)];
  return !before || !after || [...before].some((type) => after.has(type));
}

/** What stands beside a reference. */
function beside(node: Json): JsonObject {
  if (!isObject(node)) return {};
  const { $ref: _, ...rest } = node;
  return rest;
}
