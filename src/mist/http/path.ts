import { refused } from '../../core/errors/mist-error.ts';
import { ID_SHAPE, isId } from '../../core/ids.ts';
import type { Parameter } from '../spec/operations.ts';

/**
 * Anything that a server, a proxy or the URL parser might read as more than one segment: separators, the start of a
 * query or fragment, an escape, and control characters.
 */
const UNSAFE = /[/\\?#%\p{Cc}]/u;

/**
 * Why a text must not become a path segment, or undefined when it may. `..` as an id would turn the deletion of one
 * object into that of the whole organization, so this is checked before encoding, on the value itself.
 */
export function segmentFault(value: string, format?: string): string | undefined {
  if (value.trim() === '') return 'is empty';
  if (value === '.' || value === '..') return 'is a path step, not a value';
  if (UNSAFE.test(value)) return 'holds one of / \\ ? # % or a control character';
  if (/\p{Cs}/u.test(value)) return 'is not valid Unicode';
  if (format === 'uuid' && !isId(value)) return `is not an id (${ID_SHAPE})`;
  return undefined;
}

/**
 * Fills the parameters of a path template. No value leaves its segment.
 *
 * @param template the path, such as `/api/v1/orgs/{org_id}`
 * @param values one text for each parameter, none more and none less
 * @throws MistError of kind `refused`
 */
export function serializePath(
  template: string,
  values: Readonly<Record<string, unknown>>,
  parameters: Readonly<Record<string, Parameter>>,
): string {
  const extra = Object.keys(values).find((name) => !template.includes(`{${name}}`));
  if (extra !== undefined) throw refused(`The path has no parameter "${shown(extra)}".`, 'Leave it out.');
  return template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (typeof value !== 'string') throw refused(`${name} is missing.`, `Give ${name}; nothing was sent.`);
    const fault = segmentFault(value, parameters[name]?.format);
    if (fault !== undefined) {
      throw refused(
        `${name} "${shown(value)}" ${fault}.`,
        `Give the ${name} as the Mist API returns it; nothing was sent.`,
      );
    }
    return encodeURIComponent(value);
  });
}

/** A value of the caller's own, short and without control characters. */
const shown = (value: string): string => value.replace(/\p{Cc}|\p{Cs}/gu, '·').slice(0, 60);
