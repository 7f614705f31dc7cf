import { matchRoute, type Operation, operation } from '../src/mist/spec/operations.ts';
import type { Route } from '../src/mist/spec/routes.ts';
import type { Answer, Call, Handlers } from './call.ts';
import { type Caller, callerOf, mayRun, maySee, NOBODY, type Tokens } from './caller.ts';
import { type Json, parseJson, textOf } from './json.ts';
import { masked } from './mask.ts';
import { paged } from './paging.ts';
import type { Reply } from './reply.ts';
import { bodyProblem, pathProblem, queryProblem } from './strictness.ts';
import { windowOf } from './window.ts';
import { fixBaseline } from './world/baseline.ts';
import type { World } from './world/world.ts';

/** A request as it came over the wire. */
export interface Incoming {
  readonly method: string;
  readonly pathname: string;
  readonly search: URLSearchParams;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly text: string;
}

/** What answers need beside the request. */
export interface Cloud {
  readonly world: World;
  readonly tokens: Tokens;
  readonly handlers: Handlers;
  /** Epoch seconds. */
  readonly now: number;
  /** How many requests a caller made so far. */
  used(caller: Caller): number;
  /** Notes a mistake of the client that a test wants to see. */
  violate(sentence: string): void;
}

const failure = (status: number, detail: string): Reply => ({ status, body: { detail } });

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;

/** A mistake in the request itself: told to the client, and noted. */
function mistake(cloud: Cloud, incoming: Incoming, status: number, sentence: string): Reply {
  cloud.violate(`${incoming.method} ${incoming.pathname}: ${sentence}`);
  return failure(status, sentence);
}

/** Answers one request: route, token, shape, rights, then the handler of the route. */
export function answer(cloud: Cloud, incoming: Incoming): Reply {
  const found = matchRoute(incoming.method, incoming.pathname);
  if (!found) {
    const other = METHODS.some((method) => matchRoute(method, incoming.pathname));
    return mistake(cloud, incoming, other ? 405 : 404, other ? 'method not allowed' : 'unknown route');
  }
  const row = operation(found.route);
  const caller = callerOf(incoming.authorization, cloud.tokens, cloud.world) ?? (row.public ? NOBODY : undefined);
  if (!caller) return failure(401, 'invalid token');
  const problem = pathProblem(row, found.path) ?? queryProblem(row, incoming.search, cloud.now);
  if (problem) return mistake(cloud, incoming, 400, problem);
  const body = readBody(row, incoming);
  if (typeof body.problem === 'string') return mistake(cloud, incoming, body.status, body.problem);
  if (!mayRun(caller, row)) return failure(403, 'this token may not do that');
  return within(cloud, caller, found.path) ?? handled(cloud, incoming, { ...found, row, caller, body: body.value });
}

type Body = { problem: string; status: number } | { problem?: undefined; value: Json | undefined };

function readBody(row: Operation, incoming: Incoming): Body {
  if (incoming.text === '') {
    const problem = bodyProblem(row, incoming.method, undefined);
    return problem === undefined ? { value: undefined } : { problem, status: 400 };
  }
  const type = incoming.contentType?.split(';')[0]?.trim().toLowerCase();
  const types = row.body_types ?? ['application/json'];
  if (type === undefined || !types.includes(type))
    return { problem: `content type ${type} is not supported`, status: 415 };
  if (type !== 'application/json') return { value: undefined };
  try {
    const value = parseJson(incoming.text);
    const problem = bodyProblem(row, incoming.method, value);
    return problem === undefined ? { value } : { problem, status: 400 };
  } catch {
    return { problem: 'the body is not JSON', status: 400 };
  }
}

/** Refuses what lies outside the world or outside the caller's privileges. */
function within(cloud: Cloud, caller: Caller, path: Readonly<Record<string, string>>): Reply | undefined {
  const { world } = cloud;
  if (path.msp_id !== undefined) {
    if (!world.find('msps', path.msp_id)) return failure(404, 'no such MSP');
    if (!caller.privileges.some((privilege) => privilege.msp_id === path.msp_id)) return failure(403, 'not your MSP');
  }
  if (path.site_id !== undefined) {
    const site = world.find('sites', path.site_id);
    if (!site) return failure(404, 'no such site');
    if (!maySee(caller, world, textOf(site, 'org_id'), path.site_id)) return failure(403, 'not your site');
  } else if (path.org_id !== undefined) {
    if (!world.find('orgs', path.org_id)) return failure(404, 'no such organization');
    if (!maySee(caller, world, path.org_id)) return failure(403, 'not your organization');
  }
  return undefined;
}

interface Accepted {
  readonly route: Route;
  readonly path: Record<string, string>;
  readonly row: Operation;
  readonly caller: Caller;
  readonly body: Json | undefined;
}

function handled(cloud: Cloud, incoming: Incoming, accepted: Accepted): Reply {
  const { route, path, row, caller, body } = accepted;
  const handler = cloud.handlers[route];
  if (!handler) return mistake(cloud, incoming, 501, `not simulated: ${route}`);
  const query = Object.fromEntries(incoming.search);
  const { world, now } = cloud;
  const used = cloud.used(caller);
  const call: Call = {
    world,
    route,
    operation: row,
    path,
    query,
    body,
    now,
    caller,
    window: windowOf(query, now),
    used,
  };
  const writes = incoming.method !== 'GET';
  if (writes) fixBaseline(world);
  const reply = shaped(call, handler(call), incoming.pathname);
  if (writes && reply.status < 300) world.touch(now);
  return caller.role === 'helpdesk' && reply.body !== undefined ? { ...reply, body: masked(reply.body) } : reply;
}

function shaped(call: Call, result: Answer, pathname: string): Reply {
  if (result === undefined) return failure(404, 'not found');
  if (!('kind' in result)) return { status: 200, ...paged(call, result, pathname) };
  if (result.kind === 'rows') return { status: 200, ...paged(call, result.rows, pathname, result.with) };
  if (result.kind === 'object') return { status: 200, body: result.object };
  return failure(result.status, result.detail);
}
