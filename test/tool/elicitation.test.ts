import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Question } from '../../src/tool/context.ts';
import { ConsentDesk, hasForm, type SharedUses } from '../../src/tool/elicitation.ts';
import { type Content, openRounds, openSession, type Scene } from './small-desk.ts';

const KEY = 'a key that replicas share, at least 32 bytes';
const question: Question = { message: 'Rename HQ?', bound: { path: '/api/v1/sites/1', body: { name: 'HQ 2' } } };
const yes = (content: object = { confirm: true }): Content => ({ confirm: { action: 'accept', content } });

let desk: ConsentDesk;
let scene: Scene;
let stage: Awaited<ReturnType<typeof openRounds>>;
beforeEach(async () => {
  desk = new ConsentDesk([KEY]);
  scene = { question, principal: 'p' };
  stage = await openRounds(desk, scene);
});
afterEach(async () => {
  vi.useRealTimers();
  await stage.close();
});

const stateOf = async (on = stage): Promise<string> => String((await on.round()).requestState);
const answered = async (inputResponses: Content, on = stage): Promise<Content> =>
  on.said({ requestState: await stateOf(on), inputResponses });

describe('a question to the person', () => {
  it('has a form with a box to tick, and a text to type where one is wanted', async () => {
    const { resultType, inputRequests, requestState } = await stage.round();
    expect(resultType).toBe('input_required');
    expect(String(requestState).length).toBeGreaterThan(40);
    expect(inputRequests).toMatchObject({
      confirm: {
        params: {
          message: 'Rename HQ?',
          requestedSchema: {
            type: 'object',
            properties: { confirm: { type: 'boolean', title: 'Yes, do exactly this', default: false } },
            required: ['confirm'],
          },
        },
      },
    });
    scene.question = { ...question, label: 'Delete it', typed: 'HQ' };
    expect(JSON.stringify(await stage.round())).toMatch(
      /"title":"Delete it".*"title":"Type: HQ".*"required":\["confirm","typed"\]/,
    );
  });

  it('holds nothing of what would be sent, and of whom it serves, that can be read', async () => {
    scene.principal = 'principal-of-somebody';
    const state = await stateOf();
    const readable = state
      .split('.')
      .map((part) => Buffer.from(part, 'base64url').toString())
      .join(' ');
    expect(readable).not.toContain('HQ 2');
  });

  it.each<[Content, string]>([
    [yes(), 'accepted'],
    [yes({ confirm: false }), 'declined'],
    [{ confirm: { action: 'decline' } }, 'declined'],
    [{ confirm: { action: 'cancel' } }, 'cancelled'],
    [{ other: { action: 'accept', content: { confirm: true } } }, 'missing'],
    [{}, 'missing'],
  ])('answered with %j is %s', async (responses, answer) => {
    expect(await answered(responses)).toEqual({ answer });
  });

  it.each<[object, string]>([
    [{ confirm: true, typed: 'HQ' }, 'accepted'],
    [{ confirm: true, typed: 'hq' }, 'mistyped'],
    [{ confirm: true, typed: '' }, 'mistyped'],
    [{ confirm: true }, 'mistyped'],
    [{ confirm: false, typed: 'HQ' }, 'declined'],
  ])('that wants a text, answered with %j, is %s', async (content, answer) => {
    scene.question = { ...question, typed: 'HQ' };
    expect(await answered(yes(content))).toEqual({ answer });
  });

  it('is not asked where no form can be shown', async () => {
    for (const capabilities of [{}, { elicitation: { url: {} } }]) {
      const blind = await openRounds(desk, scene, capabilities);
      expect(await blind.said()).toMatchObject({
        error: expect.stringContaining('it offers no elicitation'),
        next_step: expect.stringContaining('Use an application'),
      });
      expect(await blind.said({ requestState: await stateOf(), inputResponses: yes() })).toMatchObject({
        error: expect.stringContaining('nothing was sent'),
      });
      await blind.close();
    }
  });

  it('reaches an application with sessions as well', async () => {
    const forms: Content[] = [];
    const session = await openSession(desk, scene, (form) => {
      forms.push(form);
      return { action: 'accept', content: { confirm: true } };
    });
    expect(await session.ask()).toContain('accepted');
    expect(forms).toMatchObject([{ message: 'Rename HQ?', requestedSchema: { required: ['confirm'] } }]);
    await session.close();
  });
});

