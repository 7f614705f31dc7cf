import { randomBytes } from 'node:crypto';
import { isRecord, type JsonObject } from '../../../core/json.ts';
import type { View } from '../tenant.ts';
import type { Seal } from './seal.ts';

/** What a session is opened with, as far as another replica needs it to go on with it. */
export interface SessionOpening {
  /** Parameters of `initialize`. */
  readonly params: JsonObject;
  readonly view: View;
}

/** How long an id is good for, in milliseconds: a working week. */
export const GOOD_MS = 7 * 24 * 3_600_000;

/** Letters of what a client calls itself that are kept. */
const MOST_LETTERS = 60;

const text = (value: unknown, fallback: string): string =>
  typeof value === 'string' ? value.slice(0, MOST_LETTERS) : fallback;

/** Ways to ask the person, which is all that the server wants to know of what a client can do. */
function elicitation(capabilities: unknown): JsonObject {
  const declared = isRecord(capabilities) ? capabilities.elicitation : undefined;
  if (!isRecord(declared)) return {};
  const modes = ['form', 'url'].filter((mode) => mode in declared).map((mode) => [mode, {}]);
  return { elicitation: Object.fromEntries(modes) };
}

/**
 * Makes the id of a session: its opening, sealed. It is no proof of identity, and of no use to anybody but whom it is
 * bound to.
 */
export function sealSession(seal: Seal, { params, view }: SessionOpening, boundTo: string): string {
  const info = isRecord(params.clientInfo) ? params.clientInfo : {};
  const opening = [
    Date.now(),
    randomBytes(6).toString('base64url'),
    text(params.protocolVersion, ''),
    Object.keys(elicitation(params.capabilities)).length > 0 ? elicitation(params.capabilities).elicitation : 0,
    [text(info.name, 'client'), text(info.version, '')],
    [Number(view.readonly), view.format],
  ];
  return seal.close(JSON.stringify(opening), boundTo);
}

/** @returns the opening in an id; undefined for an id that is none, is too old or is bound to somebody else */
export function openSealedSession(
  seal: Seal,
  id: string,
  boundTo: string,
  now: number = Date.now(),
): SessionOpening | undefined {
  const opened = seal.open(id, boundTo);
  const parts: unknown = opened === undefined ? undefined : JSON.parse(opened);
  if (!Array.isArray(parts)) return undefined;
  const [at, , protocolVersion, asks, client, view]: unknown[] = parts;
  if (typeof at !== 'number' || now - at > GOOD_MS || !Array.isArray(client) || !Array.isArray(view)) return undefined;
  return {
    params: {
      protocolVersion,
      capabilities: isRecord(asks) ? { elicitation: asks } : {},
      clientInfo: { name: client[0], version: client[1] },
    },
    view: { readonly: view[0] === 1, format: view[1] === 'string' ? 'string' : 'json' },
  };
}
