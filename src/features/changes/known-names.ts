import { InputError } from '../../core/errors/input-error.ts';
import { isMisspelling, nearest } from '../../core/nearest.ts';
import { type FamilyName, family } from '../../mist/families.ts';
import { referencesFrom, textsIn, valuesAt } from '../../mist/references.ts';
import type { LookupContext } from '../../tool/context.ts';
import { labelOf } from '../configuration/index.ts';
import { nounOf, pluralOf } from './nouns.ts';
import type { Lists } from './object-lists.ts';
import { reasonOf } from './reason.ts';
import { brokenSwitchNames, definedInSwitch } from './switch-names.ts';
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
 * Looks up the names of networks, services, VPNs, WLANs and port profiles that a change brings in. A name that nothing
 * has and that is almost another is a mistake; another may be one that the cloud defines itself, and gets a warning.
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
  const warnings: string[] = [];
  const wrong: string[] = [];
  const judge = (attribute: string, name: string, kind: string, known: readonly string[]): void => {
    if (known.includes(name)) return;
    const near = nearest(name, known);
    const isMistake = near.some((one) => isMisspelling(name, one));
    const sentence = `\`${attribute}\` names a ${kind} that is not there: ${quoted(name)}`;
    if (isMistake) wrong.push(`${sentence}; the nearest: ${near.map((one) => quoted(one)).join(', ')}.`);
    else warnings.push(`${sentence}, unless the cloud defines it.`);
  };
  for (const families of new Set(fresh.map((held) => held.families))) {
    const [first = 'org_networks'] = families;
    try {
      for (const held of fresh.filter((one) => one.families === families))
        judge(held.attribute, held.name, nounOf(first), await namesIn(lists, held, place.site_id !== undefined));
    } catch (error) {
      warnings.push(`Names of ${pluralOf(nounOf(first))} could not be checked: ${reasonOf(error)}.`);
    }
  }
  try {
    const broken = await brokenSwitchNames(context, owner, { before, after, object }, place);
    for (const { attribute, name, kind, known } of broken) judge(attribute, name, kind, known);
  } catch (error) {
    warnings.push(`Names of port profiles and networks could not be checked: ${reasonOf(error)}.`);
  }
  if (wrong.length > 0) throw new InputError([...new Set(wrong)].join(' '), 'Nothing was sent. Correct the names.');
  return [...new Set(warnings)];
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
