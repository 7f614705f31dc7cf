import { isRecord, type JsonObject } from '../../../core/json.ts';
import { isMask, withoutMarks } from '../../../core/mask.ts';
import { referencesFrom } from '../../../mist/references.ts';
import { type FiledObject, REFERENCE, TEXT } from '../../snapshot/index.ts';
import { plainText } from '../new-objects.ts';

/** What a reference of a snapshot means in the target: an id, or `$new:PATH`; undefined where it means nothing there. */
export type IdOfPath = (path: string) => string | undefined;

/** An object of a snapshot as a payload for the target, and what could not be carried over. */
export interface TranslatedObject {
  readonly payload: JsonObject;
  /** Whole sentences. */
  readonly leftOut: readonly string[];
  /** Roots that lack a secret. */
  readonly secretless: ReadonlySet<string>;
}

export interface TranslateOptions {
  readonly idOfPath: IdOfPath;
  /** Whether ids that the snapshot knows no object of mean something in the target: it is the same organization. */
  readonly keepsIds: boolean;
  /** The object that is there now: its secrets stay where the snapshot has masks. */
  readonly present?: FiledObject | undefined;
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** In the place of what is left out. */
const GONE = Symbol('left out');

/** Puts ids in the place of the references of a snapshot, and what is there now in the place of its masks. */
export function translate(object: FiledObject, options: TranslateOptions): TranslatedObject {
  const walk = new Translation(object, options);
  const roots = Object.entries(object.value).flatMap(([root, value]): [string, unknown][] => {
    const done = walk.value(value, [root], options.present?.value[root]);
    return done === GONE ? [] : [[root, done]];
  });
  return { payload: Object.fromEntries(roots), leftOut: walk.sentences(), secretless: walk.secretless };
}

class Translation {
  readonly secretless = new Set<string>();
  readonly #object: FiledObject;
  readonly #options: TranslateOptions;
  readonly #strange = new Set<string>();
  readonly #secrets = new Set<string>();
  readonly #ids: boolean;

  constructor(object: FiledObject, options: TranslateOptions) {
    this.#object = object;
    this.#options = options;
    this.#ids = referencesFrom(object.family).some((reference) => 'ids' in reference);
  }

  value(value: unknown, keys: readonly string[], present: unknown): unknown {
    if (typeof value === 'string') return this.#text(value, keys, present);
    if (Array.isArray(value)) {
      const others: readonly unknown[] = Array.isArray(present) ? present : [];
      const isAlike = others.length === value.length;
      return value
        .map((item: unknown, at) => this.value(item, [...keys, '*'], isAlike ? others[at] : OTHER_LIST))
        .filter((item) => item !== GONE);
    }
    if (!isRecord(value)) return value;
    const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
      const name = this.#text(key, [...keys, key], undefined);
      const inner = this.value(
        item,
        [...keys, key],
        isRecord(present) ? present[key] : present === OTHER_LIST ? OTHER_LIST : undefined,
      );
      return typeof name !== 'string' || inner === GONE ? [] : [[name, inner]];
    });
    return Object.fromEntries(entries);
  }

  #text(text: string, keys: readonly string[], present: unknown): unknown {
    if (text.startsWith(REFERENCE)) {
      const path = text.slice(REFERENCE.length);
      const id = this.#options.idOfPath(path);
      if (id === undefined) this.#strange.add(`${keys.join('.')} (${path})`);
      return id ?? GONE;
    }
    if (isMask(text)) return this.#mask(text, keys, present);
    const plain = text.startsWith(TEXT) ? text.slice(TEXT.length) : text;
    if (!this.#options.keepsIds && this.#ids && ID.test(plain) && isIdPlace(keys)) {
      this.#strange.add(`${keys.join('.')} (${plain})`);
      return GONE;
    }
    return plainText(plain);
  }

  /** A mask means the secret that is there now; one that is another, or none, is lost. */
  #mask(text: string, keys: readonly string[], present: unknown): unknown {
    const plain = withoutMarks(text);
    const isKept = typeof present === 'string' && isMask(present);
    if (present === OTHER_LIST && this.#options.present) return plain;
    if (!isKept || present !== text) {
      this.#secrets.add(keys.join('.'));
      this.secretless.add(keys[0] ?? '');
    }
    return isKept ? withoutMarks(present) : GONE;
  }

  sentences(): readonly string[] {
    const { path } = this.#object;
    const list = (all: ReadonlySet<string>): string =>
      [...all].slice(0, SHOWN).join(', ') + (all.size > SHOWN ? ', …' : '');
    return [
      ...(this.#strange.size > 0 ? [`${path}: what it refers to is not there: ${list(this.#strange)}.`] : []),
      ...(this.#secrets.size > 0 ? [`${path}: the snapshot has no secret for ${list(this.#secrets)}.`] : []),
    ];
  }
}

/** Stands for what cannot be told in a list that was rearranged: the changes know its elements by name. */
const OTHER_LIST = Symbol('another list');

const SHOWN = 5;

/** Attributes that hold ids of other objects. */
const isIdPlace = (keys: readonly string[]): boolean => keys.some((key) => /(?:^|_)ids?$|tags$|^values$/.test(key));
