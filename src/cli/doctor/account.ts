import { ConfigError } from '../../config/error.ts';
import { MistError } from '../../core/errors/mist-error.ts';
import { isRecord, type JsonObject } from '../../core/json.ts';
import { type Cloud, clouds, parseCloud } from '../../mist/clouds.ts';
import type { Session } from '../../mist/session.ts';
import { presentDetail } from '../../tool/sanitize-answer.ts';
import { oneLine } from '../output.ts';
import { type Check, failed, ok, warning } from './check.ts';

const TOKEN = 'token';
/** Privileges that are named; an MSP has hundreds. */
const MOST = 8;

const text = (value: unknown): string => (typeof value === 'string' ? oneLine(value) : '');

/** One privilege: where, and as what. */
function privilege({ scope, role, name, org_name: org, site_name: site }: JsonObject): string {
  const place = text(scope === 'site' ? site : scope === 'org' ? org : name) || text(name);
  return `${text(role) || 'no role'} of ${text(scope)} ${place}`.trim();
}

/** Who a token is, and what it may do where. */
function whoIs(self: unknown): string {
  const { name, email, privileges } = isRecord(self) ? self : {};
  const rows = Array.isArray(privileges) ? privileges.filter(isRecord).map(privilege) : [];
  const more = rows.length > MOST ? [`and ${rows.length - MOST} more`] : [];
  const who = [text(name), email === undefined ? '' : `<${text(email)}>`].filter(Boolean).join(' ') || 'an API token';
  return `${who}; ${[...rows.slice(0, MOST), ...more].join(', ') || 'no privileges'}`;
}

/** What the cloud said to the token. */
export interface Identity {
  readonly check: Check;
  /** Whether the answer was a 401, which a wrong cloud gives as well as a wrong token. */
  readonly rejected: boolean;
  /** Whether the cloud was reached at all. */
  readonly reached: boolean;
  /** What the cloud said of the token, where it accepted it. */
  readonly self?: unknown;
}

/** Asks the cloud who the token is. */
export async function checkToken(session: Session, signal: AbortSignal): Promise<Identity> {
  try {
    const { body } = await session.client.send({ route: 'GET /api/v1/self', signal });
    return {
      check: ok(TOKEN, `accepted by ${session.cloud.name}: ${whoIs(body)}`),
      rejected: false,
      reached: true,
      self: body,
    };
  } catch (error) {
    if (!(error instanceof MistError)) throw error;
    const rejected = error.kind === 'unauthorized';
    const reached = !['network', 'timeout', 'no_token'].includes(error.kind);
    const remedy = rejected
      ? 'Either the token is wrong or was deleted, or it belongs to another cloud: both look the same from here. Make a new token in the portal, or set MIST_HOST to the cloud that you log in to.'
      : error.advice;
    const said =
      error.more.detail === undefined
        ? ''
        : ` The API said: ${oneLine(presentDetail(error.more.detail, session.token))}`;
    return { check: failed(TOKEN, `${error.what}${said}`, remedy), rejected, reached };
  }
}

/**
 * The clouds that the operator allows the token to be tried on.
 *
 * @param list names with commas, or `all`
 * @throws ConfigError for one that is no cloud
 */
export function cloudsToTry(list: string, except: Cloud): readonly Cloud[] {
  const named = list.trim().toLowerCase() === 'all' ? clouds() : list.split(',').map(readCloud);
  return named.filter(({ api }) => api !== except.api);
}

function readCloud(name: string): Cloud {
  try {
    return parseCloud(name, { operator: true });
  } catch (error) {
    throw new ConfigError(`--try-clouds: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/**
 * Tries the token on other clouds, one after the other, as the operator allowed; ends at the first that takes it.
 *
 * @param open makes a session of the same token on another cloud
 */
export async function checkOtherClouds(
  others: readonly Cloud[],
  open: (cloud: Cloud) => Session,
  timeout: number,
): Promise<Check> {
  const answers: string[] = [];
  for (const cloud of others) {
    const session = open(cloud);
    const { check, rejected } = await checkToken(session, AbortSignal.timeout(timeout));
    await session.client.close();
    if (check.status === 'ok') {
      return warning('other clouds', check.found, `Set MIST_HOST=${cloud.name}: that is the cloud of this token.`);
    }
    answers.push(rejected ? `${cloud.name} rejects it too` : `${cloud.name}: ${check.found}`);
  }
  const found = answers.join('; ') || 'there is no other cloud to try';
  return failed('other clouds', found, 'None of these clouds takes the token: make a new one in the portal.');
}

/** Below this share of the limit there is something to say. */
const LOW = 0.1;

/** How many calls are left this hour. */
export async function checkCalls(session: Session, signal: AbortSignal): Promise<Check> {
  const name = 'API calls';
  try {
    const { body } = await session.client.send({ route: 'GET /api/v1/self/usage', signal });
    const limit = isRecord(body) ? Number(body.request_limit) : Number.NaN;
    const { left } = session.budget;
    if (left === undefined || Number.isNaN(limit)) return warning(name, 'the cloud did not say', 'Ask again later.');
    const found = `${left} of ${limit} left until the full hour`;
    if (left > limit * LOW) return ok(name, found);
    return warning(name, found, 'All tokens of a user count together: ask less often until the full hour.');
  } catch (error) {
    if (!(error instanceof MistError)) throw error;
    return warning(name, error.what, error.advice);
  }
}
