import { isRecord, type JsonObject } from '../../../core/json.ts';
import { rowAt, textAt } from '../state/row.ts';
import type { SiteParts } from '../state/site-parts.ts';
import { siteVariables } from '../state/site-state.ts';
import type { Difference } from './group-builder.ts';
import { shortValue } from './value-words.ts';

/** Uses of a variable that are named. */
const MOST_NAMED = 5;

/** Paths in a value at which a variable stands. */
function usesIn(value: unknown, pattern: RegExp, path: string): string[] {
  if (typeof value === 'string') return pattern.test(value) ? [path] : [];
  if (Array.isArray(value)) return value.flatMap((item) => usesIn(item, pattern, path));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => {
    const inner = path === '' ? name : `${path}.${name}`;
    return [...(pattern.test(name) ? [inner] : []), ...usesIn(item, pattern, inner)];
  });
}

const WORD: Readonly<Record<string, string>> = {
  networktemplate: 'network template',
  gatewaytemplate: 'gateway template',
};

/** Every use of a variable in what a site is made of, in words. */
function usesOf(name: string, parts: SiteParts): string[] {
  const pattern = new RegExp(`\\{\\{\\s*${name.replace(/[^\w-]/g, '\\$&')}\\s*\\}\\}`);
  const without = ({ vars: _, ...others }: JsonObject): JsonObject => others;
  const uses = new Set<string>();
  const look = (row: JsonObject, words: string): void => {
    for (const path of usesIn(without(row), pattern, '')) uses.add(`${words}${path}`);
  };
  for (const wlan of parts.wlans) look(wlan, `WLAN ${JSON.stringify(textAt(wlan, 'ssid') ?? '')} `);
  for (const [kind, row] of Object.entries(parts.templates)) if (row) look(row, `${WORD[kind] ?? kind} `);
  look(parts.setting, 'site setting ');
  for (const row of parts.profiles.values()) look(row, `device profile ${textAt(row, 'name') ?? ''} `);
  for (const row of parts.devices) look(row, `${textAt(row, 'name') ?? 'device'} `);
  return [...uses];
}

/** Variables of the site whose value changes, each with every place that uses it. */
export function variableDifferences(before: SiteParts, after: SiteParts): Difference[] {
  const [was, becomes] = [siteVariables(before), siteVariables(after)];
  const site = textAt(after.site, 'name') ?? '';
  return [...new Set([...was.keys(), ...becomes.keys()])]
    .filter((name) => was.get(name) !== becomes.get(name))
    .map((name) => {
      const uses = usesOf(name, after);
      const more = uses.length > MOST_NAMED ? ` and ${uses.length - MOST_NAMED} more` : '';
      const words = uses.length === 0 ? 'nothing uses it' : `used by ${uses.slice(0, MOST_NAMED).join(', ')}${more}`;
      const told = (value: string | undefined) => (value === undefined ? undefined : shortValue(name, value));
      return {
        site,
        subject: `variable ${name} (${words})`,
        was: told(was.get(name)),
        becomes: told(becomes.get(name)),
      };
    });
}

/** Whether a site or a template of it sets variables on one side that it does not on the other. */
export const hasOtherVariables = (before: SiteParts, after: SiteParts): boolean =>
  JSON.stringify(rowAt(before.setting, 'vars')) !== JSON.stringify(rowAt(after.setting, 'vars')) ||
  before.templates.sitetemplate !== after.templates.sitetemplate;
