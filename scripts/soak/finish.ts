import { setTimeout as wait } from 'node:timers/promises';
import type { TokenName } from '../../simulator/caller.ts';
import type { Servers } from './applications.ts';
import { type Ground, type HttpServer, SESSION_MINUTES } from './servers.ts';
import type { Tally } from './tally.ts';

/** Sessions that nobody ended must be gone after their time, and the servers must end when they are asked to. */
export async function finish(
  ground: Ground,
  { http, team, stdio }: Servers,
  tenants: readonly TokenName[],
): Promise<void> {
  const { tally } = ground;
  const replicas = team?.replicas ?? [];
  await Promise.all([http, ...replicas].map((server) => checkSessions(server, tally)));
  await dropAll(ground, http, tenants);
  for (const server of stdio) {
    if (server.link.wire.open > 0)
      tally.fail('request without an answer', `${server.link.name}: ${server.link.wire.open}`);
    const ms = await server.close();
    // After two seconds the application's library uses force.
    if (ms > 1990) tally.fail('does not end', `${server.link.name} took ${ms} ms`);
  }
  for (const server of [http, ...replicas]) {
    const code = await server.stop();
    if (code !== 0) tally.fail('does not end', `${server.name} exited with ${code}`);
  }
}

async function checkSessions(server: HttpServer, tally: Tally): Promise<void> {
  const begin = Date.now();
  let sessions = await server.metric('mistmcp_sessions');
  tally.count('sessions left behind', sessions);
  while (sessions > 0 && Date.now() - begin < (SESSION_MINUTES * 60 + 10) * 1000) {
    await wait(1000);
    sessions = await server.metric('mistmcp_sessions');
  }
  if (sessions > 0) tally.fail('leaked sessions', `${server.name}: ${sessions}`);
}

/** Everybody drops what the server keeps for them; nothing may be left that belongs to nobody. */
async function dropAll({ tally }: Ground, http: HttpServer, tenants: readonly TokenName[]): Promise<void> {
  tally.count('kept results at the end', await http.metric('mistmcp_kept_results'));
  for (const tenant of tenants) {
    const link = await http.connect({ name: 'end', tenant, era: '2026-07-28' });
    const { data } = await link.ask({ kind: 'tool', name: 'mist_query_result', args: {} });
    for (const one of Array.isArray(data.handles) ? data.handles : []) {
      await link.ask({ kind: 'tool', name: 'mist_query_result', args: { handle: Object(one).handle, drop: true } });
    }
    await link.leave(true);
  }
  const left = await http.metric('mistmcp_kept_results');
  if (left !== 0) tally.fail('kept results of nobody', String(left));
}
