import type { IncomingMessage } from 'node:http';
import { isJsonContentType } from '@modelcontextprotocol/server';
import { HttpRefusal } from './refusal.ts';

/** Largest body, in bytes. */
export const MAX_BODY = 4 * 1024 * 1024;

/** What every body may hold whatever the others do, in bytes; messages of MCP are far below it. */
const SMALL = 64 * 1024;

/** What bodies on their way may hold together beyond that, in bytes. */
const ROOM = 64 * 1024 * 1024;

/** Deepest nesting of a body; what reads it further on calls itself for each level. */
const MAX_DEPTH = 128;

const PARSE_ERROR = -32_700;

/**
 * Room for the large bodies that are arriving, over all clients: whether a token is a true one is found out by Mist alone,
 * so anybody can have many of them on their way.
 */
export class BodyRoom {
  #free = ROOM;

  /** @returns whether there was so much room, which is then taken */
  take(bytes: number): boolean {
    if (bytes > this.#free) return false;
    this.#free -= bytes;
    return true;
  }

  give(bytes: number): void {
    this.#free += bytes;
  }
}

/**
 * Reads a JSON body.
 *
 * @throws HttpRefusal 415 for another type, 413 beyond the limit, 503 when many large ones are arriving, 400 for what is
 *   no JSON; nothing when the client went away in the middle, since there is nobody to tell
 */
export async function readBody(request: IncomingMessage, room: BodyRoom): Promise<unknown> {
  if (!isJsonContentType(request.headers['content-type'] ?? null)) {
    throw new HttpRefusal(415, 'The header Content-Type must be application/json.', {
      data: { header: 'Content-Type' },
    });
  }
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  let taken = 0;
  try {
    for await (const chunk of request) {
      const bytes = Buffer.from(chunk);
      size += bytes.byteLength;
      if (size > MAX_BODY) throw tooLarge();
      const more = Math.max(0, size - SMALL) - taken;
      if (!room.take(more)) throw crowded();
      taken += more;
      chunks.push(bytes);
    }
    const body = parse(Buffer.concat(chunks).toString('utf8'));
    if (isDeeperThan(body, MAX_DEPTH)) throw malformed('The body is nested too deeply.');
    return body;
  } finally {
    room.give(taken);
  }
}

const tooLarge = (): HttpRefusal => new HttpRefusal(413, `The body is larger than ${MAX_BODY} bytes.`);

const crowded = (): HttpRefusal =>
  new HttpRefusal(503, 'Many large bodies are arriving; try again in a moment.', { headers: { 'Retry-After': '1' } });

const malformed = (message: string): HttpRefusal => new HttpRefusal(400, message, { code: PARSE_ERROR });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('The body is not valid JSON.');
  }
}

/** Looks level by level, so that the nesting costs no stack. */
function isDeeperThan(value: unknown, depth: number): boolean {
  let level: unknown[] = [value];
  for (let index = 0; index <= depth; index += 1) {
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
    if (level.length === 0) return false;
  }
  return true;
}
