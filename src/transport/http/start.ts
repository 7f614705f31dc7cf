import type { AddressInfo } from 'node:net';
import type { Config } from '../../config/config.ts';
import type { HttpConfig } from '../../config/http.ts';
import { TurnQueue } from '../../core/turn-queue.ts';
import { writeRole } from '../../mist/role.ts';
import type { Session } from '../../mist/session.ts';
import { principalOf } from '../../mist/token.ts';
import { compileSchemas, createServerFactory, type Extension, enabledTools, type ProfileChoice } from '../../server.ts';
import type { Audit } from '../../telemetry/audit-log.ts';
import type { Log } from '../../telemetry/log.ts';
import { isWriteTool, wouldChange } from '../../tool/effect.ts';
import type { ConsentDesk } from '../../tool/elicitation.ts';
import { HANDLE_BOUNDS, HandleStore } from '../../tool/result-store/store.ts';
import { bare, metricsListener, reachable, readTls, unusable } from './address.ts';
import { AddressFailures } from './address-failures.ts';
import { cloudList } from './cloud-list.ts';
import { Connections } from './connections.ts';
import { type Entry, tokenEntry } from './entry.ts';
import { addGauges, type SharedState } from './gauges.ts';
import { createListener, LIMITS, type Limits } from './listener.ts';
import { LoopDelay, OVERLOAD, type OverloadBounds } from './loop-delay.ts';
import { McpRoute } from './mcp-route.ts';
import { Metrics } from './metrics.ts';
import { openReplicas } from './replicas/open.ts';
import { Router } from './router.ts';
import { Sessions } from './sessions.ts';
import type { SignIn } from './sign-in/open.ts';
import type { PeopleSource } from './sign-in/people.ts';
import { type Assemble, Tenant } from './tenant.ts';
import { TenantPool } from './tenant-pool.ts';
import { type TenantBounds, Tenants } from './tenants.ts';
import { askSelf, openUpstream, type UpstreamSetup } from './upstream.ts';

/** What the transport is made from. */
export interface HttpSetup {
  readonly config: Config & { readonly http: HttpConfig };
  readonly log: Log;
  readonly desk: ConsentDesk;
  readonly audit: Audit;
  /** The one cloud that clients may use, where it is the simulated one. */
  readonly onlyCloud?: boolean;
  /** Further things on each server; see `ServerSetup`. */
  readonly extend?: Extension;
  /** Milliseconds that override what the configuration gives in minutes, and how often idle ones are looked for. */
  readonly sessionIdleMs?: number;
  readonly sweepMs?: number;
  readonly limits?: Partial<Limits>;
  readonly tenants?: Partial<TenantBounds>;
  /** How often the access file and the tokens of its profiles are looked at. */
  readonly lookMs?: number;
  /** When requests are refused because the event loop is late. */
  readonly overload?: OverloadBounds;
  /** Signals that end a server started from the command line. */
  readonly endingSignals?: readonly NodeJS.Signals[];
}

/** A server that listens. */
export interface RunningHttp {
  /** Where clients connect, such as `http://127.0.0.1:8000/mcp`. */
  readonly url: string;
  /** Where the metrics are, if they are served. */
  readonly metricsUrl?: string;
  /** Takes tokens out of a line for the log. */
  scrub(line: string): string;
  /**
   * Takes no new requests, lets those under way finish, closes all streams.
   *
   * @param graceMs how long requests may take to finish
   */
  close(graceMs: number): Promise<void>;
}

/** Tokens seen lately; beyond that the longest idle are forgotten. */
const TENANTS = { max: 5000, idleMs: 30 * 60_000, calls: 256, proofMs: 5 * 60_000 };

/** Connections that may wait to be taken: a whole team's applications come back at once after a restart. */
const BACKLOG = 4096;

