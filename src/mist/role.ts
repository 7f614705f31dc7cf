import { isRecord } from '../core/json.ts';
import type { Session } from './session.ts';

/** Roles of a privilege that may change configuration. */
const WRITERS = new Set(['admin', 'write', 'installer']);

/**
 * Whether any privilege of the token may change something. One request; where it fails the answer is yes, since the
 * cloud itself refuses what the role does not allow.
 *
 * @returns the roles found, for the log
 */
export async function mayWrite(session: Session, signal: AbortSignal): Promise<{ may: boolean; roles: string[] }> {
  try {
    const { body } = await session.client.send({ route: 'GET /api/v1/self', signal });
    const privileges = isRecord(body) && Array.isArray(body.privileges) ? body.privileges.filter(isRecord) : [];
    const roles = [...new Set(privileges.map(({ role }) => String(role)))];
    return { may: roles.length === 0 || roles.some((role) => WRITERS.has(role)), roles };
  } catch {
    return { may: true, roles: [] };
  }
}
