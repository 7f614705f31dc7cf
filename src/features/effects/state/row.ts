import { asText, isRecord, type JsonObject } from '../../../core/json.ts';
import type { Vlan } from '../model.ts';

/** A member that is an object; an empty one where it is not. */
export const rowAt = (row: JsonObject | undefined, name: string): JsonObject => {
  const value = row?.[name];
  return isRecord(value) ? value : {};
};

/** A member that is a text with something in it. */
export const textAt = (row: JsonObject | undefined, name: string): string | undefined => {
  const value = row?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The elements of a list; none where it is no list. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The texts of a list. */
export const textsOf = (value: unknown): string[] =>
  listOf(value)
    .filter((item) => typeof item === 'string' && item !== '')
    .map(String);

/** The objects of a list. */
export const rowsOf = (value: unknown): readonly JsonObject[] => listOf(value).filter(isRecord);

/** A VLAN as it is written: a number, a number as text, or a text that is none, such as an open variable. */
export function vlanOf(value: unknown): Vlan | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  return /^\d{1,4}$/.test(value.trim()) ? Number(value) : value.trim();
}

/** An object with the time of its last change, as one text: another one once somebody changed it. */
export const layerText = (row: JsonObject): string => `${asText(row.id ?? '')} ${asText(row.modified_time ?? '')}`;
