import { asText } from '../../core/json.ts';
import type { LookupContext, ToolContext } from '../../tool/context.ts';
import { labelOf } from '../configuration/index.ts';
import { doubtOf, type SendResult } from './confirm-and-send.ts';
import { isObject } from './json.ts';
import { Lists } from './object-lists.ts';
import type { KnownObjects } from './prepare.ts';
import { compareReadBack } from './read-back.ts';
import type { Request } from './request.ts';
import { readObject, type Target } from './target.ts';
import type { JsonObject, Plan } from './types.ts';
import { lookTwice, unread, type VerifiedChange } from './verify.ts';

/** An object that was to be created, and what came of it. */
interface Creation {
  readonly request: Request;
  readonly target: Target;
  readonly plan: Plan;
  readonly sent: SendResult;
  readonly known: KnownObjects;
}

/**
 * Reads a new object back. Where its id is not known, because the answer was lost, it is looked for among the objects
 * that were not there before: the one with the same name and the same attributes.
 */
export async function verifyCreate(
  context: ToolContext,
  request: Request,
  target: Target,
  plan: Plan,
  sent: SendResult,
  known: KnownObjects,
): Promise<VerifiedChange> {
  const creation: Creation = { request, target, plan, sent, known };
  const body = 'answer' in sent ? sent.answer.body : undefined;
  const id = isObject(body) && typeof body.id === 'string' ? body.id : undefined;
  return lookTwice(context, (lasting) =>
    id === undefined ? findByAttributes(lasting, creation) : readById(lasting, creation, id),
  );
}

async function readById(
  context: LookupContext,
  { request, target, plan, sent }: Creation,
  id: string,
): Promise<VerifiedChange> {
  const { idParameter = 'id' } = request.found;
  try {
    const made = await readObject(context, request, { ...target.path, [idParameter]: id });
    const readBack = compareReadBack(plan, made);
    const notes =
      readBack.differing.length > 0
        ? ['Some of it reads back otherwise than it was sent; see verified.differing.']
        : [];
    return { outcome: 'applied', id, object: made, readBack, notes };
  } catch (error) {
    return unread(sent, error, id);
  }
}

async function findByAttributes(
  context: LookupContext,
  { request, target, plan, sent, known }: Creation,
): Promise<VerifiedChange> {
  const { found } = request;
  const doubt = 'failure' in sent ? doubtOf(sent) : ['The answer to the write was empty.'];
  if (!known)
    return {
      outcome: 'unknown',
      notes: [
        ...doubt,
        'What was there before is not known, so a new object cannot be told from an old one. List the objects before trying again.',
      ],
    };
  let rows: readonly JsonObject[];
  try {
    rows = await new Lists(context, target.scope).all(found.name);
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
      notes: [...doubt, 'No new object like it is listed: it was not created, unless the cloud is still at it.'],
    };
  if (fresh.length > 1)
    return {
      outcome: 'unknown',
      notes: [...doubt, `${fresh.length} new objects like it are listed, so which of them is this one cannot be told.`],
    };
  return {
    outcome: 'applied',
    id: asText(only.id),
    object: only,
    readBack: compareReadBack(plan, only),
    notes: [...doubt, 'A new object like it is listed since.'],
  };
}
