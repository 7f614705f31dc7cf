import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoCloud } from '../../../simulator/cloud.ts';
import { denialOf } from '../../../src/features/api-catalog/denied.ts';
import { allRoutes } from '../../../src/features/api-catalog/find.ts';
import { targetOf } from '../../../src/mist/http/target.ts';
import { operation } from '../../../src/mist/spec/operations.ts';
import { type Route, splitRoute } from '../../../src/mist/spec/routes.ts';
import { startCloud } from '../../harness/cloud.ts';
import { type DeskStage, openDesk, YES } from '../../harness/rounds.ts';
import { bodyFor, NOWHERE, pathFor, queryFor } from './arguments.ts';

const TOOL = 'mist_call_api';

/** Bodies that are tried for an update. */
const SEEDS = 40;

/**
 * Violations that are none here: what is not simulated, output of a command that nobody listens to, and a path that two
 * operations of the specification share.
 */
const ALLOWED = /: not simulated: |^a command was sent before |zone_id is no id: "count"$/;

type Treatment = 'sent' | 'denied' | 'confirmed';

interface Args extends Readonly<Record<string, unknown>> {
  readonly path: Record<string, string>;
  readonly query: Record<string, string>;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads first, what ends something last, and the site and organization that all others stand in at the very end. */
const order = (route: Route): number => {
  const { effect } = operation(route);
  if (effect === 'read' || effect === 'diagnostic') return 0;
  if (!route.startsWith('DELETE ')) return 1;
  return route.includes('/', 'DELETE /api/v1/sites/'.length) ? 2 : 3;
};

const routes = allRoutes().toSorted((a, b) => order(a) - order(b));

describe(`each of the ${routes.length} operations through ${TOOL}`, () => {
  let cloud: DemoCloud;
  let stage: DeskStage;
  let provider: DeskStage;
  let places: Record<string, string>;
  const counts: Record<Treatment, number> = { sent: 0, denied: 0, confirmed: 0 };
  const wrong: string[] = [];

  beforeAll(async () => {
    cloud = await startCloud();
    stage = await openDesk({ cloud, token: 'write' });
    provider = await openDesk({ cloud, token: 'msp' });
    const [org] = cloud.world.table('orgs');
    const site = cloud.world.table('sites').find((one) => one.org_id === org?.id);
    const [msp] = cloud.world.table('msps');
    places = { org_id: String(org?.id), site_id: String(site?.id), msp_id: String(msp?.id) };
  });
  afterAll(async () => {
    await stage.close();
    await provider.close();
    await cloud.close();
  });

  /** Ids of what there is: the first row of the list that an id's collection has, else an id of nothing. */
  async function idsFor(route: Route): Promise<Record<string, string>> {
    const path = { ...pathFor(route), ...pick(places, Object.keys(operation(route).path)) };
    const { path: template } = splitRoute(route);
    const segments = template.split('/');
    for (const [index, segment] of segments.entries()) {
      const name = /^\{(.*)\}$/.exec(segment)?.[1];
      if (name === undefined || (path[name] !== NOWHERE && name !== 'guest_mac')) continue;
      const list = `GET ${segments.slice(0, index).join('/')}`;
      const found = allRoutes().find((one) => one === list);
      const id = found && (await firstId(targetOf({ route: found, path }).path));
      const searched =
        id ??
        (name === 'guest_mac'
          ? await firstId(`${targetOf({ route, path }).path.replace(/\/[^/]*$/, '')}/search`)
          : undefined);
      const [row] = cloud.world.table(segments[index - 1] ?? '');
      path[name] = searched ?? String(row?.id ?? path[name]);
    }
    const sle = { scope: 'site', scope_id: places.site_id ?? '', metric: 'coverage' };
    if (template.includes('/sle/')) Object.assign(path, pick(sle, Object.keys(path)));
    return path;
  }

  async function firstId(path: string): Promise<string | undefined> {
    const response = await fetch(cloud.url + path, { headers: { authorization: `Token ${cloud.tokens.write}` } });
    const body: unknown = await response.json();
    const rows: unknown = isRecord(body) ? body.results : body;
    const [first]: unknown[] = Array.isArray(rows) ? rows : [];
    const id = isRecord(first) ? (first.id ?? first.mac) : undefined;
    return typeof id === 'string' ? id : undefined;
  }

  const pick = (from: Record<string, string>, names: readonly string[]): Record<string, string> =>
    Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));

  async function call(route: Route, seed = 1): Promise<Treatment> {
    const path = await idsFor(route);
    const body = bodyFor(route, seed);
    const server = route.includes('/msps') ? provider : stage;
    const args: Args = {
      operation: operation(route).id,
      path,
      // A site that is not there is refused before anything is sent.
      query: { ...queryFor(route), ...pick(places, Object.keys(operation(route).query)) },
      ...(body === undefined ? {} : { body }),
    };
    const from = cloud.requests.length;
    const before = cloud.violations.length;
    const first = await server.ask(args, TOOL);
    const asked = 'state' in first;
    const { method, path: target } = targetOf({ route, path });
    const mine = () => cloud.requests.slice(from).filter((one) => one.method === method && one.path === target);
    if (asked) {
      expect(mine(), 'sent before the yes').toEqual([]);
      await server.reply(args, first.state, YES(first.typed), TOOL);
    }
    if (!asked && mine().length === 0) {
      if (denialOf(route, operation(route).body_types)) {
        expect(first.text).toContain('never called from here');
        return 'denied';
      }
      // A generated update may say what is so already, or turn a device into one of another type.
      if (route.startsWith('PUT ') && seed < SEEDS) return call(route, seed + 1);
      throw new Error(first.text);
    }
    const [sent, ...more] = mine();
    expect(more.length, 'sent more than once').toBe(0);
    expect(sent?.query).toEqual(args.query);
    expect(sent?.body ? JSON.parse(sent.body) : undefined).toEqual(body);
    const faults = cloud.violations.slice(before).filter((sentence) => !ALLOWED.test(sentence));
    expect(faults.length, faults.join('; ')).toBe(0);
    return asked ? 'confirmed' : 'sent';
  }

  it('is sent right, refused as denied, or asked about first, as its effect says', async () => {
    for (const route of routes) {
      const { effect, body_types } = operation(route);
      const wanted = denialOf(route, body_types)
        ? 'denied'
        : effect === 'read' || effect === 'diagnostic'
          ? 'sent'
          : 'confirmed';
      try {
        const found = await call(route);
        counts[found] += 1;
        if (found !== wanted) wrong.push(`${route}: ${found} instead of ${wanted}`);
      } catch (error) {
        wrong.push(`${route}: ${error instanceof Error ? error.message.slice(0, 900) : String(error)}`);
      }
    }
    process.stderr.write(`mist_call_api: ${routes.length} operations: ${JSON.stringify(counts)}\n`);
    expect(wrong).toEqual([]);
    expect(counts.sent + counts.denied + counts.confirmed).toBe(routes.length);
  }, 120_000);
});