describe('a yes', () => {
  const refusal = async (state: string, on = stage, tool = 'ask'): Promise<string> =>
    String((await on.said({ requestState: state, inputResponses: yes() }, tool)).error);

  it('is good once', async () => {
    const state = await stateOf();
    expect(await stage.said({ requestState: state, inputResponses: yes() })).toEqual({ answer: 'accepted' });
    expect(await refusal(state)).toContain('This confirmation was used before');
    const declined = await stateOf();
    await stage.said({ requestState: declined, inputResponses: { confirm: { action: 'decline' } } });
    expect(await refusal(declined)).toContain('used before');
    expect(await answered(yes())).toEqual({ answer: 'accepted' });
    // Others that came later are no reason to forget the first.
    expect(await refusal(state)).toContain('used before');
  });

  it('is to what was shown, and says what became different', async () => {
    const state = await stateOf();
    scene.question = { ...question, bound: { ...Object(question.bound), body: { name: 'other' } } };
    expect(await stage.said({ requestState: state, inputResponses: yes() })).toEqual({
      error: 'The confirmation was given for something else than what would be sent now, so nothing was sent.',
      next_step: 'The object or the arguments changed meanwhile: call again to see and confirm the new difference.',
    });
    expect(await refusal(state)).toContain('used before');
    const again = await stateOf();
    scene.question = { message: 'x', bound: 1, changed: 'Somebody renamed it.' };
    expect(await stage.said({ requestState: again, inputResponses: yes() })).toMatchObject({
      next_step: 'Somebody renamed it.',
    });
  });

  it('is of one principal and for one tool', async () => {
    const expired = 'The confirmation has expired, was altered or belongs to someone else';
    const state = await stateOf();
    scene.principal = 'q';
    expect(await refusal(state)).toContain(expired);
    scene.principal = 'p';
    expect(await refusal(state, stage, 'ask_too')).toContain(expired);
    expect(await refusal(`${state}x`)).toContain(expired);
    expect(await refusal('x')).toContain(expired);
    expect(await stage.said({ requestState: state, inputResponses: yes() })).toEqual({ answer: 'accepted' });
  });

  it('is known to replicas that share a key where it is void once done, and to nobody else', async () => {
    scene.question = { ...question, guarded: true };
    const [replica, stranger] = [
      await openRounds(new ConsentDesk([KEY]), scene),
      await openRounds(new ConsentDesk(), scene),
    ];
    const state = await stateOf();
    expect(await refusal(state, stranger)).toContain('belongs to someone else');
    expect(await answered(yes(), stranger)).toEqual({ answer: 'accepted' });
    expect(await replica.said({ requestState: state, inputResponses: yes() })).toEqual({ answer: 'accepted' });
    scene.question = question;
    expect(await refusal(await stateOf(), replica)).toContain('Only the process that asked');
    await replica.close();
    await stranger.close();
  });

  it('is known to every replica where uses are noted together, whatever it is for', async () => {
    const used = new Set<string>();
    const uses: SharedUses = {
      memory: async () => 'the first',
      use: async (id, memory) => {
        if (memory !== 'the first') return 'forgotten';
        if (used.has(id)) return 'used';
        used.add(id);
        return 'first';
      },
    };
    const other = new ConsentDesk([KEY]);
    for (const one of [desk, other]) one.share(uses);
    const replica = await openRounds(other, scene);
    const state = await stateOf();
    expect(await replica.said({ requestState: state, inputResponses: yes() })).toEqual({ answer: 'accepted' });
    expect(await refusal(state, replica)).toContain('used before');
    expect(await refusal(state)).toContain('used before');
    uses.memory = async () => 'another one';
    expect(await refusal(await stateOf())).toContain('was lost since you were asked');
    await replica.close();
  });

  it('is neither asked for nor taken while a use cannot be noted', async () => {
    const away = async (): Promise<never> => {
      throw new Error('away');
    };
    const state = await stateOf();
    desk.share({ memory: away, use: away });
    expect(await stage.said()).toMatchObject({ error: expect.stringContaining('nobody was asked') });
    expect(await refusal(state)).toContain('cannot be recorded for all replicas now, so nothing was sent');
    desk.share({ memory: async () => '', use: async () => 'first' });
    expect(await refusal(state)).toContain('used before');
  });

  it('made with a key that was changed since is taken for as long as that key is known', async () => {
    const NEW = 'the key that came after it, also 32 bytes';
    const state = await stateOf();
    scene.question = { ...question, guarded: true };
    for (const [keys, taken] of [
      [[NEW, KEY], true],
      [[NEW], false],
    ] as const) {
      const replica = await openRounds(new ConsentDesk(keys), scene);
      const answer = await replica.said({ requestState: state, inputResponses: yes() });
      expect(answer.answer === 'accepted').toBe(taken);
      await replica.close();
    }
  });

  it('is good for ten minutes', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_767_225_600_000 });
    const [state, later] = [await stateOf(), await stateOf()];
    vi.setSystemTime(1_767_225_600_000 + 9.5 * 60_000);
    expect(await stage.said({ requestState: state, inputResponses: yes() })).toEqual({ answer: 'accepted' });
    vi.setSystemTime(1_767_225_600_000 + 10.5 * 60_000);
    expect(await refusal(later)).toContain('has expired');
    expect(await answered(yes())).toEqual({ answer: 'accepted' });
  });
});

describe('what an application can show', () => {
  it.each<[unknown, boolean]>([
    [{ elicitation: {} }, true],
    [{ elicitation: { form: {} } }, true],
    [{ elicitation: { form: {}, url: {} } }, true],
    [{ elicitation: { url: {} } }, false],
    [{ elicitation: true }, false],
    [{ elicitation: null }, false],
    [{}, false],
    [null, false],
    [undefined, false],
    ['elicitation', false],
  ])('with %j: forms %s', (capabilities, forms) => {
    expect(hasForm(capabilities)).toBe(forms);
  });
});
