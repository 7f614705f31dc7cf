import { InputError } from '../../core/errors/input-error.ts';
import { isRecord } from '../../core/json.ts';
import type { MistAnswer } from '../../mist/http/client.ts';
import { targetOf } from '../../mist/http/target.ts';
import { operation } from '../../mist/spec/operations.ts';
import { worded } from '../../mist/worded.ts';
import type { ToolContext } from '../../tool/context.ts';
import { redact } from '../../tool/redact.ts';
import {
  type AuditEntry,
  confirmAndSend,
  differenceData,
  fillMasks,
  own,
  planUpdate,
  recordNote,
  verifiedData,
  withAuditEntry,
} from '../changes/index.ts';
import { checkBody } from './body.ts';
import { type Counterpart, counterpartOf } from './counterpart.ts';
import type { Invocation } from './invocation.ts';
import { type ApiWrite, changesOf, questionOf, sensitivity, stateOf } from './question.ts';
import { verifyWrite } from './verify.ts';

/** What came of a write. */
export interface WriteAnswer {
  /** Outcome first, then what is known of it. */
  readonly data: Readonly<Record<string, unknown>>;
  /** What the cloud answered, where it did. */
  readonly answer?: MistAnswer | undefined;
}

/** @throws InputError naming everything that is wrong with a body */
export function requireBody({ route, body }: Invocation, counterpart: Counterpart = {}): readonly string[] {
  const { problems, count, warnings } = checkBody(route, body, counterpart.current);
  if (count === 0) return warnings;
  throw new InputError(
    worded(problems, count),
    `Nothing was sent. mist_search_api with query=${operation(route).id} shows the body.`,
  );
}

/**
 * Calls an operation that changes something: read what is there, check, and then as every confirmed write.
 *
 * @throws InputError or MistError when nothing was changed
 */
export function invokeWrite(context: ToolContext, invocation: Invocation): Promise<WriteAnswer> {
  const facts = { operation: operation(invocation.route).id, ...targetOf(invocation) };
  return withAuditEntry(context, facts, async (entry) => {
    const write = await prepare(context, invocation);
    entry.note({ query: redact(write.invocation.query), difference: differenceOf(write) });
    sensitivity(context, write);
    if (write.plan?.roots.length === 0) {
      const recorded = entry.end({ outcome: 'unchanged' });
      const note = 'It is already so: nothing was sent.';
      return { data: { outcome: 'unchanged', note, ...recordNote(recorded) } };
    }
    return confirmed(context, write, entry);
  });
}

async function prepare(context: ToolContext, given: Invocation): Promise<ApiWrite> {
  const isUpdate = given.route.startsWith('PUT ');
  // Of an update only the object itself tells whether a read-back is given: it alone may carry what the cloud sets.
  if (!isUpdate) requireBody(given);
  const counterpart = await counterpartOf(context, given);
  const { current } = counterpart;
  const warnings = requireBody(given, counterpart);
  const body = isRecord(given.body) ? fillMasks(given.body, current, (value) => redact(value)) : given.body;
  const plan = current && isUpdate && isRecord(body) ? planUpdate(current, body, 'replace') : undefined;
  return { invocation: { ...given, body }, counterpart, plan, warnings };
}

/**
 * Whether the write makes its own question void: a deletion by what it takes away, an update by what it changes of what is
 * there. A body such as `{"op": "assign"}` leaves no trace in the object that is read.
 */
const isGuarded = ({ invocation: { route }, counterpart: { current }, plan }: ApiWrite): boolean =>
  current !== undefined &&
  (route.startsWith('DELETE ') || plan?.roots.some((root) => own(current, root) !== undefined) === true);

const wording = { names: new Map<string, string>(), most: 200, mask: (value: unknown) => redact(value) };

const differenceOf = (write: ApiWrite): readonly string[] =>
  differenceData(changesOf(write), { ...wording, single: write.plan === undefined });

async function confirmed(context: ToolContext, write: ApiWrite, entry: AuditEntry): Promise<WriteAnswer> {
  const { route, path, query, body } = write.invocation;
  const { current, device } = write.counterpart;
  const result = await confirmAndSend(context, entry, {
    question: await questionOf(context, write),
    request: { route, path, query, ...(body === undefined ? {} : { body }) },
    guarded: isGuarded(write),
    state: stateOf(write),
    readState:
      (current ?? device) &&
      (async () => stateOf({ ...write, counterpart: await counterpartOf(context, write.invocation) })),
    explainChange: () => 'Call again to see and confirm the new difference.',
    send(post) {
      context.progress('Sending the change');
      return post();
    },
    verify: (sent) => verifyWrite(context, write, sent),
  });
  if ('notSent' in result) return { data: { ...result.notSent, ...result.recordNote } };
  const { outcome, ...verified } = { outcome: undefined, ...verifiedData(result.verified, wording) };
  return {
    data: {
      outcome,
      difference: differenceOf(write),
      ...(write.warnings.length > 0 ? { warnings: write.warnings } : {}),
      ...verified,
      ...result.failure,
      ...result.recordNote,
    },
    answer: result.verified.answer,
  };
}
