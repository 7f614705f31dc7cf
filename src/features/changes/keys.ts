import { own } from './json.ts';

/** A way down an object: attributes by name, elements of lists by number. */
export type Keys = readonly (string | number)[];

const PLAIN = /^[\p{L}\p{N}_/:@-][\p{L}\p{N}_/:@*-]*$/u;

/** A way down as people write it: `radius_config.auth_servers[0].host`; other names than plain ones are quoted. */
export function keysText(keys: Keys): string {
  let text = '';
  for (const key of keys) {
    if (typeof key === 'number') text += `[${key}]`;
    else text += `${text === '' ? '' : '.'}${PLAIN.test(key) ? key : JSON.stringify(key)}`;
  }
  return text;
}

/** The way that a text made by `keysText` tells. */
export const keysOf = (text: string): Keys =>
  [...text.matchAll(/\[(\d+)\]|("(?:[^"\\]|\\.)*")|([^.[\]]+)/g)].map(([, index, name, plain = '']) => {
    if (index !== undefined) return Number(index);
    return name === undefined ? plain : String(JSON.parse(name));
  });

/** What stands at the end of a way, or undefined where the way ends before. */
export function valueAt(value: unknown, keys: Keys): unknown {
  let found = value;
  for (const key of keys) {
    if (typeof key === 'string') found = own(found, key);
    else found = Array.isArray(found) ? found[key] : undefined;
  }
  return found;
}
