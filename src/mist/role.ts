import { MistError } from '../core/errors/mist-error.ts';
import { asText, isRecord } from '../core/json.ts';
import type { Session } from './session.ts';

/** Roles of a privilege that may change configuration. */
const WRITERS = new Set(['admin', 'write', 'installer']);

/** What a token may do. */
export interface Role {
  /** Whether any privilege may change something. */
  readonly may: boolean;
  /** The roles found, for the log. */
  readonly roles: string[];
  /** Whether one of them is a role at an MSP. */
  readonly msp: boolean;
}

/**
 * Whether any privilege of a token may change something. Where none is named the answer is yes, since the cloud itself
 * refuses what the role does not allow.
 *
 * @param self the answer to `GET /api/v1/self`
 */
export function writeRole(self: unknown): Role {
  const privileges = isRecord(self) && Array.isArray(self.privileges) ? self.privileges.filter(isRecord) : [];
  const roles = [...new Set(privileges.map(({ role }) => asText(role)))];
  const msp = privileges.some(({ scope }) => scope === 'msp');
  return { may: roles.length === 0 || roles.some((role) => WRITERS.has(role)), roles, msp };
}

/** What the cloud says of a token. */
export interface TokenFinding extends Role {
  /** The API's refusal, where it does not accept the token. */
  readonly refusal?: MistError | undefined;
}

/** Asks Mist what a token may do. One request; where it fails the answer is yes, with the refusal if there was one. */
export async function askRole(session: Session, signal: AbortSignal): Promise<TokenFinding> {
  try {
    const { body } = await session.client.send({ route: 'GET /api/v1/self', signal });
    return writeRole(body);
  } catch (error) {
    const refusal = error instanceof MistError && error.kind === 'unauthorized' ? error : undefined;
    return { may: true, roles: [], msp: false, refusal };
  }
}
