import { MistError } from '../../core/errors/mist-error.ts';
import type { MistAnswer } from '../../mist/http/client.ts';
import { settledData } from '../changes/answer.ts';
import type { ChangeCall } from '../changes/change-context.ts';
import { judge, type Outcome, type Sent, unhurried } from '../changes/verify.ts';
import { counterpartOf } from './counterpart.ts';
import type { Matter } from './question.ts';

/** What became of a write. */
export interface Found {
  /** `sent`: the cloud accepted it, and there is nothing to hold it against. */
  readonly outcome: Outcome | 'sent';
  readonly verified?: object;
  readonly note?: string;
  readonly answer?: MistAnswer;
}

const LOST = 'The answer to the write was lost, so nobody knows whether it took effect.';
const LOOK = 'It was sent once and is not sent again: read what it is about before trying anew.';

/** Reads back what can be read, and says what became of the write. It never throws: something was sent. */
export async function outcomeOf(call: ChangeCall, matter: Matter, sent: Sent): Promise<Found> {
  const answer = 'answer' in sent ? { answer: sent.answer } : {};
  const blind: Found =
    'answer' in sent ? { outcome: 'sent', ...answer } : { outcome: 'unknown', note: `${LOST} ${LOOK}` };
  const { counterpart, plan, invocation } = matter;
  if (!counterpart.current) return blind;
  const deletes = invocation.route.startsWith('DELETE ');
  call.progress('Reading it back');
  try {
    const now = await counterpartOf(unhurried(call), invocation);
    if (deletes)
      return { outcome: 'not_applied', note: 'It is still there, unless the cloud is still at it.', ...answer };
    if (!plan || !now.current) return blind;
    const settled = judge(plan, counterpart.current, now.current, sent);
    const wording = { names: new Map<string, string>(), most: 200, mask: (value: unknown) => call.mask(value) };
    return { ...settledData(settled, wording), outcome: settled.outcome, ...answer };
  } catch (error) {
    if (deletes && error instanceof MistError && error.kind === 'not_found') return { outcome: 'applied', ...answer };
    return blind;
  }
}
