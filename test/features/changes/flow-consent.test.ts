import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DemoCloud } from '../../../simulator/cloud.ts';
import { ConsentDesk } from '../../../src/tool/elicitation.ts';
import type { ToolAnswer } from '../../harness/answer.ts';
import { cases } from '../../harness/cases.ts';
import { startCloud, writesOf } from '../../harness/cloud.ts';
import {
  answerIn,
  CHANGE,
  type DeskStage,
  type Open,
  openDesk,
  questionIn,
  type Responses,
  TOOL,
  YES,
} from '../../harness/rounds.ts';

const KEY = 'a key that replicas share, at least 32 bytes';

let cloud: DemoCloud;
let stage: DeskStage;
let rename: Record<string, unknown>;
beforeAll(async () => {
  cloud = await startCloud();
  stage = await openDesk({ cloud, desk: new ConsentDesk([KEY]) });
  // One site has it, so that asking computes little.
  const { id } = cloud.world.add('rftemplates', 'Studio RF', { org: 'Lakeside Retail Group' }, { name: 'Studio RF' });
  cloud.world.named('sites', 'Madrid Store').rftemplate_id = String(id);
  rename = {
    ...{ action_type: 'update', object_type: 'org_rftemplates' },
    ...{ object_id: String(id), payload: { ant_gain_24: 3 } },
  };
});
afterEach(() => void vi.useRealTimers());
afterAll(async () => {
  expect(cloud.violations).toEqual([]);
  await stage.close();
  await cloud.close();
});

/** Runs something during which the cloud must see no write. */
async function withoutWrite<T>(run: () => Promise<T>): Promise<T> {
  const from = cloud.requests.length;
  const result = await run();
  expect(writesOf(cloud, from)).toEqual([]);
  return result;
}

const open = async (args = rename, tool = TOOL): Promise<Open> => questionIn(await stage.ask(args, tool));

/** A reply that must not lead to a write: a refusal, a declined answer, or another question. */
async function refusedReply(state: string, responses: Responses, args = rename, tool = TOOL, on = stage) {
  const answer = await withoutWrite(() => on.reply(args, state, responses, tool));
  if ('data' in answer) expect(answer.data.outcome).not.toBe('applied');
  return answer;
}

const sentence = (answer: Open | ToolAnswer): string => String(answerIn(answer).data.error);

describe('a yes', () => {
  it('is good once: for the change that was shown, and for no other attempt', async () => {
    const { state, message } = await withoutWrite(() => open());
    expect(message).toContain('ant_gain_24: (none) → 3');
    const from = cloud.requests.length;
    expect(answerIn(await stage.reply(rename, state, YES())).data.outcome).toBe('applied');
    expect(writesOf(cloud, from)).toHaveLength(1);
    expect(answerIn(await refusedReply(state, YES())).isError).toBe(false);
    const again = { ...rename, payload: { ant_gain_24: 4 } };
    expect(sentence(await refusedReply(state, YES(), again))).toMatch(/used before/);
  });

  it('is not used twice when it comes twice at the same time', async () => {
    const args = { ...rename, payload: { ant_gain_24: 5 } };
    const { state } = await open(args);
    const from = cloud.requests.length;
    const answers = await Promise.all([1, 2, 3].map(() => stage.reply(args, state, YES()).then(answerIn)));
    expect(answers.filter(({ data }) => data.outcome === 'applied')).toHaveLength(1);
    expect(writesOf(cloud, from)).toHaveLength(1);
  });

  it('is good for nothing but the same object and payload', async () => {
    const other = { object_id: cloud.world.id('rftemplates', 'Warehouse RF') };
    const more = [{ payload: { ant_gain_24: 9 } }, { payload: { ant_gain_5: 3 } }, other];
    for (const change of more) {
      const { state } = await open({ ...rename, payload: { ant_gain_24: 11 } });
      expect(
        sentence(await refusedReply(state, YES(), { ...rename, payload: { ant_gain_24: 11 }, ...change })),
      ).toMatch(/for something else/);
    }
  });

  it('to an update is none to a deletion, nor to another tool', async () => {
    const args = { ...rename, payload: { ant_gain_24: 7 } };
    const { state } = await open(args);
    expect(sentence(await refusedReply(state, YES(), args, CHANGE))).toMatch(/belongs to someone else/);
    const { payload: _, ...rest } = args;
    const gone = { ...rest, action_type: 'delete', force: true };
    const shown = await open(args, CHANGE);
    expect(sentence(await refusedReply(shown.state, YES('Studio RF'), gone, CHANGE))).toMatch(/for something else/);
  });

  it('of one principal is none of another, also where both servers share the key', async () => {
    const msp = await openDesk({ cloud, token: 'msp', desk: new ConsentDesk([KEY]) });
    const org_id = cloud.world.id('orgs', 'Lakeside Retail Group');
    const args = { ...rename, org_id, payload: { ant_gain_24: 8 } };
    const { state } = await open(args);
    expect(sentence(await refusedReply(state, YES(), args, TOOL, msp))).toMatch(/belongs to someone else/);
    await msp.close();
  });

  it('to a server with another key, or after a restart, is none', async () => {
    const restarted = await openDesk({ cloud });
    const args = { ...rename, payload: { ant_gain_24: 8 } };
    const { state } = await open(args);
    expect(sentence(await refusedReply(state, YES(), args, TOOL, restarted))).toMatch(/altered/);
    await restarted.close();
  });

  it('ends with its time', async () => {
    const hasty = await openDesk({ cloud, desk: new ConsentDesk([KEY], 1) });
    const args = { ...rename, payload: { ant_gain_24: 8 } };
    const { state } = questionIn(await hasty.ask(args));
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2100 });
    expect(sentence(await refusedReply(state, YES(), args, TOOL, hasty))).toMatch(/expired/);
    await hasty.close();
  });
});

