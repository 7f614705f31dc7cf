import { MistError } from '../../core/errors/mist-error.ts';
import type { LookupContext, ToolContext } from '../../tool/context.ts';
import { detached, doubtOf, type SendResult, type Verification } from './confirm-and-send.ts';
import { defaultAt } from './defaults.ts';
import { same } from './json.ts';
import { type Keys, keysOf, valueAt } from './keys.ts';
import { compareReadBack } from './read-back.ts';
import type { Request } from './request.ts';
import { readObject, type Target } from './target.ts';
import type { JsonObject, Plan, ReadBack } from './types.ts';

/** What became of a change of an object. */
export interface VerifiedChange extends Verification {
  /** Id of the object, also where the cloud has just given it. */
  readonly id?: string | undefined;
  /** What was sent held against what reads back; absent where it could not be read. */
  readonly readBack?: ReadBack;
  /** The object as it was read back. */
  readonly object?: JsonObject;
}

/** How long a change that does not read back yet is given, in milliseconds. */
const PATIENCE_MS = 500;

/**
 * Looks twice where the first look does not show the change yet. The looks do not end when the client goes away.
 *
 * @param look reads what there is, and says what became of the change
 */
export async function lookTwice(
  context: ToolContext,
  look: (context: LookupContext) => Promise<VerifiedChange>,
): Promise<VerifiedChange> {
  const lasting = detached(context);
  const first = await look(lasting);
  if (first.outcome === 'applied') return first;
  await context.clock.sleep(PATIENCE_MS);
  return look(lasting);
}

/** The result when reading back fails as well. */
export function unread(sent: SendResult, error: unknown, id: string | undefined): VerifiedChange {
  const why = error instanceof MistError ? error.what : 'reading back failed.';
  const unknown = (first: readonly string[]): VerifiedChange => ({
    outcome: 'unknown',
    id,
    notes: [...first, `Reading back failed too: ${why} Read the object before trying again.`],
  });
  if ('failure' in sent) return unknown(doubtOf(sent));
  // What stands in between can say 200 as well; a real answer shows the object, save that of a deletion.
  if (sent.answer.body === undefined && !sent.answer.route.startsWith('DELETE '))
    return unknown(['The write was answered with success, but without the object.']);
  return { outcome: 'applied', id, notes: [`The cloud accepted it, but it could not be read back: ${why}`] };
}

/** Reads the object back after an update and says what became of it. */
export function verifyUpdate(
  context: ToolContext,
  request: Request,
  { path, id, current = {} }: Target,
  plan: Plan,
  sent: SendResult,
): Promise<VerifiedChange> {
  return lookTwice(context, async (lasting) => {
    let now: JsonObject;
    try {
      now = await readObject(lasting, request, path);
    } catch (error) {
      return unread(sent, error, id);
    }
    return { id, object: now, ...judge(plan, current, now, sent, (keys) => defaultAt(request.found, now, keys)) };
  });
}

/**
 * What an object that was read back says of the write that should have changed it.
 *
 * @param usual the default of what stands at a path, where that is known
 */
export function judge(
  plan: Plan,
  before: JsonObject,
  now: JsonObject,
  sent: SendResult<unknown>,
  usual?: (keys: Keys) => unknown,
): Omit<VerifiedChange, 'id'> {
  const readBack = compareReadBack(plan, now, usual);
  const failed = 'failure' in sent;
  const notes = [...doubtOf(sent)];
  const isUnproven = readBack.differing.length > 0 || readBack.unseen.length > 0;
  if (isUnproven && plan.roots.every((root) => same(before[root], now[root]))) {
    notes.push(
      failed
        ? 'It reads back as before: the change was not made, unless the cloud is still at it.'
        : 'The cloud answered with success, yet the object reads back as before.',
    );
    return { outcome: 'not_applied', readBack, notes };
  }
  if (readBack.differing.length === 0) return { outcome: 'applied', readBack, notes };
  const isMoved = (path: string): boolean => !same(valueAt(before, keysOf(path)), valueAt(now, keysOf(path)));
  if (failed && !readBack.confirmed.some(isMoved)) {
    notes.push('It reads back neither as before nor as sent: someone else may have changed it at the same time.');
    return { outcome: 'unknown', readBack, notes };
  }
  notes.push('Some of it reads back otherwise than it was sent; see verified.differing.');
  return { outcome: 'applied', readBack, notes };
}

/** Looks whether a deleted object is gone. */
export function verifyDelete(
  context: ToolContext,
  request: Request,
  { path, id }: Target,
  sent: SendResult,
): Promise<VerifiedChange> {
  return lookTwice(context, async (lasting) => {
    try {
      await readObject(lasting, request, path);
    } catch (error) {
      const gone = error instanceof MistError && error.kind === 'not_found';
      return gone ? { outcome: 'applied', id, notes: doubtOf(sent) } : unread(sent, error, id);
    }
    const still = 'The object is still there: it was not deleted, unless the cloud is still at it.';
    return { outcome: 'not_applied', id, notes: [...doubtOf(sent), still] };
  });
}
