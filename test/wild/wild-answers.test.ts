import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoCloud } from '../../simulator/cloud.ts';
import { tools } from '../../src/tools/index.ts';
import { startCloud } from '../harness/cloud.ts';
import { type Direct, openDirect } from '../harness/direct-stage.ts';
import { CASES, SEED } from './cases.ts';
import { learn, type WorldKnowledge } from './inputs.ts';
import { rawIn } from './raw.ts';
import { type Spoiling, spoilings } from './spoiled.ts';

/** An answer has its own bound; this is what an application would still swallow. */
const LONGEST = 400_000;
/** Answers are larger than inputs. */
const SHARE = 0.25;
/** Calls with one server. */
const WITH_ONE = 400;

/** How many requests of a call are answered truly; the others are not. */
const firsts = fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 3);

/** These wait for output that never comes, or read back what they wrote. */
const SLOW = /utilities|change_|update_/;

const asking = tools.filter(({ local, name }) => !local && name !== 'mist_query_result').map(({ name }) => name);

describe(`${CASES * SHARE} wild answers to each tool, seed ${SEED}`, () => {
  let cloud: DemoCloud;
  let stage: Direct;
  let known: WorldKnowledge;
  let calls = 0;
  /** Which request of a call is answered wrongly, and how; all before it are answered truly. */
  let plan: { readonly from: number; readonly spoiling: Spoiling } | undefined;
  let seen = 0;
  const stray: unknown[] = [];
  const note = (error: unknown): void => void stray.push(error);

  const respond = async (_: Request, ask: () => Promise<Response>): Promise<Response> => {
    const response = await ask();
    seen += 1;
    if (plan === undefined || seen <= plan.from) return response;
    const { spoiling } = plan;
    const text = await response.text();
    return new Response(spoiling.body(text), {
      status: spoiling.status,
      headers: spoiling.type === '' ? {} : { 'content-type': spoiling.type },
    });
  };

  const open = async (): Promise<void> => {
    calls = 0;
    plan = undefined;
    cloud = await startCloud();
    stage = await openDirect({ cloud, respond });
    known = await learn(stage);
  };
  const close = async (): Promise<void> => {
    await stage.close();
    await cloud.close();
  };

  beforeAll(async () => {
    process.on('unhandledRejection', note);
    process.stderr.write(`wild answers: ${CASES * SHARE} cases a tool, seed ${SEED}\n`);
    await open();
  });
  afterAll(async () => {
    process.off('unhandledRejection', note);
    await close();
  });

  it.each(asking)('%s', { timeout: 180_000 + CASES * 400 }, async (name) => {
    const start = fc.constantFrom(...known.starts(name));
    const property = fc.asyncProperty(start, spoilings, firsts, async (args, spoiling, from) => {
      if (calls >= WITH_ONE || !known.intact()) {
        await close();
        await open();
      }
      calls += 1;
      plan = { from, spoiling };
      seen = 0;
      const [asked, told, written] = [stage.questions.length, stage.progress.length, stage.lines.length];
      const { data, isError, text } = await stage.call(name, args);
      plan = undefined;
      if (isError) {
        expect(Object.keys(data)).toEqual(expect.arrayContaining(['error', 'next_step']));
        expect(text, stage.lines.slice(written).join('\n').slice(0, 2000)).not.toContain('on its own account');
      }
      expect(text.length).toBeLessThan(LONGEST);
      expect(rawIn(data)).toBeUndefined();
      expect(rawIn(stage.questions.slice(asked))).toBeUndefined();
      expect(rawIn(stage.progress.slice(told))).toBeUndefined();
      expect(stray).toEqual([]);
      expect(Reflect.get(Object.prototype, 'polluted')).toBeUndefined();
    });
    const numRuns = Math.ceil((SLOW.test(name) ? CASES / 4 : CASES) * SHARE);
    await fc.assert(property, { numRuns, seed: SEED, endOnFailure: true });
  });
});
