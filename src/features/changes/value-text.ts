import { isId } from '../../core/ids.ts';
import { plainMasks } from '../../core/mask.ts';
import { requireShown, strangeHosts } from './hidden-part.ts';
import { canonical, isObject, same } from './json.ts';
import { keysOf, valueAt } from './keys.ts';
import { movedValues } from './list-pairs.ts';
import { isSecretPlace } from './secret.ts';
import { textsIn } from './sensitive.ts';
import type { Change } from './types.ts';
import { cut, quoted, shown, visible } from './visible.ts';

/** What the words for a difference need beside it. */
export interface Wording {
  /** What objects are called, by id. */
  readonly names: ReadonlyMap<string, string>;
  /** Longest value in a line, in characters. */
  readonly most: number;
  /** There is one state only, of an object that comes or goes: its values stand alone. */
  readonly single?: boolean;
  /** What would be sent is shown whole, however long; only values that go are cut. */
  readonly whole?: boolean;
  /** Masks what may be a secret, by the name it stands under and inside a text. */
  readonly mask: (value: unknown) => unknown;
}

const OLD = '(secret)';
const NEW = '(another secret)';

const namesOf = (path: string): readonly string[] => keysOf(path).filter((key) => typeof key === 'string');

/** A value without its secrets, masked under the names that lead to it: lines of configuration are known by theirs. */
const masked = (value: unknown, path: string, { mask }: Wording): unknown => brief(inPlace(value, path, mask));

function inPlace(value: unknown, path: string, mask: Wording['mask']): unknown {
  const names = namesOf(path);
  const whole = names.reduceRight<unknown>((inner, name) => Object.fromEntries([[name, inner]]), value);
  return valueAt(mask(whole), names);
}

/** The same with a short word for each mask. */
function brief(value: unknown): unknown {
  if (typeof value === 'string') return plainMasks(value, OLD);
  if (Array.isArray(value)) return value.map(brief);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, brief(one)]));
}

/** The id of a device, which ends with its MAC. */
const DEVICE_ID = /^0{8}-0000-0000-1000-([0-9a-f]{12})$/i;

/** An object's name with the value that stands for it: of an id its beginning, of a device its MAC or serial number. */
function named(value: string, name: string): string {
  const mac = DEVICE_ID.exec(value)?.[1];
  return `${quoted(name)} (${mac ?? (isId(value) ? cut(value, 9) : visible(value))})`;
}

/** Objects in a list by their names; each with its value where the names alone do not tell them apart. */
function listed(values: readonly unknown[], { names }: Wording, most: number): string | undefined {
  const known = values.map((one) => (typeof one === 'string' ? names.get(one) : undefined));
  const isDevice = (one: unknown): boolean => typeof one === 'string' && (!isId(one) || DEVICE_ID.test(one));
  const isFull =
    values.some((one, at) => known[at] !== undefined && isDevice(one)) || new Set(known).size < known.length;
  if (known.every((name) => name === undefined) || (!isFull && known.includes(undefined))) return undefined;
  const texts = values.map((one, at) => {
    const name = known[at];
    if (name === undefined || typeof one !== 'string') return shown(one, most);
    return isFull ? named(one, name) : quoted(name);
  });
  const text = `[${texts.join(', ')}]`;
  return text.length > most ? `${cut(text, most)} (${values.length} values)` : text;
}

function worded(value: unknown, wording: Wording): string {
  const { names } = wording;
  const most = wording.whole ? Number.POSITIVE_INFINITY : wording.most;
  const name = typeof value === 'string' ? names.get(value) : undefined;
  if (name !== undefined && typeof value === 'string') return named(value, name);
  const list = Array.isArray(value) ? listed(value, wording, most) : undefined;
  if (list !== undefined) return list;
  // A row stays as it is sent; what it stands for is told behind it.
  const rows = isObject(value) && names.size > 0 ? textsIn(value).flatMap((one) => names.get(one) ?? []) : [];
  return `${shown(value, most)}${rows.length > 0 ? ` (${rows.map((one) => quoted(one)).join(', ')})` : ''}`;
}

const isPlainList = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value.every((one) => typeof one !== 'object' || one === null);

/** Values that are told one by one when they are moved. */
const MOST_MOVED = 3;

