/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | Row;

/** One JSON object, as the simulated cloud stores and answers it. */
export interface Row {
  [key: string]: Json;
}

/** Whether a value is a JSON object, neither a list nor null. */
export function isRow(value: Json | undefined): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a JSON list. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The text at a key of a row, or '' where there is none. */
export function textOf(row: Row | undefined, key: string): string {
  const value = row?.[key];
  return typeof value === 'string' ? value : '';
}

/**
 * Parses JSON text.
 *
 * @throws SyntaxError when the text is not JSON
 */
export function parseJson(text: string): Json {
  const value: Json = JSON.parse(text);
  return value;
}
