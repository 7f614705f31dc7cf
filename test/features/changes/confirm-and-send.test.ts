import { describe, expect, it } from 'vitest';
import { deferred } from '../../../src/core/deferred.ts';
import { InputError } from '../../../src/core/errors/input-error.ts';
import { MistError, type MistErrorKind, type MistErrorMore } from '../../../src/core/errors/mist-error.ts';
import { AuditEntry } from '../../../src/features/changes/audit-entry.ts';
import {
  confirmAndSend,
  detached,
  doubtOf,
  type PendingWrite,
  type SendResult,
  type Verification,
} from '../../../src/features/changes/confirm-and-send.ts';
import type { MistAnswer, MistRequest } from '../../../src/mist/http/client.ts';
import type { Decision, Question, ToolContext } from '../../../src/tool/context.ts';
import { fakeCall } from '../../harness/fake-context.ts';

type Write = PendingWrite<MistAnswer, Verification>;

const TOKEN = 'a-token-of-the-test';
const ORG = '11111111-0000-0000-0000-000000000000';
const ID = '22222222-0000-0000-0000-000000000000';
const request: MistRequest = {
  route: 'PUT /api/v1/orgs/{org_id}/rftemplates/{rftemplate_id}',
  path: { org_id: ORG, rftemplate_id: ID },
  body: { ant_gain_24: 5 },
};
const answer: MistAnswer = { route: request.route, status: 200, headers: new Headers(), body: { id: ID }, url: '/x' };
const applied: Verification = { outcome: 'applied', notes: [] };

interface StageOptions {
  readonly decision?: Decision['answer'];
  /** What the cloud does with the write. */
  readonly cloud?: (request: MistRequest) => Promise<MistAnswer>;
  readonly signal?: AbortSignal;
  readonly record?: (entry: Readonly<Record<string, unknown>>) => void;
  readonly context?: Partial<ToolContext>;
}

/** A call whose cloud, person and record are the test's, and everything in its order. */
function stage({ decision = 'accepted', cloud = async () => answer, signal, record, context }: StageOptions = {}) {
  const { call } = fakeCall();
  const order: string[] = [];
  const requests: MistRequest[] = [];
  const questions: Question[] = [];
  const records: Readonly<Record<string, unknown>>[] = [];
  const made: ToolContext = {
    ...call,
    ...(signal ? { signal } : {}),
    session: {
      ...call.session,
      token: TOKEN,
      client: {
        ...call.session.client,
        send: (one) => {
          order.push('sent');
          requests.push(one);
          return cloud(one);
        },
      },
    },
    confirm: async (question) => {
      order.push('asked');
      questions.push(question);
      return { answer: decision };
    },
    record: (entry) => {
      order.push(`record ${String(entry.outcome)}`);
      record?.(entry);
      records.push(entry);
    },
    ...context,
  };
  const run = (write: Partial<Write> = {}) =>
    confirmAndSend(made, new AuditEntry(made, { tool: 'test' }), {
      question: { message: 'Really?' },
      ...{ guarded: true, request, state: { gain: 1 }, explainChange: () => 'Call again.' },
      send: (post) => post(),
      verify: async () => applied,
      ...write,
    });
  return { run, made, order, requests, questions, records };
}

const failing =
  (kind: MistErrorKind, more: MistErrorMore = {}) =>
  async (): Promise<MistAnswer> => {
    throw new MistError(kind, 'It failed.', 'Look.', more);
  };
/** What the cloud's failure is taken for: an open end, or the error that is thrown. */
async function taken(cloud: () => Promise<MistAnswer>, write: Partial<Write> = {}) {
  const seen: SendResult[] = [];
  const { run, requests } = stage({ cloud });
  const result = await run({
    ...write,
    verify: async (sent) => {
      seen.push(sent);
      return { outcome: 'unknown', notes: ['Nobody knows.'] };
    },
  }).catch((error: unknown) => error);
  expect(requests).toHaveLength(1);
  return { result, sent: seen[0] };
}

