import { digestOf, sealOf } from '../../core/digest.ts';
import { isRecord, type JsonObject } from '../../core/json.ts';
import { targetOf } from '../../mist/http/target.ts';
import type { ToolContext } from '../../tool/context.ts';
import { redact } from '../../tool/redact.ts';
import { type ChangeInput, type ChangeStep, stepRequest, stepState } from '../changes/index.ts';
import { type PlannedChange, writtenChange } from './model.ts';
import { placeholderId, withNewIds, withTexts } from './new-objects.ts';

/** Ids of the arguments, with those of new objects as far as they are known. */
export function argumentsOf(change: PlannedChange, ids: ReadonlyMap<string, string>): ChangeInput {
  const { as: _as, expects: _expects, expects_roots: _roots, ...input } = change;
  const idOf = (name: string): string => ids.get(name) ?? placeholderId(name);
  const { org_id, site_id, object_id, payload } = input;
  const filled = withNewIds({ org_id, site_id, object_id }, idOf);
  const texts = isRecord(filled) ? filled : {};
  const text = (name: string): string | undefined => (typeof texts[name] === 'string' ? texts[name] : undefined);
  const body = withNewIds(payload, idOf);
  return {
    ...input,
    ...{ org_id: text('org_id'), site_id: text('site_id'), object_id: text('object_id') },
    payload: isRecord(body) ? body : undefined,
  };
}

/**
 * What a yes to one change is bound to. Ids that became known since stand as the names that were agreed to.
 *
 * @param follows whether what it is sent to is known only once changes before it are made
 */
export function boundOf(
  { session }: Pick<ToolContext, 'session'>,
  change: PlannedChange,
  step: ChangeStep,
  follows: boolean,
  ids: ReadonlyMap<string, string>,
): string {
  if (follows) return sealOf(writtenChange(change), session.token ?? '');
  const request = stepRequest(step);
  const names = [...ids].map(([name, id]) => [id, placeholderId(name)] as const);
  const asked = { ...targetOf(request), body: request.body ?? null, state: digestOf(stepState(step)) };
  const agreed = withTexts(asked, (text) => names.reduce((all, [id, name]) => all.replaceAll(id, name), text));
  return sealOf(agreed, session.token ?? '');
}

/** What a change is about, in words: `update of site setting`. */
export function title({ request, target, name }: ChangeStep): string {
  const called = name ?? target.site ?? target.org ?? '';
  return `${request.found.name} ${JSON.stringify(called)}`;
}

/** Roots of the object that a change names; one that goes has a dash before it. */
export const rootsOf = ({ payload = {} }: Pick<PlannedChange, 'payload'>): readonly string[] =>
  Object.keys(payload).map((key) => key.replace(/^-(?=.)/, ''));

/**
 * A digest of an object, or of some roots of it, secrets masked. Where there are secrets, the time of the last change
 * stands for them.
 *
 * @param roots undefined for all but the times
 */
export function leftDigest(roots: readonly string[] | undefined, object: JsonObject | undefined): string {
  if (!object) return 'gone';
  const { modified_time: modified, created_time: _created, ...rest } = object;
  const some = roots ? Object.fromEntries(roots.map((root) => [root, rest[root] ?? null])) : rest;
  const shown = redact(some);
  const isOpen = digestOf(shown) === digestOf(some);
  return digestOf([shown, isOpen ? null : (modified ?? null)]);
}

/** The id that stands for a new object while the plan is made. */
export const newIdOf = ({ as }: PlannedChange, number: number): string => placeholderId(as ?? `change ${number}`);
