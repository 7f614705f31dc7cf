import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoCloud } from '../../simulator/cloud.ts';
import { isRecord } from '../../src/core/json.ts';
import { denialOf } from '../../src/features/api-catalog/denied.ts';
import { isNothing } from '../../src/features/changes/json.ts';
import { family, familyNames } from '../../src/mist/families.ts';
import { matchRoute, operation } from '../../src/mist/spec/operations.ts';
import type { Route } from '../../src/mist/spec/routes.ts';
import { tools } from '../../src/tools/index.ts';
import { startCloud } from '../harness/cloud.ts';
import { type Direct, openDirect } from '../harness/direct-stage.ts';
import { yes } from '../harness/elicitation-handler.ts';
import { CASES, SEED } from './cases.ts';
import { type Advertised, argsOf, learn, MISTYPED, replies, type WorldKnowledge } from './inputs.ts';
import { rawIn } from './raw.ts';

/** Routes that any tool may ask to turn a name into an id, or to tell the person what an id is called. */
const LOOK_UPS: readonly string[] = [
  // Names of devices and of configuration objects, to be taken and shown in the place of ids.
  'GET /api/v1/orgs/{org_id}/devices',
  // The members of a virtual chassis, where a device is not found by its own MAC.
  'GET /api/v1/orgs/{org_id}/inventory',
  ...familyNames.flatMap((name) => family(name)?.routes.list ?? []),
  'GET /api/v1/self',
  'GET /api/v1/orgs/{org_id}/sites',
  'GET /api/v1/orgs/{org_id}/sites/search',
  'GET /api/v1/sites/{site_id}',
  // What the names of metrics are, when one was wrong.
  'GET /api/v1/const/insight_metrics',
  'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metrics',
  'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/classifiers',
];

/** Sentences of the cloud that say nothing about the inputs. */
const ALLOWED =
  /: not simulated: |zone_id is no id: "count"$|^a command was sent before |has no usable value \("(?:null|undefined|NaN)"\)/;

/** Calls with one server; what a principal may ask in an hour has an end. */
const WITH_ONE = 400;

describe(`${CASES} wild calls of each tool, seed ${SEED}`, () => {
  let cloud: DemoCloud;
  let stage: Direct;
  let known: WorldKnowledge;
  let calls = 0;
  const told: string[] = [];
  const stray: unknown[] = [];
  const note = (error: unknown): void => void stray.push(error);

  /** A command on a live device is taken by the cloud and then fails: nobody waits for its output here. */
  const impatient = async (request: Request, ask: () => Promise<Response>): Promise<Response> => {
    const response = await ask();
    const { pathname } = new URL(request.url);
    const isCommand = request.method === 'POST' && /\/devices\/[^/]+\/[a-z_]+$/.test(pathname);
    return isCommand && response.ok ? Response.json({ detail: 'not today' }, { status: 400 }) : response;
  };

  const open = async (): Promise<void> => {
    calls = 0;
    cloud = await startCloud();
    stage = await openDirect({ cloud, respond: impatient });
    known = await learn(stage);
  };
  const close = async (): Promise<void> => {
    await stage.close();
    await cloud.close();
  };
  /** A world in which the site is gone answers everything with the same error. */
  const isWorn = (): boolean => calls >= WITH_ONE || !known.intact();

  beforeAll(async () => {
    await open();
    process.on('unhandledRejection', note);
    process.stderr.write(`wild inputs: ${CASES} cases a tool, seed ${SEED}\n`);
  });
  afterAll(async () => {
    await close();
    process.off('unhandledRejection', note);
    process.stderr.write(`answered of ${CASES}, requests: ${told.join(', ')}\n`);
  });

  it.each(tools.map(({ name }) => name))('%s', { timeout: 180_000 + CASES * 200 }, async (name) => {
    const tool = tools.find((one) => one.name === name);
    const offered = (await stage.client.listTools()).tools.find((one) => one.name === name);
    if (!tool || !offered) throw new Error(`${name} is not offered`);
    const schema: Advertised = { properties: { ...offered.inputSchema.properties } };
    const isPager = name === 'mist_get_next_page';
    let [answered, requests] = [0, 0];
    const mine: ReadonlySet<string> = new Set([...tool.routes, ...LOOK_UPS]);
    const isMine = (route: Route | undefined): boolean =>
      route !== undefined &&
      (tool.anyRoute !== undefined || mine.has(route) || (isPager && operation(route).effect === 'read'));
    const property = fc.asyncProperty(argsOf(name, schema, known), replies, async (args, how) => {
      if (isWorn()) {
        await close();
        await open();
      }
      calls += 1;
      const [from, asked, broken] = [stage.sent.length, stage.questions.length, cloud.violations.length];
      stage.answer(how === 'yes' ? yes : () => how);
      const { data, isError, text } = await stage.call(name, args);
      answered += isError ? 0 : 1;
      requests += stage.sent.length - from;
      if (isError) {
        expect(Object.keys(data)).toEqual(expect.arrayContaining(['error', 'next_step']));
        expect(String(data.error)).not.toContain('on its own account');
        expect(text.length).toBeLessThan(10_000);
      }
      expect(rawIn(data)).toBeUndefined();
      const said = stage.questions.length > asked;
      const isYes = (method: string): boolean => said && (how === 'yes' || (how === MISTYPED && method !== 'DELETE'));
      for (const { method, url } of stage.sent.slice(from)) {
        expect(new URL(url).origin).toBe(cloud.url);
        const route = matchRoute(method, new URL(url).pathname)?.route;
        expect(isMine(route), `${method} ${url}`).toBe(true);
        if (route === undefined) continue;
        const { effect, body_types } = operation(route);
        expect(denialOf(route, body_types), route).toBeUndefined();
        const asksFirst = effect === 'disruptive' || (effect === 'write' && name !== 'mist_utilities');
        expect(!asksFirst || isYes(method), `${route} without a yes`).toBe(true);
      }
      const { body } = args;
      const isAllowed = (sentence: string): boolean => {
        const [, unknown] = /: unknown attribute (.*)$/.exec(sentence) ?? [];
        // A body that is sent as it is given may have a null that says nothing under any name.
        const isEmpty = unknown !== undefined && isRecord(body) && isNothing(body[unknown]);
        return ALLOWED.test(sentence) || isEmpty || (unknown !== undefined && 'allow_unknown' in args);
      };
      expect(cloud.violations.slice(broken).filter((sentence) => !isAllowed(sentence))).toEqual([]);
      expect(stray).toEqual([]);
      expect(Reflect.get(Object.prototype, 'polluted')).toBeUndefined();
    });
    await fc.assert(property, { numRuns: CASES, seed: SEED, endOnFailure: true });
    told.push(`${name} ${answered}, ${requests}`);
    expect(answered, 'answered').toBeGreaterThanOrEqual(CASES / 20);
  });
});
