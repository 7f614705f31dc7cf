import { MistError } from '../../core/errors/mist-error.ts';
import type { JsonObject } from '../../core/json.ts';
import { type Family, family } from '../../mist/families.ts';
import type { LookupContext } from '../../tool/context.ts';
import { fetchAll, walkObjects } from '../configuration/index.ts';
import type { Scope, Unit, UnitReading } from './model.ts';

/** Kinds of errors that end a snapshot: no further request would fare better. */
const FATAL: ReadonlySet<string> = new Set(['unauthorized', 'no_token', 'cancelled', 'refused']);

/** The way to the cloud of one unit, which counts its requests. */
class CountedContext implements LookupContext {
  readonly #context: LookupContext;
  calls = 0;

  constructor(context: LookupContext) {
    this.#context = context;
  }

  get session(): LookupContext['session'] {
    return this.#context.session;
  }

  get signal(): AbortSignal {
    return this.#context.signal;
  }

  readonly send: LookupContext['send'] = (route, parameters) => {
    this.calls += 1;
    return this.#context.send(route, parameters);
  };

  readonly get: LookupContext['get'] = (url) => {
    this.calls += 1;
    return this.#context.get(url);
  };
}

/**
 * Reads everything of a family there is. What cannot be read is said to be unread, never taken for nothing.
 *
 * @throws MistError where the token is refused or the call was cancelled
 */
export async function readUnit(context: LookupContext, scope: Scope, unit: Unit): Promise<UnitReading> {
  const counted = new CountedContext(context);
  const found = family(unit.family);
  if (!found) throw new Error(`${unit.family} is no family`);
  try {
    const rows = await rowsOf(counted, found, scope, unit);
    return { ...unit, state: 'read', rows, calls: counted.calls };
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof MistError) || FATAL.has(error.kind)) throw error;
    return { ...unit, state: 'unread', rows: [], calls: counted.calls, reason: error.what };
  }
}

async function rowsOf(
  context: LookupContext,
  found: Family,
  { org }: Scope,
  { site }: Unit,
): Promise<readonly JsonObject[]> {
  const { list, get } = found.routes;
  const path: Record<string, string> = found.scope === 'site' && site ? { site_id: site.id } : { org_id: org.id };
  if (list === undefined) {
    if (get === undefined) return [];
    return (await walkObjects(await context.send(get, { path }), (url) => context.get(url))).rows;
  }
  const question = { object_type: found.name, org_id: org.id, ...(site ? { site_id: site.id } : {}) };
  const { rows, reachedEnd, completeness } = await fetchAll({ call: context, found, question });
  if (!reachedEnd) {
    const why = 'reason' in completeness ? completeness.reason : '';
    throw new MistError('incomplete', `The list was not read to its end. ${why}`.trim(), 'Take it again.');
  }
  if (!found.brief || get === undefined || found.idParameter === undefined) return rows;
  const parameter = found.idParameter;
  const whole = rows.map(async ({ id }) => {
    const answer = await context.send(get, { path: { ...path, [parameter]: String(id) } });
    return (await walkObjects(answer, (url) => context.get(url))).rows;
  });
  return (await Promise.all(whole)).flat();
}
