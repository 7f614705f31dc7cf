import { MistError, type MistErrorKind } from '../../core/errors/mist-error.ts';
import type { MistAnswer } from '../../mist/http/client.ts';
import type { ChangeCall } from './change-context.ts';
import { same } from './json.ts';
import { compareReadBack } from './read-back.ts';
import type { Request } from './request.ts';
import { withoutEcho } from './strip-secrets.ts';
import { type Located, readObject } from './target.ts';
import type { JsonObject, Plan, ReadBack } from './types.ts';

/** Whether a write took effect, as far as it can be known. */
export type Outcome = 'applied' | 'not_applied' | 'unknown';

/** What became of a write. */
export interface Settled {
  readonly outcome: Outcome;
  /** Id of the object, also where the cloud has just given it. */
  readonly id?: string | undefined;
  /** What was sent held against what reads back; absent where it could not be read. */
  readonly readBack?: ReadBack;
  /** Whole sentences for the person. */
  readonly notes: readonly string[];
}

/** After these nobody can say from the answer alone whether a write took effect. */
const UNCLEAR: ReadonlySet<MistErrorKind> = new Set([
  'timeout',
  'network',
  'server',
  'not_json',
  'too_large',
  'cancelled',
  'redirect',
]);

/** Whether a failed write may have taken effect all the same. */
export const isUnclear = (error: unknown): error is MistError =>
  error instanceof MistError && (UNCLEAR.has(error.kind) || error.more.status === 408);

/** What came of sending: an answer, or a failure that leaves it open. */
export type Sent = { readonly answer: MistAnswer } | { readonly failure: MistError };

/**
 * Sends the write, once. The client's going away does not end it: half a write is worse than one that nobody waits for.
 *
 * @throws MistError where the cloud clearly did not do it
 */
export async function sendOnce(
  call: ChangeCall,
  request: Request,
  path: Record<string, string>,
  body: JsonObject | undefined,
): Promise<Sent> {
  try {
    const answer = await call.session.client.send({ route: request.write, path, ...(body ? { body } : {}) });
    return { answer };
  } catch (thrown) {
    const error = thrown instanceof MistError ? withoutEcho(thrown, body, call.mask) : thrown;
    if (isUnclear(error)) return { failure: error };
    throw error;
  }
}

/** How long a change that does not read back yet is given, in milliseconds. */
const PATIENCE = 500;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A call whose requests do not end when the client goes away: what was sent has to be found out and recorded. */
export const unhurried = (call: ChangeCall): ChangeCall => {
  const { client } = call.session;
  return {
    ...call,
    send: (route, parameters) => client.send({ route, ...parameters }),
    get: (url) => client.get(url),
  };
};

/** Looks twice where the first look does not show the change yet. */
export async function patiently(look: () => Promise<Settled>): Promise<Settled> {
  const first = await look();
  if (first.outcome === 'applied') return first;
  await pause(PATIENCE);
  return look();
}

const said = (sent: Sent): string =>
  'failure' in sent ? `The answer to the write was lost (${sent.failure.what.replace(/\.$/, '')}).` : '';

/** The result when reading back fails as well. */
export function unread(sent: Sent, error: unknown, id: string | undefined): Settled {
  const why = error instanceof MistError ? error.what : 'reading back failed.';
  const unclear = (first: string): Settled => ({
    outcome: 'unknown',
    id,
    notes: [first, `Reading back failed too: ${why} Read the object before trying again.`],
  });
  if ('failure' in sent) return unclear(said(sent));
  // What stands in between can say 200 as well; a real answer shows the object, save that of a deletion.
  if (sent.answer.body === undefined && !sent.answer.route.startsWith('DELETE '))
    return unclear('The write was answered with success, but without the object.');
  return { outcome: 'applied', id, notes: [`The cloud accepted it, but it could not be read back: ${why}`] };
}

/** Reads the object back after an update and says what became of it. */
export async function settleUpdate(
  call: ChangeCall,
  request: Request,
  located: Located,
  plan: Plan,
  sent: Sent,
): Promise<Settled> {
  const { path, id, current = {} } = located;
  const calm = unhurried(call);
  return patiently(async () => {
    let now: JsonObject;
    try {
      now = await readObject(calm, request, path);
    } catch (error) {
      return unread(sent, error, id);
    }
    return { id, ...judge(plan, current, now, sent) };
  });
}

/** What an object that was read back says of the write that should have changed it. */
export function judge(plan: Plan, before: JsonObject, now: JsonObject, sent: Sent): Omit<Settled, 'id'> {
  const readBack = compareReadBack(plan, now);
  const lost = 'failure' in sent;
  const notes = [said(sent)].filter(Boolean);
  if (plan.roots.every((root) => same(before[root], now[root]))) {
    notes.push(
      lost
        ? 'It reads back as before: the change was not made, unless the cloud is still at it.'
        : 'The cloud answered with success, yet the object reads back as before.',
    );
    return { outcome: 'not_applied', readBack, notes };
  }
  if (readBack.differing.length === 0) return { outcome: 'applied', readBack, notes };
  if (readBack.confirmed.length === 0 && lost) {
    notes.push('It reads back neither as before nor as sent: someone else may have changed it at the same time.');
    return { outcome: 'unknown', readBack, notes };
  }
  notes.push('Some of it reads back otherwise than it was sent; see verified.differing.');
  return { outcome: 'applied', readBack, notes };
}

/** Looks whether a deleted object is gone. */
export async function settleDelete(
  call: ChangeCall,
  request: Request,
  { path, id }: Located,
  sent: Sent,
): Promise<Settled> {
  const calm = unhurried(call);
  return patiently(async () => {
    try {
      await readObject(calm, request, path);
    } catch (error) {
      const gone = error instanceof MistError && error.kind === 'not_found';
      return gone ? { outcome: 'applied', id, notes: [said(sent)].filter(Boolean) } : unread(sent, error, id);
    }
    const still = 'The object is still there: it was not deleted, unless the cloud is still at it.';
    return { outcome: 'not_applied', id, notes: [said(sent), still].filter(Boolean) };
  });
}
