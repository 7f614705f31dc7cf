import { isRecord, type JsonObject } from '../core/json.ts';
import { type Client, SERVER_NAME } from './client.ts';

const swapped = (renames: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(renames).map(([usual, own]) => [own, usual]));

const renamed = (entry: JsonObject, names: Readonly<Record<string, string>>): JsonObject =>
  Object.fromEntries(Object.entries(entry).map(([name, value]) => [names[name] ?? name, value]));

/** An entry in the words of its application. @param entry in the words that most use */
export function nativeEntry({ renames = {}, headersIn, list }: Client, entry: JsonObject): JsonObject {
  const { headers, ...rest } = renamed(entry, renames);
  const named = list ? { name: SERVER_NAME } : {};
  if (headers === undefined) return { ...named, ...rest };
  if (headersIn === undefined) return { ...named, ...rest, headers };
  const within = rest[headersIn];
  return { ...named, ...rest, [headersIn]: { ...(isRecord(within) ? within : {}), headers } };
}

/** An entry in the words that most applications use. @param native as the application has it; anything may stand there */
export function standardEntry({ renames = {}, headersIn, list }: Client, native: unknown): unknown {
  if (!isRecord(native)) return native;
  const { name, ...unnamed } = native;
  const entry = renamed(list ? unnamed : native, swapped(renames));
  const within = headersIn === undefined ? undefined : entry[headersIn];
  if (headersIn === undefined || !isRecord(within)) return entry;
  const { headers, ...others } = within;
  const { [headersIn]: _, ...rest } = entry;
  return {
    ...rest,
    ...(Object.keys(others).length > 0 ? { [headersIn]: others } : {}),
    ...(headers === undefined ? {} : { headers }),
  };
}