describe('a confirmed write', () => {
  it('asks, puts on record that it is sent, sends, verifies, looks after it, and puts the end on record', async () => {
    const { run, order, requests, records } = stage();
    const result = await run({
      readState: async () => {
        order.push('looked');
        return { gain: 1 };
      },
      verify: async () => {
        order.push('verified');
        return { outcome: 'applied', notes: ['One.', 'Two.'] };
      },
      lookAfter: async (sent, verified) => {
        order.push(`looked after ${'answer' in sent} ${verified.outcome}`);
      },
    });
    expect(order).toEqual([
      ...['asked', 'looked', 'record sending', 'sent', 'verified', 'looked after true applied', 'record applied'],
    ]);
    expect(requests).toEqual([request]);
    expect(result).toEqual({ verified: { outcome: 'applied', notes: ['One.', 'Two.'] }, failure: {}, recordNote: {} });
    expect(records[0]).toMatchObject({ tool: 'test', decision: 'accepted', outcome: 'sending' });
    expect(records[1]).toMatchObject({ decision: 'accepted', outcome: 'applied', reason: 'One. Two.' });
    expect(records[0]?.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(records[1]?.digest).toBe(records[0]?.digest);
  });

  it('has no reason on record where nothing is to be noted', async () => {
    const { run, records } = stage();
    await run();
    expect(records.at(-1)).not.toHaveProperty('reason');
  });

  it.each(['accepted', 'bypassed'] as const)('is sent once after %s', async (decision) => {
    const { run, requests } = stage({ decision });
    await run();
    expect(requests).toHaveLength(1);
  });

  it('asks nobody where it needs no confirmation', async () => {
    const { run, requests, questions } = stage({ decision: 'declined' });
    await run({ question: undefined });
    expect([questions.length, requests.length]).toEqual([0, 1]);
  });

  it.each([
    ['declined', 'said no'],
    ['cancelled', 'closed the question'],
  ] as const)('is not sent when it is %s, which is an answer and on record', async (decision, words) => {
    const { run, order, records } = stage({ decision });
    const verified = { outcome: 'applied', notes: [] } as const;
    const result = await run({ verify: async () => verified });
    expect(order).toEqual(['asked', 'record not sent']);
    expect(records[0]).toMatchObject({ decision, outcome: 'not sent' });
    expect(result).toEqual({
      notSent: {
        ...{ outcome: 'not_sent', decision },
        note: `The person ${words}: nothing was sent, and nothing changed. Do not try again unless the person asks for it.`,
      },
      recordNote: {},
    });
  });

  it.each([
    ['mistyped', 'The text typed is not "change", so nothing was sent.'],
    ['missing', 'There was no answer to the question, so nothing was sent.'],
  ] as const)('is refused when the answer is %s', async (decision, words) => {
    const { run, order } = stage({ decision });
    await expect(run({ question: { message: 'Really?', typed: 'change' } })).rejects.toThrow(words);
    expect(order).toEqual(['asked']);
  });

  it('passes on whether doing it makes the yes void', async () => {
    for (const guarded of [true, false]) {
      const { run, questions } = stage();
      await run({ guarded });
      expect(questions[0]).toMatchObject({ message: 'Really?', guarded });
    }
  });
});

describe('what a yes is bound to', () => {
  const boundTo = async (write: Partial<Write>, context: Partial<ToolContext> = {}): Promise<unknown> => {
    const { run, questions } = stage({ context });
    await run(write);
    return questions[0]?.bound;
  };
  const other = (over: Partial<MistRequest>): Partial<Write> => ({ request: { ...request, ...over } });

  it('is another for another method, path, query, body, state or token', async () => {
    const bounds = [
      await boundTo({}),
      await boundTo(other({ route: 'DELETE /api/v1/orgs/{org_id}/rftemplates/{rftemplate_id}' })),
      await boundTo(other({ path: { org_id: ORG, rftemplate_id: ORG } })),
      await boundTo(other({ query: { force: 'true' } })),
      await boundTo(other({ body: { ant_gain_24: 6 } })),
      await boundTo(other({ body: undefined })),
      await boundTo({ state: { gain: 2 } }),
      await boundTo({}, { session: { ...stage().made.session, token: 'another-token-of-the-test' } }),
      await boundTo({}, { session: { ...stage().made.session, token: undefined } }),
    ];
    expect(new Set(bounds).size).toBe(bounds.length);
    expect(JSON.stringify(bounds)).not.toContain(TOKEN);
  });

  it('is the same for the same, in whatever order its members come', async () => {
    const two = (body: object, state: unknown): Partial<Write> => ({ request: { ...request, body }, state });
    expect(await boundTo(two({ a: 1, b: 2 }, { c: 1, d: 2 }))).toBe(await boundTo(two({ b: 2, a: 1 }, { d: 2, c: 1 })));
    expect(await boundTo(other({ query: {} }))).toBe(await boundTo({}));
  });
});

describe('the last look before a write', () => {
  it('stops it where the state is another one, with what to do', async () => {
    const { run, order } = stage();
    const error = await run({ readState: async () => ({ gain: 9 }), explainChange: () => 'Ask again.' }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({
      what: 'The object was changed by someone else after it was read, so nothing was sent.',
      advice: 'Ask again.',
    });
    expect(order).toEqual(['asked']);
  });

  it('is told in the words of whoever knows what changed', async () => {
    const { run } = stage();
    const told: unknown[] = [];
    const explainChange = (now: unknown) => {
      told.push(now);
      return { what: 'A layer changed.', advice: 'Look again.' };
    };
    await expect(run({ readState: async () => ({ gain: 9 }), explainChange })).rejects.toMatchObject({
      ...{ what: 'A layer changed.', advice: 'Look again.' },
    });
    expect(told).toEqual([{ gain: 9 }]);
  });

  it('that fails stops it as it is', async () => {
    const { run, order } = stage();
    const readState = failing('server', { status: 500 });
    await expect(run({ readState })).rejects.toMatchObject({ what: 'It failed.' });
    expect(order).toEqual(['asked']);
  });

  it('stops it where the call was cancelled meanwhile', async () => {
    const controller = new AbortController();
    const { run, order } = stage({ signal: controller.signal });
    const readState = async () => {
      controller.abort();
      return { gain: 1 };
    };
    await expect(run({ readState })).rejects.toMatchObject({
      ...{ kind: 'cancelled', what: 'The call was cancelled before anything was sent.' },
    });
    expect(order).toEqual(['asked']);
  });
});

describe('writes to one object', () => {
  it('wait for one another, and those to others do not', async () => {
    const begun: string[] = [];
    const held = deferred<void>();
    const waiting = async (one: MistRequest): Promise<MistAnswer> => {
      begun.push(one.path?.rftemplate_id ?? '');
      if (begun.length === 1) await held.promise;
      return answer;
    };
    const { run } = stage({ cloud: waiting });
    const looks: string[] = [];
    const first = run();
    const second = run({
      readState: async () => {
        looks.push('second');
        return { gain: 1 };
      },
    });
    await run({ request: { ...request, path: { org_id: ORG, rftemplate_id: ORG } } });
    expect([begun, looks]).toEqual([[ID, ORG], []]);
    held.resolve();
    await Promise.all([first, second]);
    expect([begun, looks]).toEqual([[ID, ORG, ID], ['second']]);
  });

  it('wait no more when the call is cancelled', async () => {
    const controller = new AbortController();
    const held = deferred<void>();
    const { run } = stage({
      cloud: async () => {
        await held.promise;
        return answer;
      },
    });
    const first = run();
    const other = stage({ signal: controller.signal });
    const second = other.run();
    controller.abort();
    await expect(second).rejects.toMatchObject({
      ...{ kind: 'cancelled', what: 'The call was cancelled before anything was sent.' },
    });
    expect(other.requests).toEqual([]);
    held.resolve();
    await first;
    // And one that failed holds up nobody.
    await stage({ cloud: failing('bad_request') })
      .run()
      .catch(() => undefined);
    await run();
  });
});

describe('the failure of a write', () => {
  it.each(['timeout', 'network', 'server', 'not_json', 'too_large', 'cancelled', 'redirect'] as const)(
    'of kind %s leaves open whether it took effect, so that is found out',
    async (kind) => {
      const { sent, result } = await taken(failing(kind, { status: 502, detail: 'upset' }));
      expect(sent).toMatchObject({ failure: { kind, what: 'It failed.' } });
      expect(result).toMatchObject({
        ...{ verified: { outcome: 'unknown' }, failure: { status: 502, api_said: 'upset' } },
      });
    },
  );

  it('without status and words has none in the answer', async () => {
    const { result } = await taken(failing('network'));
    expect(result).toMatchObject({ failure: {} });
    expect(result).not.toHaveProperty('failure.status');
    expect(result).not.toHaveProperty('failure.api_said');
  });

  it.each(['bad_request', 'unauthorized', 'not_found', 'rate_limited', 'refused', 'unexpected_answer'] as const)(
    'of kind %s is a clear no: nothing was changed',
    async (kind) => {
      const { sent, result } = await taken(failing(kind, { status: 400 }));
      expect(sent).toBeUndefined();
      expect(result).toMatchObject({
        kind,
        what: 'It failed. Nothing was changed.',
        advice: 'Look.',
        more: { status: 400 },
      });
    },
  );

  it('by lack of rights names the role, and one by 501 is clear while one by 408 is not', async () => {
    const { result } = await taken(failing('forbidden', { status: 403 }));
    expect(result).toMatchObject({
      advice: 'Look. Most likely the role of this token may read this but not change it; mist_get_self shows its role.',
    });
    expect((await taken(failing('server', { status: 501 }))).result).toMatchObject({
      ...{ kind: 'server', what: 'It failed. Nothing was changed.' },
    });
    expect((await taken(failing('bad_request', { status: 408 }))).sent).toMatchObject({
      failure: { kind: 'bad_request' },
    });
  });

  it('after an answer came is never a no, whatever it is', async () => {
    const send: Write['send'] = async (post) => {
      await post();
      throw new MistError('bad_request', 'Its stream ended.', 'Look.');
    };
    const { sent } = await taken(async () => answer, { send });
    expect(sent).toMatchObject({ failure: { kind: 'bad_request', what: 'Its stream ended.' } });
  });

  it('before anything was sent is told as it is', async () => {
    const { run, requests, order } = stage();
    const send: Write['send'] = async () => {
      throw new MistError('server', 'No stream.', 'Look.');
    };
    await expect(run({ send })).rejects.toMatchObject({ what: 'No stream.' });
    expect([requests, order]).toEqual([[], ['asked']]);
  });

  it('of the server itself is told as it is', async () => {
    const { run } = stage({
      cloud: async () => {
        throw new TypeError('a fault');
      },
    });
    await expect(run()).rejects.toThrow(TypeError);
  });

  it('does not repeat a secret that was sent', async () => {
    const cloud = async (): Promise<MistAnswer> => {
      throw new MistError('bad_request', 'It failed.', 'Look.', { detail: 'passphrase s3cret-word is short' });
    };
    const { run } = stage({ cloud });
    const error = await run({ request: { ...request, body: { passphrase: 's3cret-word' } } }).catch(
      (one: unknown) => one,
    );
    expect(error).toMatchObject({ more: { detail: 'passphrase (secret) is short' } });
  });
});

it('a write is not sent a second time, whoever tries', async () => {
  const { run, requests } = stage();
  const send: Write['send'] = async (post) => {
    await post();
    return post();
  };
  await expect(run({ send })).rejects.toThrow('A write must be sent once only');
  expect(requests).toHaveLength(1);
});

describe('a record that cannot be written', () => {
  const full = (outcome: string) => (entry: Readonly<Record<string, unknown>>) => {
    if (entry.outcome === outcome) throw new Error('disk full');
  };

  it('stops a write right before it is sent', async () => {
    const { run, requests } = stage({ record: full('sending') });
    await expect(run()).rejects.toThrow('The record of changes cannot be written, so nothing was sent.');
    expect(requests).toEqual([]);
  });

  it('is noted in the answer where the write was made, or was not wanted', async () => {
    const note = { record_note: 'The record of changes could not be written; the operator has to know.' };
    expect(await stage({ record: full('applied') }).run()).toMatchObject({ recordNote: note });
    expect(await stage({ decision: 'declined', record: full('not sent') }).run()).toMatchObject({ recordNote: note });
  });
});

describe('the doubt after a write', () => {
  const failure = (more: MistErrorMore) => ({ failure: new MistError('network', 'The line broke.', 'Look.', more) });

  it('is none where the cloud said yes', () => {
    expect(doubtOf({ answer })).toEqual([]);
  });

  it('names what the API answered, or that its answer was lost', () => {
    const lost = 'The answer to the write was lost (The line broke), so it may or may not have been applied.';
    expect(doubtOf(failure({}))).toEqual([lost]);
    expect(doubtOf(failure({ status: 302 }))).toEqual([lost]);
    expect(doubtOf(failure({ status: 400 }))).toEqual([
      'The API answered 400, so the write may or may not have been applied.',
    ]);
    expect(doubtOf(failure({ status: 502, detail: 'upset' }))).toEqual([
      'The API answered 502 ("upset"), so the write may or may not have been applied.',
    ]);
  });
});

it('what was sent is found out although the call was cancelled', async () => {
  const { session, call, asked } = fakeCall({ reply: () => ({ body: [] }) });
  const cancelled: ToolContext = { ...call, signal: AbortSignal.abort(), session };
  const lasting = detached(cancelled);
  expect(lasting.signal.aborted).toBe(false);
  await lasting.send('GET /api/v1/orgs/{org_id}/sites', { path: { org_id: ORG }, query: { limit: 1 } });
  await lasting.get(`/api/v1/orgs/${ORG}/sites?page=2`);
  expect(asked).toEqual([`/api/v1/orgs/${ORG}/sites?limit=1`, `/api/v1/orgs/${ORG}/sites?page=2`]);
});
