import { isList, isRow, type Json, type Row } from '../json.ts';

/** A name in double braces, with or without blanks around it. */
const REFERENCE = /\{\{\s*([^{}\s]+)\s*\}\}/g;

function text(value: string, vars: Row): string {
  return value.replace(REFERENCE, (whole, name: string) => {
    const found = Object.hasOwn(vars, name) ? vars[name] : undefined;
    return typeof found === 'string' || typeof found === 'number' ? String(found) : whole;
  });
}

/**
 * A copy in which variables are replaced by their values, in texts at any depth. One without a value stays as it is.
 * The values themselves are not looked at again.
 */
export function resolved(value: Json, vars: Row): Json {
  if (typeof value === 'string') return text(value, vars);
  if (isList(value)) return value.map((one) => resolved(one, vars));
  return isRow(value) ? resolvedRow(value, vars) : value;
}

/** The same for an object; its own `vars` are the definitions and stay. */
export function resolvedRow(row: Row, vars: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([key, one]) => [key, key === 'vars' ? one : resolved(one, vars)]));
}