/** Starts serving. @throws ConfigError when a file cannot be read or the address cannot be listened on */
export async function startHttp(setup: HttpSetup): Promise<RunningHttp> {
  compileSchemas();
  const { config, log } = setup;
  const { http } = config;
  const metrics = new Metrics();
  const replicas = await openReplicas({ redis: http.redis, keys: config.stateKeys, desk: setup.desk, log });
  const queue = new TurnQueue(http.upstreamLimit);
  const upstream = { config, log, metrics, queue, replicas };
  const shared: SharedState = { metrics, queue, handles: new HandleStore(Date.now, HANDLE_BOUNDS, http.replica) };
  const delay = new LoopDelay(setup.overload ?? OVERLOAD);
  const tenants = new Tenants(
    {
      open: (credentials) => openUpstream(upstream, credentials),
      check: (session) => askSelf(session, config.timeoutSeconds),
      isOverloaded: () => delay.isOverloaded,
      admit({ session, self }) {
        const whose = { seesMsp: writeRole(self).msp };
        return new Tenant(session, mayChange(setup, session, self), assembleFor(setup, shared, whose));
      },
      expelled(tenant) {
        log.info('Mist does not accept a token anymore; its sessions end', { principal: tenant.session.principal });
        expel(tenant);
      },
    },
    { ...TENANTS, ...setup.tenants },
  );
  const expel = (tenant: Tenant): void => {
    sessions.endOf(tenant);
    for (const end of tenant.listeners) end();
  };
  const people = new TenantPool({ ...TENANTS, ...setup.tenants });
  const departures = { expelled: expel, replaced: (tenant: Tenant) => sessions.retire(tenant) };
  const signIn = http.signIn && (await signInOf(setup, shared, upstream, people, departures));
  const sessions = new Sessions({
    max: http.maxSessions,
    idleMs: setup.sessionIdleMs ?? http.sessionMinutes * 60_000,
    ...(http.replica === undefined ? {} : { replica: http.replica }),
    ...(replicas.sessions ? { shared: replicas.sessions } : {}),
  });
  const limits = { ...LIMITS, ...setup.limits };
  const connections = new Connections(limits.connections);
  const mcp = new McpRoute({
    proven: (socket) => connections.prove(socket),
    isOverloaded: () => delay.isOverloaded,
    format: config.responseFormat,
    sessions,
    report: (error) => log.debug('MCP request', { error: error.message }),
  });
  const tokens = tokenEntry({
    clouds: cloudList(http.allowedClouds, http.defaultCloud, setup.onlyCloud === true),
    ...{ tenants, proxyHops: http.proxyHops, refuseJwt: signIn !== undefined },
  });
  const entries = entriesOf(http, tokens, signIn);
  const paths = { entries, documents: signIn?.documents ?? new Map<string, object>() };
  const router = new Router({ http, host: config.host, log, metrics, mcp, paths });
  addGauges(shared, { tenants, people, sessions, router, connections, delay, engine: replicas.engine });
  const tls = http.tls && readTls(http.tls);
  const listener = createListener((request, response) => router.open(request, response), limits, connections, tls);
  const { port } = await new Promise<AddressInfo>((resolve, reject) => {
    listener.once('error', (error) => reject(unusable(error, config)));
    listener.listen({ port: config.port, host: bare(config.host), backlog: BACKLOG }, () => {
      const address = listener.address();
      if (typeof address === 'object' && address) resolve(address);
    });
  });
  listener.on('error', (error) => log.error('The listener failed', { error }));
  const looks = await metricsListener(metrics, delay, config).catch(async (error: unknown) => {
    await new Promise((resolve) => listener.close(resolve));
    throw error;
  });
  delay.start();
  const sweeping = setInterval(() => {
    sessions.sweep();
    tenants.sweep();
    people.sweep();
  }, setup.sweepMs ?? 2000);
  sweeping.unref();

  return {
    url: `${tls ? 'https' : 'http'}://${reachable(config.host)}:${port}/mcp`,
    ...(looks ? { metricsUrl: `http://${reachable(config.host)}:${looks.port}/metrics` } : {}),
    scrub: (line) => tenants.scrub(signIn?.scrub(line) ?? line),
    async close(graceMs) {
      clearInterval(sweeping);
      signIn?.close();
      delay.stop();
      const closed = new Promise((resolve) => listener.close(resolve));
      listener.closeIdleConnections();
      await router.drain(graceMs);
      sessions.close();
      await mcp.close();
      await Promise.all([tenants.close(), people.close()]);
      await Promise.all([looks?.close(), replicas.close()]);
      listener.closeAllConnections();
      await closed;
    },
  };
}

