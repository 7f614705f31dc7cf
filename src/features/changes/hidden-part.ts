import { InputError } from '../../core/errors/input-error.ts';
import { plainMasks } from '../../core/mask.ts';
import { isObject, own } from './json.ts';
import { hostOf, sensitiveKindsOf, textsIn } from './sensitive.ts';
import type { Change } from './types.ts';
import { shownPath, visible } from './visible.ts';

/** Characters of one line of commands that masks may hide: keys are no longer. */
const MOST_HIDDEN = 300;

/** Whether masks hide more of a text than a key in each line. */
function hidesLines(text: string, masked: unknown): boolean {
  if (typeof masked !== 'string') return true;
  const [lines, shown] = [text.split(/\r\n?|\n/), plainMasks(masked, '').split(/\r\n?|\n/)];
  return (
    lines.length !== shown.length || lines.some((line, at) => line.length - (shown[at] ?? '').length > MOST_HIDDEN)
  );
}

function hidesCommands(value: unknown, masked: unknown): boolean {
  if (value === masked) return false;
  if (typeof value === 'string') return hidesLines(value, masked);
  if (Array.isArray(value))
    return !Array.isArray(masked) || value.some((one: unknown, index) => hidesCommands(one, masked[index]));
  return !isObject(value) || Object.keys(value).some((key) => hidesCommands(own(value, key), own(masked, key)));
}

/**
 * Makes sure that no mask hides a command: what looks like a secret is left out of a question, and could be anything.
 *
 * @param masked what is shown of the value that would be sent; undefined for nothing of it
 * @throws InputError when commands would not be seen
 */
export function requireShown(change: Change, masked: unknown): void {
  const { path, to } = change;
  if (to === undefined || !sensitiveKindsOf(change, false).includes('cli_commands') || !hidesCommands(to, masked))
    return;
  throw new InputError(
    `${shownPath(path)} holds commands that cannot be shown to the person who confirms them, because a secret is in them that has no clear end.`,
    'Nothing was sent. Give each command as a text of its own, on one line, and variables a name that is not that of a secret.',
  );
}

/** The part of a URL in which people look for the host. */
const SEEN_HOST = /^\s*[a-z][\w+.-]{0,20}:[\\/]{2}([^/?#]*)/i;

/** The hosts that URLs in a value lead to, where that is not plain to see; empty where it is. */
export function strangeHosts(value: unknown): string {
  const hosts = textsIn(value).flatMap((text) => {
    const seen = SEEN_HOST.exec(text)?.[1];
    const host = seen === undefined ? undefined : hostOf(text);
    return host === undefined || seen?.toLowerCase().replace(/:(?:80|443)$/, '') === host ? [] : [host];
  });
  return hosts.length === 0 ? '' : ` (leads to ${[...new Set(hosts)].map((host) => visible(host)).join(', ')})`;
}
