import { isMask } from '../../core/mask.ts';
import { isNothing, isObject, own, same } from './json.ts';
import { type Keys, keysText, valueAt } from './keys.ts';
import { isSecretAt } from './secret.ts';
import type { Change, JsonObject, Plan, ReadBack } from './types.ts';

/**
 * Holds what was sent against what reads back. Only what was sent is compared: what the cloud adds are its defaults.
 * Null, absent and [] are alike, so are a number and its digits, and a MAC address in any notation. What was removed must
 * not read back as it was; another value is a default that took its place.
 *
 * Paths are as short as they can be: a root that reads back whole as it was sent is named once.
 *
 * @param usual the default of what stands at a path: what was removed at its default reads back as it was
 */
export function compareReadBack(
  sent: Plan,
  readBack: JsonObject,
  usual: (keys: Keys) => unknown = () => undefined,
): ReadBack {
  const found: ReadBack = { confirmed: [], differing: [], unseen: [] };
  for (const root of sent.roots) {
    const wrong = new Set<string>();
    for (const { path, was } of sent.removed ?? []) {
      const now = valueAt(readBack, path);
      if (path[0] !== root || isNothing(now) || !same(now, was) || same(now, usual(path))) continue;
      wrong.add(keysText(path));
      found.differing.push({ path: keysText(path), kind: 'set', to: now, secret: isSecretAt(path, now) });
    }
    const value = own(sent.body, root);
    if (value === undefined && wrong.size === 0) found.confirmed.push(keysText([root]));
    else if (value !== undefined) compare([root], value, own(readBack, root), found, wrong.size > 0);
  }
  return found;
}

type Verdict = 'alike' | 'unseen' | 'other';

/** One value: alike, hidden behind a mask, or another one somewhere in it. */
function verdict(sent: unknown, back: unknown): Verdict {
  if (sent === undefined || sent === null || (isNothing(sent) && isNothing(back))) return 'alike';
  if (isObject(sent)) {
    const parts = Object.keys(sent).map((key) => verdict(own(sent, key), own(back, key)));
    if (!isObject(back) && (!isNothing(back) || parts.length > 0)) return 'other';
    return worst(parts);
  }
  if (Array.isArray(sent)) {
    if (!Array.isArray(back) || sent.length !== back.length) return 'other';
    return worst(
      sent.map((item: unknown, index) => (isNothing(item) ? alikeOnly(back[index]) : verdict(item, back[index]))),
    );
  }
  if (isMask(back)) return 'unseen';
  return same(sent, back) || plain(sent) === plain(back) ? 'alike' : 'other';
}

const alikeOnly = (back: unknown): Verdict => (isNothing(back) ? 'alike' : 'other');

const worst = (parts: readonly Verdict[]): Verdict =>
  parts.includes('other') ? 'other' : parts.includes('unseen') ? 'unseen' : 'alike';

const MAC = /^(?:[0-9a-f]{12}|(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}|(?:[0-9a-f]{4}\.){2}[0-9a-f]{4})$/i;

/** A value in the one notation that the cloud may turn it into. */
function plain(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && MAC.test(value) ? value.toLowerCase().replace(/[:.-]/g, '') : value;
}

/** Puts each part where it belongs, going down only as far as parts of a value differ. */
function compare(keys: Keys, sent: unknown, back: unknown, found: ReadBack, split = false): void {
  const judged = verdict(sent, back);
  if (isObject(sent) && isObject(back) && (split || judged !== 'alike'))
    for (const key of Object.keys(sent)) compare([...keys, key], own(sent, key), own(back, key), found);
  else if (judged === 'alike') found.confirmed.push(keysText(keys));
  else if (judged === 'other') found.differing.push(otherwise(keys, sent, back));
  else found.unseen.push(keysText(keys));
}

function otherwise(keys: Keys, from: unknown, to: unknown): Change {
  const secret = isSecretAt(keys, from) || isSecretAt(keys, to);
  const path = keysText(keys);
  if (isNothing(to)) return { path, kind: 'remove', from, secret };
  return isNothing(from) ? { path, kind: 'set', to, secret } : { path, kind: 'change', from, to, secret };
}
