import { at, byCodeUnit, type Json, type JsonObject, objectAt } from './json.ts';
import type { Bodies } from './operations.ts';
import {
  bodyContent,
  jsonSchema,
  operations,
  type RawOperation,
  responseContent,
  type Spec,
  schemaName,
} from './spec.ts';

/** Every schema that gets a name in `$defs`, still as the document has it, and which operation uses which. */
export interface Definitions {
  schemas: ReadonlyMap<string, Json>;
  bodies: ReadonlyMap<string, Bodies>;
  /** Names that schemas.json starts from: what can be sent, and the objects that it configures. */
  roots: ReadonlySet<string>;
}

const FORM = /^(multipart\/|application\/x-www-form-urlencoded)/;

/** The schema of a form upload, if the operation takes one. */
function formSchema(content: JsonObject): Json | undefined {
  const type = Object.keys(content).find((name) => FORM.test(name));
  return type === undefined ? undefined : at(content, type, 'schema');
}

/**
 * Whether a GET answers configuration: what stands at a path can be written (it has a PUT), or it lists such items, or
 * it is the effective object that they add up to. This is a rule so that a new family needs no entry anywhere.
 */
function answersConfiguration({ route, path }: RawOperation, routes: ReadonlySet<string>): boolean {
  if (!route.startsWith('GET ')) return false;
  if (routes.has(`PUT ${path}`) || path.endsWith('/derived')) return true;
  const prefix = `PUT ${path}/{`;
  return [...routes].some((other) => other.startsWith(prefix) && !other.slice(prefix.length).includes('/'));
}

/** Collects the named schemas; an inline body or answer is named after its operation. */
export function collectDefinitions(spec: Spec): Definitions {
  const schemas = new Map(Object.entries(objectAt(spec.root, 'components', 'schemas')));
  const bodies = new Map<string, Bodies>();
  const roots = new Set<string>();
  const all = operations(spec);
  const routes = new Set(all.map(({ route }) => route));

  const nameOf = (schema: Json | undefined, id: string, kind: string): string | undefined => {
    if (schema === undefined) return undefined;
    const known = schemaName(schema);
    if (known !== undefined) return known;
    let name = `${id}_${kind}`;
    while (schemas.has(name)) name += '_';
    schemas.set(name, schema);
    return name;
  };

  for (const raw of all) {
    const content = bodyContent(spec, raw.operation);
    const body = nameOf(jsonSchema(content), raw.id, 'body');
    const form = nameOf(formSchema(content), raw.id, 'form');
    const response = nameOf(jsonSchema(responseContent(spec, raw.operation)), raw.id, 'response');
    bodies.set(raw.route, {
      ...(body === undefined ? {} : { body }),
      ...(form === undefined ? {} : { form }),
      ...(response === undefined ? {} : { response }),
    });
    const sent = [body, form, answersConfiguration(raw, routes) ? response : undefined];
    for (const name of sent) if (name !== undefined) roots.add(name);
  }
  return { schemas, bodies, roots };
}

/**
 * The names that a set of starting points reaches through references, itself included, in order.
 *
 * @param references names that one definition refers to
 */
export function reach(start: Iterable<string>, references: (name: string) => Iterable<string>): string[] {
  const found = new Set<string>();
  const open = [...start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...references(name));
  }
  return [...found].sort(byCodeUnit);
}
