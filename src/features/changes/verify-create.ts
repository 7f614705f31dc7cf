import { labelOf } from '../configuration/search.ts';
import type { ChangeCall } from './change-context.ts';
import { isObject } from './json.ts';
import { Lists } from './object-lists.ts';
import { compareReadBack } from './read-back.ts';
import type { Request } from './request.ts';
import { type Located, readObject } from './target.ts';
import type { JsonObject, Plan } from './types.ts';
import { patiently, type Sent, type Settled, unhurried, unread } from './verify.ts';

/** Objects of the family before the attempt, or undefined where they could not be listed. */
export type Known = readonly JsonObject[] | undefined;

/**
 * Reads a new object back. Where its id is not known, because the answer was lost, it is looked for among the objects
 * that were not there before: the one with the same name and the same attributes.
 */
export async function settleCreate(
  call: ChangeCall,
  request: Request,
  located: Located,
  plan: Plan,
  sent: Sent,
  known: Known,
): Promise<Settled> {
  const calm = unhurried(call);
  const body = 'answer' in sent ? sent.answer.body : undefined;
  const id = isObject(body) && typeof body.id === 'string' ? body.id : undefined;
  return patiently(() =>
    id === undefined ? search(calm, request, located, plan, sent, known) : byId(calm, request, plan, sent, id, located),
  );
}

async function byId(
  call: ChangeCall,
  request: Request,
  plan: Plan,
  sent: Sent,
  id: string,
  located: Located,
): Promise<Settled> {
  const { idParameter = 'id' } = request.found;
  try {
    const made = await readObject(call, request, { ...located.path, [idParameter]: id });
    const readBack = compareReadBack(plan, made);
    const notes =
      readBack.differing.length > 0
        ? ['Some of it reads back otherwise than it was sent; see verified.differing.']
        : [];
    return { outcome: 'applied', id, readBack, notes };
  } catch (error) {
    return unread(sent, error, id);
  }
}

async function search(
  call: ChangeCall,
  request: Request,
  located: Located,
  plan: Plan,
  sent: Sent,
  known: Known,
): Promise<Settled> {
  const { found } = request;
  const lost =
    'failure' in sent
      ? `The answer to the write was lost (${sent.failure.what.replace(/\.$/, '')}).`
      : 'The answer to the write was empty.';
  if (!known)
    return {
      outcome: 'unknown',
      notes: [
        lost,
        'What was there before is not known, so a new object cannot be told from an old one. List the objects before trying again.',
      ],
    };
  let rows: readonly JsonObject[];
  try {
    rows = await new Lists(call, located.around).all(found.name);
  } catch (error) {
    return unread(sent, error, undefined);
  }
  const label = labelOf(found, plan.body);
  const fresh = rows
    .filter((row) => !known.some((old) => old.id === row.id))
    .filter((row) => label === undefined || labelOf(found, row) === label)
    .filter((row) => found.brief || compareReadBack(plan, row).differing.length === 0);
  const [only] = fresh;
  if (!only)
    return {
      outcome: 'not_applied',
      notes: [lost, 'No new object like it is listed: it was not created, unless the cloud is still at it.'],
    };
  if (fresh.length > 1)
    return {
      outcome: 'unknown',
      notes: [lost, `${fresh.length} new objects like it are listed, so which of them is this one cannot be told.`],
    };
  return {
    outcome: 'applied',
    id: String(only.id),
    readBack: compareReadBack(plan, only),
    notes: [lost, 'A new object like it is listed since.'],
  };
}
