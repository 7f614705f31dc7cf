import type { Family } from '../../mist/families.ts';
import { referencesTo } from '../../mist/references.ts';
import type { ToolContext } from '../../tool/context.ts';
import { redact } from '../../tool/redact.ts';
import type { Action } from './change-input.ts';
import { reachesOthers, type Use } from './impact.ts';
import { isObject, same } from './json.ts';
import { type Keys, keysText, valueAt } from './keys.ts';
import { counted } from './nouns.ts';
import type { Lists } from './object-lists.ts';
import { UNDO_MODE, undoPayload } from './plan.ts';
import type { Request } from './request.ts';
import type { Target } from './target.ts';
import type { JsonObject, Plan } from './types.ts';
import { writable } from './writable.ts';

/** Arguments of a later call that take a change back, and what has to be said about them. */
export interface Undo {
  readonly arguments: JsonObject;
  readonly notes: readonly string[];
}

/** What the way back needs beside its payload, as inputs of the same tool. */
export interface UndoInputs {
  readonly allow_unknown?: readonly string[];
  readonly force?: true;
}

/**
 * What the way back of a change will need, found out before anything is sent: paths of what the specification does not
 * know, and `force` where the new object reaches others by itself.
 *
 * @param plan absent for a delete
 */
export async function undoInputs(
  { found, action }: Pick<Request, 'found' | 'action'>,
  current: JsonObject | undefined,
  plan: Plan | undefined,
  lists: Lists,
): Promise<UndoInputs> {
  if (action === 'create') return plan && (await reachesOthers(found, plan.result, lists)) ? { force: true } : {};
  const { doubtfulPaths } = await import('./check/check.ts');
  const before = current ?? {};
  const paths = plan
    ? doubtfulPaths(found, undoPayload(before, plan.result, plan.roots), plan.result)
    : doubtfulPaths(found, writable(found, before));
  return paths.length > 0 ? { allow_unknown: paths } : {};
}

/** What stands for a secret that is not shown: writing it is refused, so that someone puts the real one there. */
const LOST = '****';

/**
 * The arguments that take a change back; they go through the same steps as any other change.
 *
 * @param uses what refers to the object as it was
 * @returns undefined where nothing can take it back
 */
export function undoOf(
  { policy }: { readonly policy: Pick<ToolContext['policy'], 'revealSecrets'> },
  found: Family,
  action: Action,
  { scope, id, current = {} }: Pick<Target, 'scope' | 'id' | 'current'>,
  plan: Plan | undefined,
  more: UndoInputs = {},
  uses: readonly Use[] = [],
): Undo | undefined {
  const selector = {
    object_type: found.name,
    ...(found.scope === 'site' ? { site_id: scope.site_id } : { org_id: scope.org_id }),
  };
  const object_id = found.idParameter === undefined ? {} : { object_id: id };
  if (action === 'create')
    return id === undefined
      ? undefined
      : { arguments: { action_type: 'delete', ...selector, ...object_id, ...more }, notes: [] };
  if (action === 'delete') {
    if (!found.routes.create) return undefined;
    const { value, lost } = hidden(policy, writable(found, current), {});
    return {
      arguments: { action_type: 'create', ...selector, payload: value, ...more },
      notes: [again(found, uses), ...(found.name === 'org_sites' ? [SITE] : []), ...lostNotes(lost)],
    };
  }
  if (!plan) return undefined;
  const { value, lost } = hidden(policy, undoPayload(current, plan.result, plan.roots), plan.result);
  return {
    arguments: { action_type: 'update', ...selector, ...object_id, mode: UNDO_MODE, payload: value, ...more },
    notes: lostNotes(lost),
  };
}

/** What becomes of those that named the object: an id is gone for good, a name is found again. */
function again({ name }: Family, uses: readonly Use[]): string {
  const places = referencesTo(name).flatMap((one) => one.places);
  if (places.length === 0) return 'It would come back with a new id.';
  const known = uses.filter(({ byName }) => !byName).map(({ noun, names }) => counted(names.length, noun));
  const byId = places.some((place) => 'ids' in place);
  const lost = byId
    ? `; what referred to the old one does not find it by itself${known.length > 0 ? ` (${known.join(', ')})` : ''}`
    : '';
  const kept = places.some((place) => 'names' in place) ? '; what goes by its name finds it again' : '';
  return `It would come back with a new id${lost}${kept}.`;
}

const SITE = 'Its setting, devices and own objects do not come back with it.';

const lostNotes = (lost: readonly string[]): readonly string[] =>
  lost.length === 0
    ? []
    : [`Secrets are not in the answer: put the real value in the place of ${LOST} at ${lost.join(', ')}.`];

/**
 * Puts a placeholder where a secret stood that is not the present one any more. One that did not change may be masked:
 * read back at its very place it means itself.
 */
function hidden(
  { revealSecrets }: Pick<ToolContext['policy'], 'revealSecrets'>,
  payload: JsonObject,
  present: JsonObject,
): { readonly value: JsonObject; readonly lost: readonly string[] } {
  if (revealSecrets) return { value: payload, lost: [] };
  const lost: string[] = [];
  const walk = (value: unknown, masked: unknown, keys: Keys): unknown => {
    if (value === masked) return value;
    if (Array.isArray(value))
      return value.map((item: unknown, index) => walk(item, valueAt(masked, [index]), [...keys, index]));
    if (isObject(value))
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, walk(item, valueAt(masked, [key]), [...keys, key])]),
      );
    if (same(value, valueAt(present, keys))) return value;
    lost.push(keysText(keys));
    return LOST;
  };
  const value = walk(payload, redact(payload), []);
  return { value: isObject(value) ? value : {}, lost };
}