describe('an answer that is no yes', () => {
  const args = () => ({ ...rename, payload: { ant_gain_24: 12 } });

  it.each([
    ['declined', { confirm: { action: 'decline' } }],
    ['cancelled', { confirm: { action: 'cancel' } }],
    ['declined', { confirm: { action: 'accept', content: { confirm: false } } }],
  ])('is a normal answer: %s', async (decision, responses) => {
    const { state } = await open(args());
    const { data, isError } = answerIn(await refusedReply(state, responses, args()));
    expect(isError).toBe(false);
    expect(data).toMatchObject({ outcome: 'not_sent', decision });
  });

  it.each<[string, Responses]>([
    ['nothing', {}],
    ['another question', { other: { action: 'accept', content: { confirm: true } } }],
    ['an empty form', { confirm: { action: 'accept', content: {} } }],
    ['a text', { confirm: { action: 'accept', content: { confirm: 'true' } } }],
    ['a number', { confirm: { action: 'accept', content: { confirm: 1 } } }],
    ['no content', { confirm: { action: 'accept' } }],
  ])('sends nothing: %s', async (_, responses) => {
    const { state } = await open(args());
    await refusedReply(state, responses, args()).catch((error: unknown) => {
      // The protocol itself may refuse a malformed response.
      expect(String(error)).toMatch(/invalid|-32602/i);
    });
  });

  it('is a name that was not typed as it is', async () => {
    const gone = {
      action_type: 'delete',
      object_type: 'org_psks',
      object_id: String(cloud.world.table('psks')[0]?.id),
    };
    for (const typed of ['', 'delete', 'lakeside', 'YES']) {
      const { state } = await open(gone, CHANGE);
      expect(sentence(await refusedReply(state, YES(typed), gone, CHANGE))).toMatch(/typed is not/);
    }
    const { state } = await open(gone, CHANGE);
    expect(answerIn(await refusedReply(state, YES(), gone, CHANGE)).isError).toBe(true);
  });

  it('without its state is only asked again', async () => {
    expect('state' in (await withoutWrite(() => stage.reply(args(), undefined, YES())))).toBe(true);
  });
});

describe('a state that was tampered with', () => {
  it('never leads to a write', async () => {
    const args = { ...rename, payload: { ant_gain_24: 13 } };
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.'.split('');
    const edit = fc.oneof(
      fc.record({ kind: fc.constant('replace'), at: fc.nat(), by: fc.constantFrom(...alphabet) }),
      fc.record({ kind: fc.constant('insert'), at: fc.nat(), by: fc.constantFrom(...alphabet) }),
      fc.record({ kind: fc.constant('drop'), at: fc.nat(), by: fc.constant('') }),
      fc.record({ kind: fc.constant('cut'), at: fc.nat(), by: fc.constant('') }),
      fc.record({ kind: fc.constant('text'), at: fc.constant(0), by: fc.string({ maxLength: 200 }) }),
    );
    const { state } = await open(args);
    await fc.assert(
      fc.asyncProperty(edit, async ({ kind, at: wanted, by }) => {
        const at = wanted % state.length;
        const edited = {
          replace: state.slice(0, at) + by + state.slice(at + 1),
          insert: state.slice(0, at) + by + state.slice(at),
          drop: state.slice(0, at) + state.slice(at + 1),
          cut: state.slice(0, at),
          text: by,
        }[kind];
        fc.pre(edited !== undefined && edited !== state);
        await refusedReply(edited ?? '', YES(), args).catch((error: unknown) => {
          expect(String(error)).toMatch(/invalid|-326/i);
        });
      }),
      { numRuns: cases(60) },
    );
  });
});

