import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoCloud } from '../../simulator/cloud.ts';
import { isRecord } from '../../src/core/json.ts';
import { denialOf } from '../../src/features/api-catalog/denied.ts';
import { family, familyNames } from '../../src/mist/families.ts';
import { allRoutes, matchRoute, operation } from '../../src/mist/spec/operations.ts';
import type { Route } from '../../src/mist/spec/routes.ts';
import { tools } from '../../src/tools/index.ts';
import { pathFor, queryFor } from '../features/api-catalog/arguments.ts';
import { startCloud } from '../harness/cloud.ts';
import { type Direct, openDirect } from '../harness/direct-stage.ts';
import { learn, type WorldKnowledge } from './inputs.ts';
import { FREE_TEXT, holdsMark, MARK, Planter } from './planted.ts';
import { textsOf } from './raw.ts';

/** Requests that are answered truly: what names and rights are looked up with. */
const TRUE_ROUTES: readonly string[] = [
  'GET /api/v1/self',
  'GET /api/v1/orgs/{org_id}/sites',
  'GET /api/v1/sites/{site_id}',
];

describe('secrets that are planted in everything', () => {
  const planter = new Planter();
  const folder = mkdtempSync(join(tmpdir(), 'mistmcp-wild-'));
  const auditFile = join(folder, 'audit.jsonl');
  let cloud: DemoCloud;
  let stage: Direct;
  let known: WorldKnowledge;
  let planting = false;
  /** The cloud answers with this instead of JSON. */
  let longText: string | undefined;
  /** The cloud refuses, and repeats what it was sent. */
  let echoing = false;
  const leaks = new Set<string>();

  const planted = (route: Route, truth: unknown): unknown => {
    const made = planter.whole(operation(route).response ?? '');
    const own = { ...(isRecord(truth) ? truth : {}), ...(isRecord(made) ? made : {}), ...FREE_TEXT };
    if (Array.isArray(made)) return made.map((row: unknown) => (isRecord(row) ? { ...row, ...FREE_TEXT } : row));
    return Array.isArray(truth) ? truth.map((row: unknown) => (isRecord(row) ? { ...row, ...own } : row)) : own;
  };

  const respond = async (request: Request, ask: () => Promise<Response>): Promise<Response> => {
    const sent = await request.clone().text();
    const { method } = request;
    if (echoing && method !== 'GET')
      return Response.json({ detail: `not valid: ${sent}`, you_sent: sent }, { status: 400 });
    const response = await ask();
    if (longText !== undefined) return new Response(longText, { headers: { 'content-type': 'text/plain' } });
    const route = matchRoute(method, new URL(request.url).pathname)?.route;
    if (!planting || route === undefined || TRUE_ROUTES.includes(route)) return response;
    const truth: unknown = await response.json().catch(() => ({}));
    return Response.json(planted(route, truth));
  };

  /** Calls a tool and notes where a planted secret came out. */
  const look = async (tool: string, args: Readonly<Record<string, unknown>>): Promise<void> => {
    const { data, raw } = await stage.call(tool, args);
    const label = `${tool} ${String(args.operation ?? args.object_type ?? args.stats_type ?? '')}`;
    for (const [place, text] of textsOf(data))
      if (holdsMark(text)) leaks.add(`${label}: ${place}: ${text.slice(0, 80)}`);
    if (holdsMark(raw)) leaks.add(`${label}: somewhere`);
  };

  beforeAll(async () => {
    cloud = await startCloud();
    stage = await openDirect({ cloud, respond, auditFile, args: ['--max-response-tokens', '25000'] });
    known = await learn(stage);
  });
  afterAll(async () => {
    await stage.close();
    await cloud.close();
    rmSync(folder, { recursive: true });
  });

  it('come out of no answer of any tool', { timeout: 120_000 }, async () => {
    planting = true;
    for (const { name } of tools) {
      if (/utilities|call_api|change_|update_|search_api|schema/.test(name)) continue;
      for (const args of known.starts(name)) await look(name, args);
    }
    planting = false;
    expect([...leaks]).toEqual([]);
    expect(planter.places.size).toBeGreaterThan(60);
  });

  it('come out of no column that is picked by its path, and of no long text, wherever it is cut', async () => {
    planting = true;
    for (const fields of [['auth.psk', 'ssid'], ['auth_servers'], ['vars.radius_secret'], ['headers.X-Key', 'after']]) {
      await look('mist_get_configuration_objects', { object_type: 'org_wlans', fields });
      await look('mist_call_api', { operation: 'listOrgWlans', fields });
    }
    planting = false;
    for (const length of [0, 7970, 24_970, 63_970, 200_000]) {
      longText = `${'x'.repeat(length)} {"psk":"${MARK}abcdefghijklmnop", "auth": {"keys": ["${MARK}wep"${' '.repeat(70_000)}`;
      await look('mist_call_api', { operation: 'listOrgWlans' });
    }
    longText = undefined;
    expect([...leaks]).toEqual([]);
  });

  it('come out of no operation that reads', { timeout: 120_000 }, async () => {
    planting = true;
    const reads = allRoutes().filter((route) => route.startsWith('GET ') && operation(route).effect === 'read');
    const known_ids = known.pools;
    for (const route of reads.filter((one) => denialOf(one) === undefined)) {
      const own: Record<string, unknown> = { org_id: known_ids.org_id?.[0], site_id: known_ids.site_id?.[0] };
      const path = Object.entries(pathFor(route)).map(([name, value]) => [name, own[name] ?? value]);
      await look('mist_call_api', {
        operation: route,
        path: Object.fromEntries(path),
        query: queryFor(route),
        fields: ['*'],
      });
    }
    planting = false;
    expect([...leaks]).toEqual([]);
  });

  it('come out of no change: not in the question, the answer, an error or the record', {
    timeout: 120_000,
  }, async () => {
    for (const refused of [false, true]) {
      echoing = refused;
      for (const object_type of familyNames) {
        const { create } = family(object_type)?.routes ?? {};
        const payload = create && planter.whole(operation(create).body ?? '');
        if (!isRecord(payload)) continue;
        const site = object_type.startsWith('site') ? { site_id: known.pools.site_id?.[0] } : {};
        const args = { action_type: 'create', object_type, ...site, payload };
        for (const more of [{}, { allow_unknown: true }, { dry_run: true }]) {
          await look('mist_change_configuration_objects', { ...args, ...more });
          await look('mist_update_configuration_objects', { ...args, payload: { ...payload, ...FREE_TEXT }, ...more });
        }
        await look('mist_call_api', {
          operation: create,
          path: { org_id: known.pools.org_id?.[0], ...site },
          body: payload,
        });
      }
    }
    echoing = false;
    for (const question of stage.questions) if (holdsMark(question)) leaks.add(`question: ${question.slice(0, 300)}`);
    expect(stage.questions.length).toBeGreaterThan(20);
    expect([...leaks]).toEqual([]);
  });

  it('come into no log and no record', () => {
    const record = readFileSync(auditFile, 'utf8').split('\n');
    expect(record.length).toBeGreaterThan(20);
    expect([...stage.lines, ...record, ...stage.progress].filter(holdsMark).map((line) => line.slice(0, 600))).toEqual(
      [],
    );
    expect([...stage.lines, ...record].filter((line) => line.includes(cloud.tokens.write))).toEqual([]);
  });
});
