import { isRecord } from '../core/json.ts';
import type { Part } from './change.ts';
import { BLANK } from './entry.ts';

/** Members whose texts are never secret. Everything else may hold one that the person has put there. */
const SHOWN = new Set(
  'type command cmd args tools source enabled cwd env_vars env_keys bearer_token_env_var url uri httpUrl serverUrl id name description MIST_HOST X-Mist-Cloud'.split(
    ' ',
  ),
);

const HIDDEN = '••••';

/** Nothing but a placeholder, perhaps behind the header's word. */
const REFERENCE = /^(Bearer )?(?:\$(\w+|\{[\w:.-]+\})|\{env:\w+\})$/;

function hidden(text: string, name: string): string {
  if (REFERENCE.test(text) || text === `Bearer ${BLANK}`) return text;
  if (!SHOWN.has(name)) return HIDDEN;
  // Addresses and arguments may carry one inside.
  return text
    .replace(/\b(Bearer|Token)\s+[^\s$]\S*/gi, `$1 ${HIDDEN}`)
    .replace(/\/\/[^/@\s]+@/g, `//${HIDDEN}@`)
    .replace(/([?&](?!cloud=|output=|readonly=)[\w-]+=)[^&\s]+/g, `$1${HIDDEN}`);
}

/** A value in which every text that may be a secret is hidden. */
export function masked(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return hidden(value, name);
  if (Array.isArray(value)) return value.map((item) => masked(item, name));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, masked(inner, key)]));
}

const linesOf = (value: unknown): string[] =>
  value === undefined ? [] : (JSON.stringify(masked(value), null, 2) ?? '').split('\n');

/** Lines that go, come or stay, by the longest sequence that both have. */
function compared(before: readonly string[], after: readonly string[]): string[] {
  const longest = Array.from({ length: before.length + 1 }, () => Array<number>(after.length + 1).fill(0));
  const at = (i: number, j: number): number => longest[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = longest[i];
      if (row) row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && before[i] === after[j]) {
      lines.push(`  ${before[i]}`);
      i++;
      j++;
    } else if (i < before.length && (j === after.length || at(i + 1, j) >= at(i, j + 1)))
      lines.push(`- ${before[i++]}`);
    else lines.push(`+ ${after[j++]}`);
  }
  return lines;
}

/**
 * A change as a person reads it: for every part its place and its lines, those that go with `-`, those that come with
 * `+`. Texts that may be secret are hidden. Nothing outside our own parts is shown, since nothing there changes.
 */
export function differenceOf(parts: readonly Part[]): string {
  const blocks = parts.map(({ where, before, after }) => {
    const lines = compared(linesOf(before), linesOf(after));
    const unseen = lines.every((line) => line.startsWith(' ')) ? ['(a hidden value changes)'] : [];
    return [where, ...lines, ...unseen].map((line) => `  ${line}`).join('\n');
  });
  return blocks.join('\n');
}