/** What is served at which path: sign-in takes the first place where it is on. */
function entriesOf({ signIn: config }: HttpConfig, tokens: Entry, signIn: SignIn | undefined): Map<string, Entry> {
  if (!signIn) return new Map([['/mcp', tokens]]);
  const entries = new Map([['/mcp', signIn.entry]]);
  return config?.mistTokens === true ? entries.set('/token/mcp', tokens) : entries;
}

/** Opens signing in. It and what it verifies with are loaded only where the operator asks for them. */
async function signInOf(
  setup: HttpSetup,
  shared: SharedState,
  upstream: UpstreamSetup,
  pool: TenantPool,
  departures: Pick<PeopleSource, 'expelled' | 'replaced'>,
): Promise<SignIn | undefined> {
  const { config, log, lookMs } = setup;
  if (!config.http.signIn) return undefined;
  const { openSignIn } = await import('./sign-in/open.ts');
  const tools = new Map(enabledTools(config, true).map((tool) => [tool.name, tool]));
  return openSignIn({
    ...{ config: config.http.signIn, proxy: config.proxy, log, pool, lookMs },
    writes: [...tools.values()].some(isWriteTool),
    changes(name, args) {
      const tool = tools.get(name);
      return tool !== undefined && wouldChange(tool, args);
    },
    countOf: upstream.replicas.count,
    failures: new AddressFailures(setup.tenants?.proofs),
    proxyHops: config.http.proxyHops,
    tokens: {
      atOnce: config.http.upstreamLimit,
      proofMs: setup.tenants?.proofMs,
      async check({ cloud }, token) {
        const session = openUpstream(upstream, { cloud, token });
        return askSelf(session, config.timeoutSeconds).finally(() => session.client.close());
      },
      budget: ({ cloud }, token) => upstream.replicas.budget(principalOf(token, cloud)),
    },
    people: {
      open: (options) => openUpstream(upstream, options),
      admit: ({ session, others, mayWrite, choice, seesMsp, rights }) =>
        new Tenant(session, config.writeTools && mayWrite, assembleFor(setup, shared, { choice, seesMsp }), {
          ...{ others, rights },
        }),
      ...departures,
    },
  });
}

/** Write tools are of no use with a token that may only read. */
function mayChange({ config, log }: HttpSetup, { principal }: Session, self: unknown): boolean {
  if (!config.writeTools) return false;
  const { may, roles } = writeRole(self);
  if (!may) log.info('Write tools are not offered: the token may only read', { principal, roles });
  return may;
}

/** What of a caller decides which tools there are. */
interface CallerTools {
  readonly choice?: ProfileChoice | undefined;
  readonly seesMsp?: boolean | undefined;
}

function assembleFor(
  setup: HttpSetup,
  { metrics, handles }: SharedState,
  { choice, seesMsp = false }: CallerTools,
): Assemble {
  const { config, log, desk, audit, extend } = setup;
  return (session, { readonly, format }) =>
    createServerFactory({
      config: { ...config, writeTools: config.writeTools && !readonly, responseFormat: format },
      ...{ session, log, desk, audit, handles, choice, ...(extend ? { extend } : {}) },
      seesMsp: () => seesMsp,
      observe: (tool, failed) => {
        const outcome = failed ? 'error' : 'ok';
        metrics.count('mistmcp_tool_calls_total', 'Tool calls that have ended.', { tool, outcome });
      },
    });
}
