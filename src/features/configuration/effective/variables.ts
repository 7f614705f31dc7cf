import { isRow } from './layer.ts';

const VARIABLE = /\{\{\s*([\w.-]{1,100})\s*\}\}/g;

/** A value with its variables filled in. */
export interface ResolvedValue {
  readonly value: unknown;
  /** Variables without a value → the first place that names them. */
  readonly unresolved: ReadonlyMap<string, string>;
}

/**
 * Fills in `{{name}}` wherever text holds it, also in the names of ports and networks. A value is taken as it is: one
 * that names a further variable is not looked into.
 *
 * @param variables values by name; text, as a variable cannot be anything else
 * @param where path of the value, for what stays unresolved
 */
export function resolveVariables(value: unknown, variables: ReadonlyMap<string, string>, where: string): ResolvedValue {
  const unresolved = new Map<string, string>();
  const fill = (text: string, path: string): string =>
    text.replace(VARIABLE, (whole, name: string) => {
      const known = variables.get(name);
      if (known === undefined && !unresolved.has(name)) unresolved.set(name, path);
      return known ?? whole;
    });
  const walk = (node: unknown, path: string): unknown => {
    if (typeof node === 'string') return fill(node, path);
    if (Array.isArray(node)) return node.map((item) => walk(item, `${path}[]`));
    if (!isRow(node)) return node;
    const entries = Object.entries(node).map(([key, item]) => {
      const inner = path === '' ? key : `${path}.${key}`;
      return [fill(key, inner), walk(item, inner)] as const;
    });
    return Object.fromEntries(entries);
  };
  return { value: walk(value, where), unresolved };
}
