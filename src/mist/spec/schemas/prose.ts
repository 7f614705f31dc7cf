import { hasGenerated, readGenerated } from '../layer-files.ts';
import { openedSchemas, refName, type Schema, schemaOf } from './document.ts';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** What the rest of a JSON pointer leads to. */
function at(root: unknown, pointer: string): unknown {
  let value: unknown = root;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

const DEFS = '/$defs/';

let byName: Map<string, [pointer: string, text: string][]> | undefined;

/** The spec's sentences by the schema's name as pointers write it, with the pointer within it: none where `prose.json` was not generated. */
function sentences(): NonNullable<typeof byName> {
  if (byName) return byName;
  byName = new Map();
  const prose = hasGenerated('prose.json') ? readGenerated('prose.json') : undefined;
  for (const [key, text] of Object.entries(isObject(prose) ? prose : {})) {
    if (!key.startsWith(DEFS) || typeof text !== 'string') continue;
    const slash = key.indexOf('/', DEFS.length);
    const name = key.slice(DEFS.length, slash < 0 ? undefined : slash);
    const pointer = slash < 0 ? '' : key.slice(slash);
    const list = byName.get(name);
    if (list) list.push([pointer, text]);
    else byName.set(name, [[pointer, text]]);
  }
  return byName;
}

const said = new WeakMap<object, string>();
const noted = new Set<string>();

/** Notes the sentences on every part of the schemas that are in use; the document has ten times as many. */
function noteOpened(): void {
  const opened = openedSchemas();
  if (noted.size === opened.size) return;
  for (const [name, schema] of opened) {
    if (noted.has(name)) continue;
    noted.add(name);
    for (const [pointer, text] of sentences().get(name.replaceAll('~', '~0').replaceAll('/', '~1')) ?? []) {
      const part = at(schema, pointer);
      if (isObject(part)) said.set(part, text);
    }
  }
}

/**
 * What the spec says of a field: at the field itself, else at the schema that it refers to.
 *
 * @param limit characters; a longer text ends with `…`
 * @returns undefined where nothing is said or no prose was generated
 */
export function proseOf(schema: Schema, limit: number): string | undefined {
  let target: Schema | undefined = schema;
  let text: string | undefined;
  for (let hops = 0; target && text === undefined && hops < 5; hops++) {
    noteOpened();
    text = said.get(target);
    const name: string | undefined = refName(target);
    target = name === undefined ? undefined : schemaOf(name);
  }
  const line = text?.replace(/\s+/g, ' ').trim();
  if (line === undefined || line.length <= limit) return line;
  return `${line.slice(0, limit - 1).trimEnd()}…`;
}
