import { cleanText } from '../core/clean-text.ts';
import { isRecord } from '../core/json.ts';
import { cutPlace, withoutToken } from '../core/mask.ts';

/** What was done to the texts of an answer. */
export interface CleanResult {
  /** A copy, or the very same value when nothing was done. */
  readonly value: unknown;
  /** How many texts are shown without some of their characters. */
  readonly removed: number;
  /** How many are shown without their end. */
  readonly cut: number;
  /** Where the first of them stand. */
  readonly at: readonly string[];
}

/** Places that are named. */
const MOST_PLACES = 10;
const LONGEST_KEY = 200;
/** Deeper than any object of the API; the client reads nothing deeper. */
const DEEPEST = 250;

/** How texts are cleaned. */
export interface CleanOptions {
  /** Characters that one text may have; what is behind is counted, not shown. All of them unless told. */
  readonly longest?: number | undefined;
  /** The token that the cloud is asked with: nobody needs to see it, wherever it comes from. */
  readonly token?: string | undefined;
}

/** One pass over an answer. */
class Cleaner {
  removed = 0;
  cut = 0;
  readonly at: string[] = [];
  readonly #path: (string | number)[] = [];
  readonly #longest: number;
  readonly #token: string;

  constructor({ longest = Number.POSITIVE_INFINITY, token = '' }: CleanOptions) {
    this.#longest = longest;
    this.#token = token;
  }

  value(value: unknown): unknown {
    if (typeof value === 'string') return this.#text(value);
    if (!Array.isArray(value) && !isRecord(value)) return value;
    if (this.#path.length > DEEPEST) return '(nested too deeply to be shown)';
    return Array.isArray(value) ? this.#list(value) : this.#object(value);
  }

  #text(given: string): string {
    const visible = cleanText(given);
    const text = withoutToken(visible, this.#token);
    if (visible === given && text.length <= this.#longest) return text;
    if (visible !== given) this.removed += 1;
    const short = shortened(text, this.#longest);
    if (short !== text) this.cut += 1;
    this.#note();
    return withoutToken(short, this.#token);
  }

  #list(list: readonly unknown[]): unknown {
    let copy: unknown[] | undefined;
    for (const [index, item] of list.entries()) {
      this.#path.push(index);
      const clean = this.value(item);
      this.#path.pop();
      if (clean === item) continue;
      copy ??= [...list];
      copy[index] = clean;
    }
    return copy ?? list;
  }

  #object(object: Readonly<Record<string, unknown>>): unknown {
    const entries: [string, unknown][] = [];
    const namesakes = new Map<string, number>();
    let changed = false;
    for (const key of Object.keys(object)) {
      const name = cleanName(key, withoutToken(cleanText(key), this.#token), object, namesakes);
      this.#path.push(name);
      const item = object[key];
      const clean = this.value(item);
      if (name !== key) {
        this.removed += 1;
        this.#note();
      }
      this.#path.pop();
      changed ||= clean !== item || name !== key;
      entries.push([name, clean]);
    }
    // fromEntries defines each member, so that a key such as `__proto__` stays a key.
    return changed ? Object.fromEntries(entries) : object;
  }

  #note(): void {
    if (this.at.length >= MOST_PLACES) return;
    const place = this.#path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
    this.at.push(shortened(place.replace(/^\./, ''), LONGEST_KEY));
  }
}

/** Two names may look the same once they are clean; neither may take the other's place. */
function cleanName(key: string, shown: string, object: object, namesakes: Map<string, number>): string {
  const clean = shortened(shown, LONGEST_KEY);
  // Applications lose a member of this name, or take it for the prototype of what they read.
  const name = clean === '__proto__' ? '[__proto__]' : clean;
  if (name === key) return key;
  const before = namesakes.get(name) ?? (Object.hasOwn(object, name) ? 1 : 0);
  namesakes.set(name, before + 1);
  return before === 0 ? name : `${name} (${before + 1})`;
}

/** The beginning of a text, and how much more there was; never half a character, nor half a mask. */
function shortened(text: string, longest: number): string {
  const place = text.length <= longest ? text.length : cutPlace(text, longest);
  if (place >= text.length) return text;
  const kept = text.slice(0, place).replace(/[\ud800-\udbff]$/, '');
  return `${kept}… (${text.length - kept.length} more characters)`;
}

/**
 * Makes every text of an answer, names of attributes included, fit to be shown; see `cleanText`. Secrets are masked
 * before: what is cut here can no longer be known by what stood around it.
 */
export function clean(value: unknown, options: CleanOptions = {}): CleanResult {
  const cleaner = new Cleaner(options);
  const cleaned = cleaner.value(value);
  return { value: cleaned, removed: cleaner.removed, cut: cleaner.cut, at: cleaner.at };
}
