import { MistError } from '../../core/errors/mist-error.ts';
import { isRecord, type JsonObject } from '../../core/json.ts';
import { rowsOf } from '../../mist/paging/pages.ts';
import { isRoute, operation } from '../../mist/spec/operations.ts';
import type { Route } from '../../mist/spec/routes.ts';
import type { LookupContext } from '../../tool/context.ts';
import type { Invocation } from './invocation.ts';

/** What a write would change, as it is now. */
export interface Counterpart {
  /** The object, where there is one to be read. */
  readonly current?: JsonObject;
  /** The device that a command is for. */
  readonly device?: JsonObject;
  /** Why it could not be read, where it should have been. */
  readonly unread?: string;
}

const DEVICE = 'GET /api/v1/sites/{site_id}/devices/{device_id}';
const OF_DEVICE = /^POST \/api\/v1\/sites\/\{site_id\}\/devices\/\{device_id\}\//;

/** The GET of the same path, for a write that changes or ends what stands there. */
function readOf(route: Route): Route | undefined {
  const other = route.replace(/^(?:PUT|DELETE) /, 'GET ');
  if (other === route || !isRoute(other)) return undefined;
  const { paging, query, effect } = operation(other);
  return paging === 'none' && effect === 'read' && Object.values(query).every(({ required }) => !required)
    ? other
    : undefined;
}

/** What is named by its MAC or another name instead of an id of the cloud may come into being by an update. */
function mayCreate(route: Route): boolean {
  const name = /\{([^{}]+)\}$/.exec(route)?.[1] ?? '';
  return route.startsWith('PUT ') && operation(route).path[name]?.format !== 'uuid';
}

/**
 * Reads the object that a write is about, or the device that a command is for.
 *
 * @throws MistError when it is not there, so that nothing is asked of the person in vain
 */
export async function counterpartOf(
  context: Pick<LookupContext, 'send'>,
  { route, path }: Invocation,
): Promise<Counterpart> {
  const isCommand = OF_DEVICE.test(route);
  const read = isCommand ? DEVICE : readOf(route);
  if (!read) return {};
  try {
    const answer = await context.send(read, { path: { ...path } });
    if (!isRecord(answer.body) || rowsOf(answer).rows) return {};
    return isCommand ? { device: answer.body } : { current: answer.body };
  } catch (error) {
    if (!(error instanceof MistError) || ['cancelled', 'no_token', 'unauthorized'].includes(error.kind)) throw error;
    if (error.kind === 'not_found' && !mayCreate(route)) throw error;
    return { unread: error.what };
  }
}
