import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from './fault.ts';
import type { Json } from './json.ts';

/** What the cloud answers when nothing fails on the way. */
export interface Reply {
  readonly status: number;
  /** Absent for an answer without a body. */
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

const JSON_TYPE = { 'Content-Type': 'application/json' } as const;
const PAGE = '<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Gateway</h1></body></html>';

/** Sends an answer whole. */
export function send(response: ServerResponse, reply: Reply): void {
  const text = reply.body === undefined ? '' : JSON.stringify(reply.body);
  response.writeHead(reply.status, { ...JSON_TYPE, 'Content-Length': Buffer.byteLength(text), ...reply.headers });
  response.end(text);
}

async function drip(response: ServerResponse, reply: Reply, delayMs: number): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(reply.body ?? null));
  response.writeHead(reply.status, { ...JSON_TYPE, 'Content-Length': bytes.length, ...reply.headers });
  const parts = 5;
  for (let part = 0; part < parts && !response.destroyed; part += 1) {
    response.write(bytes.subarray((part * bytes.length) / parts, ((part + 1) * bytes.length) / parts));
    await wait(delayMs / parts);
  }
  response.end();
}

/** Fails the way a fault says. `reply` is what would have been answered, for those that spoil it on the way. */
export function sendFault(response: ServerResponse, fault: Fault, reply: Reply): void {
  const { kind } = fault;
  if (kind === 'hang') return;
  if (kind === 'cut') {
    response.socket?.destroy();
  } else if (kind === 'slow') {
    void drip(response, reply, fault.delayMs ?? 500);
  } else if (kind === 'held') {
    void Promise.resolve(fault.until).then(() => send(response, reply));
  } else if (kind === 'rate_limit' || kind === 'rate_limit_bare') {
    const headers = kind === 'rate_limit' ? { 'Retry-After': String(fault.retryAfter ?? 1) } : {};
    send(response, { status: 429, body: { detail: 'API rate limit reached' }, headers });
  } else if (kind === 'html') {
    response.writeHead(fault.status ?? 200, { 'Content-Type': 'text/html' }).end(PAGE);
  } else if (kind === 'redirect') {
    response.writeHead(302, { Location: fault.location ?? 'https://elsewhere.invalid/api/v1/self' }).end();
  } else if (kind === 'empty') {
    response.writeHead(200, { ...JSON_TYPE, 'Content-Length': 0 }).end();
  } else if (kind === '403') {
    send(response, { status: 403, body: { detail: 'this token may not do that' } });
  } else if (kind === 'no_rows') {
    send(response, { status: 200, body: { results: [], total: 25, limit: 1000, start: 0, end: 0 } });
  } else if (kind === 'truncated') {
    const text = JSON.stringify(reply.body ?? { results: [1, 2, 3] });
    response.writeHead(200, JSON_TYPE).end(text.slice(0, Math.ceil(text.length / 2)));
  } else {
    send(response, { status: Number(kind), body: { detail: 'the service is not available' } });
  }
}