/** Which values of a list were moved, in words; undefined where none was. */
function moveText(before: readonly unknown[], after: readonly unknown[], wording: Wording): string | undefined {
  const moved = movedValues(before, after);
  if (moved.length > MOST_MOVED) return `moved ${moved.length} values`;
  const each = moved.map(({ value, from, to }) => `${worded(value, wording)} from [${from}] to [${to}]`);
  return each.length > 0 ? `moved ${each.join(', ')}` : undefined;
}

/** Whether two lists have the same values, each as often. */
const isReordered = (before: readonly unknown[], after: readonly unknown[]): boolean =>
  same([...before].map(canonical).sort(), [...after].map(canonical).sort());

/** What comes into a list of plain values and what goes, where the whole list is too long to see it. */
function listChange(before: readonly unknown[], after: readonly unknown[], wording: Wording): string {
  const [old, now] = [new Set(before), new Set(after)];
  const added = after.filter((one) => !old.has(one));
  const gone = before.filter((one) => !now.has(one));
  const moved = moveText(before, after, wording);
  const parts = [
    ...(added.length > 0 ? [`added ${worded(added, wording)}`] : []),
    ...(gone.length > 0 ? [`removed ${worded(gone, wording)}`] : []),
    ...(moved === undefined ? [] : [moved]),
  ];
  const what =
    parts.length > 0
      ? parts.join(', ')
      : `the same in another order or number${wording.whole ? `: ${worded(after, wording)}` : ''}`;
  return `${before.length} → ${after.length} values: ${what}`;
}

/** A long text from shortly before where it begins to differ until where it ceases to; its own middle goes first. */
function changedPart(text: string, start: number, end: number, most: number): string {
  const from = Math.max(0, start - 10);
  const part = text.slice(from, text.length - Math.max(0, end - 10));
  const half = Math.floor(most / 2);
  const told = part.length <= most ? part : `${part.slice(0, half)}…${part.slice(-half)}`;
  return visible(`"${from > 0 ? '…' : ''}${JSON.stringify(told).slice(1, -1)}${end > 10 ? '…' : ''}"`);
}

/** Two long texts by what differs between them, so that nothing changes behind an ellipsis. */
function textChange(before: string, after: string, { most, whole }: Wording): string {
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && before[start] === after[start]) start++;
  let end = 0;
  while (end < least - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const part = (text: string, room: number): string =>
    `${changedPart(text, start, end, room)} (${text.length} characters)`;
  return `${part(before, most)} → ${part(after, whole ? Number.POSITIVE_INFINITY : most)}`;
}

/** From which value to which, so that the difference can be seen however long they are. */
function changeText(before: unknown, after: unknown, wording: Wording): string {
  if (same(before, after)) return `${worded(after, wording)}, with ${NEW}`;
  const isLong = [before, after].some((value) => (JSON.stringify(value) ?? '').length > wording.most);
  if (isPlainList(before) && isPlainList(after) && isReordered(before, after))
    return `${moveText(before, after, wording) ?? 'the same values in another order'}: ${worded(after, wording)}`;
  if (isLong && isPlainList(before) && isPlainList(after)) return listChange(before, after, wording);
  if (isLong && typeof before === 'string' && typeof after === 'string') return textChange(before, after, wording);
  return `${worded(before, { ...wording, whole: false })} → ${worded(after, wording)}`;
}

/**
 * The values of a difference in words: `30 → 40`. What stands at the place of a secret is never shown, only that it
 * changes. Of other text only the secrets in it are left out: a credential among commands must not hide the commands.
 *
 * @throws InputError for commands that cannot be shown because of the secrets in them
 */
export function valuesText(change: Change, wording: Wording): string {
  const { path, kind, from, to, secret } = change;
  if (kind === 'move') return `moved here from [${String(from)}]${typeof to === 'string' ? `: ${quoted(to)}` : ''}`;
  const hidden = secret && isSecretPlace(namesOf(path));
  if (wording.whole) requireShown(change, hidden ? undefined : inPlace(to, path, wording.mask));
  const told = (value: unknown): string =>
    hidden ? OLD : worded(masked(value, path, wording), { ...wording, whole: wording.whole === true && value === to });
  const hosts = wording.whole ? strangeHosts(to) : '';
  if (wording.single) return `${told(to ?? from)}${hosts}`;
  if (kind === 'set') return `(none) → ${told(to)}${hosts}`;
  if (kind === 'remove') return `${told(from)} → (removed)`;
  if (hidden) return `${OLD} → ${NEW}`;
  return `${changeText(masked(from, path, wording), masked(to, path, wording), wording)}${hosts}`;
}