describe('an object that changes while the question is open', () => {
  it('is not written over, and the refusal shows what changed', async () => {
    const args = { ...rename, payload: { ant_gain_24: 14 } };
    const { state } = await open(args);
    const row = cloud.world.find('rftemplates', String(rename.object_id));
    if (row) Object.assign(row, { ant_gain_24: 20, modified_time: Number(row.modified_time) + 7 });
    const { data } = answerIn(await refusedReply(state, YES(), args));
    expect(data.error).toMatch(/for something else/);
    expect(data.next_step).toContain('ant_gain_24: 5 → 20');
  });

  it('is noticed even where only another attribute changed', async () => {
    const args = { ...rename, payload: { ant_gain_24: 14 } };
    const { state } = await open(args);
    const row = cloud.world.find('rftemplates', String(rename.object_id));
    if (row) Object.assign(row, { country_code: 'NL', modified_time: Number(row.modified_time) + 7 });
    expect(answerIn(await refusedReply(state, YES(), args)).data.next_step).toContain('modified_time');
  });
});

it('puts every question and every attempt on record, with the digest that ties them', async () => {
  const { records } = stage;
  const questions = records.filter(({ outcome }) => outcome === 'waiting');
  const applied = records.filter(({ outcome }) => outcome === 'applied');
  expect(applied).toHaveLength(2);
  for (const { digest } of applied) expect(questions.map((one) => one.digest)).toContain(digest);
  for (const record of records) {
    expect(record).toMatchObject({
      action: expect.any(String),
      object_type: expect.any(String),
      principal: expect.any(String),
    });
    expect(['waiting', 'sending', 'applied', 'refused', 'not sent', 'unchanged']).toContain(record.outcome);
  }
});

describe('an application that cannot ask', () => {
  it('is refused with the reason, in the stateless revision', async () => {
    const mute = await openDesk({ cloud, forms: false });
    const answer = answerIn(await withoutWrite(() => mute.ask({ ...rename, payload: { ant_gain_24: 15 } })));
    expect(answer.data.error).toMatch(/cannot ask you for a confirmation/);
    expect(mute.records.map(({ outcome }) => outcome)).toEqual(['refused']);
    await mute.close();
  });

  it('changes things where the operator has switched questions off, which is on record', async () => {
    const mute = await openDesk({ cloud, forms: false, args: ['--disable-elicitation'] });
    const from = cloud.requests.length;
    const answer = answerIn(await mute.ask({ ...rename, payload: { ant_gain_24: 16 } }));
    expect(answer.data.outcome).toBe('applied');
    expect(writesOf(cloud, from)).toHaveLength(1);
    expect(mute.records).toMatchObject([
      { decision: 'bypassed', outcome: 'sending' },
      { decision: 'bypassed', outcome: 'applied' },
    ]);
    expect(mute.records[0]?.attempt).toBe(mute.records[1]?.attempt);
    await mute.close();
  });
});

describe('without questions', () => {
  it('what needs a typed word is refused: deletions and what opens the network to somebody', async () => {
    const mute = await openDesk({ cloud, forms: false, args: ['--disable-elicitation'] });
    const removal = { ...rename, action_type: 'delete', payload: undefined, force: true };
    const [device] = cloud.world.table('devices').filter(({ type }) => type === 'switch');
    const commands = {
      ...{ action_type: 'update', object_type: 'site_devices', site_id: device?.site_id, object_id: device?.id },
      payload: { additional_config_cmds: ['set system services ssh'] },
    };
    const inventory = {
      operation: 'updateOrgInventoryAssignment',
      path: { org_id: 'Lakeside Retail Group' },
      body: { op: 'delete', macs: [device?.mac] },
    };
    for (const [args, tool] of [
      [removal, CHANGE],
      [commands, CHANGE],
      [inventory, 'mist_call_api'],
    ] as const) {
      expect(sentence(await withoutWrite(() => mute.ask(args, tool)))).toMatch(
        /needs a word that the person types|The verdict on this change is (?:UNKNOWN|UNSAFE), and --disable-elicitation/,
      );
    }
    await mute.close();
  });
});
