import { InputError } from '../../core/errors/input-error.ts';
import { asText } from '../../core/json.ts';
import type { FamilyName } from '../../mist/families.ts';
import { family } from '../../mist/families.ts';
import { labelOf } from '../configuration/index.ts';
import { type HeldId, heldIds } from './held-ids.ts';
import { nounOf, oneOf, pluralOf } from './nouns.ts';
import type { Lists } from './object-lists.ts';
import { reasonOf } from './reason.ts';
import type { JsonObject } from './types.ts';
import { quoted } from './visible.ts';

/** What was found out about the ids in a change. */
export interface References {
  /** What the objects with these ids are called. */
  readonly names: ReadonlyMap<string, string>;
  /** Whole sentences on ids that could not be checked. */
  readonly warnings: readonly string[];
}

const SHOWN = 5;

/** Ids of devices follow from their MAC, so a change may name one before it is claimed. */
const mayComeLater = ({ families }: HeldId): boolean => families.every((name) => name.endsWith('_devices'));

/**
 * Looks up the other objects that a change names by id, one list for each family.
 *
 * @param before the roots that change, as they are
 * @param after the same roots as they would be
 * @throws InputError when an id that the change brings in belongs to no object
 */
export async function checkReferences(
  lists: Lists,
  owner: FamilyName,
  before: JsonObject,
  after: JsonObject,
  hasSite: boolean,
): Promise<References> {
  const old = heldIds(owner, before);
  const kept = new Set(old.map(({ attribute, id }) => `${attribute} ${id}`));
  const held = heldIds(owner, after);
  const brought = held.filter(({ attribute, id }) => !kept.has(`${attribute} ${id}`));
  const gone = old.filter(({ id }) => !held.some((one) => one.id === id));
  const names = new Map<string, string>();
  const failed = new Map<FamilyName, string>();
  const wanted = new Set([...brought, ...gone].flatMap(({ families }) => families));
  const reachable = [...wanted].filter((name) => hasSite || !name.startsWith('site_'));
  await Promise.all(
    reachable.map(async (name) => {
      const found = family(name);
      const rows = await lists.all(name).catch((error: unknown) => {
        failed.set(name, reasonOf(error));
        return [];
      });
      if (found) for (const row of rows) names.set(asText(row.id), labelOf(found, row) ?? asText(row.id));
    }),
  );
  const unknown = brought.filter(({ id }) => !names.has(id) && !names.has(id.toLowerCase()));
  const checked = ({ families }: HeldId) => families.every((name) => reachable.includes(name) && !failed.has(name));
  const missed = unknown.filter(checked);
  const wrong = missed.filter((one) => !mayComeLater(one));
  if (wrong.length > 0) throw missing(wrong, await candidates(lists, wrong));
  const warnings = [
    ...[...failed].map(([name, why]) => `Ids of ${pluralOf(nounOf(name))} could not be checked: ${why}.`),
    ...missed
      .filter(mayComeLater)
      .map(({ attribute, id }) => `\`${attribute}\` names a device that is not there: ${id}.`),
  ];
  return { names, warnings };
}

async function candidates(lists: Lists, wrong: readonly HeldId[]): Promise<readonly string[]> {
  const families = [...new Set(wrong.flatMap((one) => one.families))];
  const all = await Promise.all(
    families.map(async (name) => {
      const found = family(name);
      return found
        ? (await lists.all(name)).map((row) => `${quoted(labelOf(found, row) ?? '')} (${asText(row.id)})`)
        : [];
    }),
  );
  return all.flat().slice(0, SHOWN);
}

function missing(wrong: readonly HeldId[], some: readonly string[]): InputError {
  const sentences = wrong.map(
    ({ attribute, id, families: [name = 'org_sites'] }) =>
      `\`${attribute}\` names ${oneOf(nounOf(name))} that does not exist: ${id}.`,
  );
  return new InputError(
    [...new Set(sentences)].join(' '),
    `Nothing was sent. ${some.length > 0 ? `There are ${some.join(', ')}.` : 'There is none at all.'}`,
  );
}
