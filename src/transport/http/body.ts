import type { IncomingMessage, ServerResponse } from 'node:http';
import { isJsonContentType } from '@modelcontextprotocol/server';
import { MAX_DEPTH } from '../../core/json-depth.ts';
import { passes, scanJson } from '../../core/json-scan.ts';
import { HttpRefusal } from './refusal.ts';

/** Largest body, in bytes. */
export const MAX_BODY = 4 * 1024 * 1024;

/** What every body may hold whatever the others do, in bytes; messages of MCP are far below it. */
const SMALL = 64 * 1024;

/** What bodies may hold together beyond that, in bytes, until their requests are answered. */
const ROOM = 64 * 1024 * 1024;

/** Objects and lists, members and elements, and names of a body; a whole import of devices has a tenth of them. */
const MOST = { containers: 100_000, separators: 1_000_000, names: 50_000 };

const PARSE_ERROR = -32_700;

/** A client left before its request was read, even if all of it had come: there is nobody to tell. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';

  constructor() {
    super('The client went away.');
  }
}

/** Room for large bodies, over all clients. */
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
 *   no JSON; ClientGone when the client left
 */
export async function readBody(request: IncomingMessage, response: ServerResponse, room: BodyRoom): Promise<unknown> {
  if (!isJsonContentType(request.headers['content-type'] ?? null)) {
    throw new HttpRefusal(415, 'The header Content-Type must be application/json.', {
      data: { header: 'Content-Type' },
    });
  }
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY) throw tooLarge();
  return parseBody(await collect(request, response, room));
}

/** What was made of a body lives as long as its request, and so does the room that it has taken. */
function collect(request: IncomingMessage, response: ServerResponse, room: BodyRoom): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let taken = 0;
    const take = (chunk: Buffer): void => {
      size += chunk.byteLength;
      chunks.push(chunk);
      const more = Math.max(0, size - SMALL) - taken;
      if (size > MAX_BODY) fail(tooLarge());
      else if (more > 0 && (response.closed || !room.take(more))) fail(crowded());
      else {
        if (taken === 0 && more > 0) response.once('close', () => room.give(taken));
        taken += more;
      }
    };
    // The rest is not read: the refusal closes the connection.
    const fail = (refusal: HttpRefusal): void => {
      request.off('data', take).pause();
      reject(refusal);
    };
    const gone = (): void => {
      // Every request is closed once it has been read.
      if (!request.readableEnded) reject(new ClientGone());
    };
    if (request.destroyed) return gone();
    request.on('data', take);
    request.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.once('error', gone);
    request.once('close', gone);
  });
}

const tooLarge = (): HttpRefusal => new HttpRefusal(413, `The body is larger than ${MAX_BODY} bytes.`);

const crowded = (): HttpRefusal =>
  new HttpRefusal(503, 'Many large bodies are arriving; try again in a moment.', { headers: { 'Retry-After': '1' } });

const malformed = (message: string): HttpRefusal => new HttpRefusal(400, message, { code: PARSE_ERROR });

/** @throws HttpRefusal 400 for what is no JSON or too deep, 413 for more pieces than any message has */
function parseBody(bytes: Buffer): unknown {
  const shape = scanJson(bytes, { ...MOST, depth: MAX_DEPTH });
  if (shape.depth > MAX_DEPTH) throw malformed('The body is nested too deeply.');
  if (passes(shape, MOST)) {
    throw new HttpRefusal(413, `The body has more than ${MOST.containers} objects and lists, or too many elements.`, {
      reason: 'pieces',
    });
  }
  try {
    // Trimming takes a byte-order mark too.
    return JSON.parse(bytes.toString('utf8').trim());
  } catch {
    throw malformed('The body is not valid JSON.');
  }
}
