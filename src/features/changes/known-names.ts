import { InputError } from '../../core/errors/input-error.ts';
import { groupBy } from '../../core/group-by.ts';
import { isMisspelling, nearest } from '../../core/nearest.ts';
import { type FamilyName, family } from '../../mist/families.ts';
import { referencesFrom, textsIn, valuesAt } from '../../mist/references.ts';
import { worded } from '../../mist/worded.ts';
import type { LookupContext } from '../../tool/context.ts';
import { labelOf } from '../configuration/index.ts';
import { brokenPathPreferences } from './gateway-names.ts';
import { nounOf, pluralOf } from './nouns.ts';
import type { Lists } from './object-lists.ts';
import { reasonOf } from './reason.ts';
import { type BrokenName, brokenSwitchNames, definedInSwitch } from './switch-names.ts';
import type { JsonObject } from './types.ts';
import { quoted } from './visible.ts';

/** A name in a change, and what has such names. */
interface HeldName {
  readonly attribute: string;
  readonly name: string;
  readonly families: readonly FamilyName[];
  readonly by: string | undefined;
}

/** Names that the cloud defines itself, or that are filled in elsewhere. */
const isPlain = (name: string): boolean => name !== '' && name !== 'any' && name !== 'all' && !name.includes('{{');

/** The names of other objects that an object holds, without those of switches, which live in the same object. */
function heldNames(owner: FamilyName, object: JsonObject): readonly HeldName[] {
  if (definedInSwitch(owner, object)) return [];
  return referencesFrom(owner).flatMap((reference) => {
    if (!('names' in reference)) return [];
    const attribute = reference.path.split('.').at(-1) ?? reference.path;
    return valuesAt(object, reference.path)
      .flatMap(textsIn)
      .filter(isPlain)
      .map((name) => ({ attribute, name, families: reference.names, by: reference.by }));
  });
}

/**
 * Looks up the names of networks, services, VPNs, WLANs, port profiles and path preferences that a change brings in. A
 * name that nothing has and that is almost another is a mistake; another may be one that the cloud defines itself, and
 * gets a warning.
 *
 * @param before the roots that change, as they are
 * @param after the same roots as they would be
 * @param object the whole object as it would be
 * @param place the device that the object is, where it is one
 * @returns whole sentences
 * @throws InputError naming the nearest
 */
export async function checkNames(
  context: LookupContext,
  lists: Lists,
  owner: FamilyName,
  { before, after, object }: { readonly before: JsonObject; readonly after: JsonObject; readonly object: JsonObject },
  place: { readonly site_id?: string | undefined; readonly id?: string | undefined },
): Promise<readonly string[]> {
  const old = new Set(heldNames(owner, before).map(({ attribute, name }) => `${attribute} ${name}`));
  const fresh = heldNames(owner, after).filter(({ attribute, name }) => !old.has(`${attribute} ${name}`));
  const judgments = new NameJudgments();
  for (const held of groupBy(fresh, ({ families, by }) => `${families.join()} ${by}`).values()) {
    const [first] = held;
    if (!first) continue;
    const noun = nounOf(first.families[0] ?? 'org_networks');
    try {
      const known = new Set(await namesIn(lists, first, place.site_id !== undefined));
      for (const { attribute, name } of held) judgments.judge({ attribute, name, kind: noun, known });
    } catch (error) {
      judgments.warn(`Names of ${pluralOf(noun)} could not be checked: ${reasonOf(error)}.`);
    }
  }
  for (const broken of brokenPathPreferences(owner, { before, object })) judgments.judge(broken);
  try {
    for (const broken of await brokenSwitchNames(context, owner, { before, after, object }, place))
      judgments.judge(broken);
  } catch (error) {
    judgments.warn(`Names of port profiles and networks could not be checked: ${reasonOf(error)}.`);
  }
  return judgments.warnings();
}

/** Names for which the nearest is looked for; a search through many names takes its time. */
const MOST_SEARCHED = 50;

/** What is to be said of names that nothing has, each once. */
class NameJudgments {
  readonly #wrong = new Set<string>();
  readonly #warnings = new Set<string>();
  readonly #judged = new Set<string>();

  warn(sentence: string): void {
    this.#warnings.add(sentence);
  }

  judge({ attribute, name, kind, known }: BrokenName): void {
    const sentence = `\`${attribute}\` names a ${kind} that is not there: ${quoted(name)}`;
    if (known.has(name) || this.#judged.has(sentence)) return;
    this.#judged.add(sentence);
    const near = this.#judged.size <= MOST_SEARCHED ? nearest(name, known) : [];
    if (near.some((one) => isMisspelling(name, one)))
      this.#wrong.add(`${sentence}; the nearest: ${near.map((one) => quoted(one)).join(', ')}.`);
    else this.#warnings.add(`${sentence}, unless the cloud defines it.`);
  }

  /** @throws InputError where a name is almost another */
  warnings(): readonly string[] {
    if (this.#wrong.size > 0) throw new InputError(worded([...this.#wrong]), 'Nothing was sent. Correct the names.');
    return [...this.#warnings];
  }
}

/** What the objects of some families are called, or what their attribute holds that such references are made by. */
async function namesIn(lists: Lists, { families, by }: HeldName, hasSite: boolean): Promise<readonly string[]> {
  const reachable = families.filter((name) => hasSite || !name.startsWith('site_'));
  const all = await Promise.all(
    reachable.map(async (name) => {
      const found = family(name);
      const rows = found ? await lists.all(name) : [];
      return rows.flatMap((row): readonly (string | undefined)[] =>
        by === undefined ? [found && labelOf(found, row)] : textsIn(row[by]),
      );
    }),
  );
  return all.flat().filter((text) => text !== undefined);
}
