import { MistError } from '../../core/errors/mist-error.ts';
import type { MistAnswer } from '../../mist/http/client.ts';
import type { ToolContext } from '../../tool/context.ts';
import { doubtOf, judge, lookTwice, type SendResult, type VerifiedChange } from '../changes/index.ts';
import { counterpartOf } from './counterpart.ts';
import type { ApiWrite } from './question.ts';

/** What became of a write, and what the cloud answered to it. */
export interface VerifiedWrite extends VerifiedChange {
  readonly answer?: MistAnswer | undefined;
}

const LOOK = 'It was sent once and is not sent again: read what it is about before trying anew.';

/** Reads back what can be read, and says what became of the write. It never throws: something was sent. */
export async function verifyWrite(context: ToolContext, write: ApiWrite, sent: SendResult): Promise<VerifiedWrite> {
  const answer = 'answer' in sent ? sent.answer : undefined;
  const unverified: VerifiedWrite =
    'answer' in sent ? { outcome: 'sent', notes: [] } : { outcome: 'unknown', notes: [...doubtOf(sent), LOOK] };
  const { counterpart, plan, invocation } = write;
  const { current } = counterpart;
  const deletes = invocation.route.startsWith('DELETE ');
  if (!current || !(plan || deletes)) return { ...unverified, answer };
  context.progress('Reading it back');
  const verified = await lookTwice(context, async (lasting) => {
    try {
      const now = await counterpartOf(lasting, invocation);
      if (plan) return now.current ? judge(plan, current, now.current, sent) : unverified;
      const still = 'It is still there, unless the cloud is still at it.';
      return { outcome: 'not_applied', notes: [...doubtOf(sent), still] };
    } catch (error) {
      const gone = deletes && error instanceof MistError && error.kind === 'not_found';
      return gone ? { outcome: 'applied', notes: doubtOf(sent) } : unverified;
    }
  });
  return { ...verified, answer };
}
