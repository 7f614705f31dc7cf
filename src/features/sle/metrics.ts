import { InputError } from '../../core/errors/input-error.ts';
import { MistError } from '../../core/errors/mist-error.ts';
import { asText, isRecord } from '../../core/json.ts';
import { nearest } from '../../core/nearest.ts';
import type { MistAnswer, MistRequest } from '../../mist/http/client.ts';
import type { ApiContext } from '../../mist/session.ts';

const CLASSIFIERS = 'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/classifiers';

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** Whether an error may come from a metric name that the cloud does not know: a guessed one answers 404 or 400. */
const mayBeMetric = (error: unknown): boolean =>
  error instanceof MistError && (error.kind === 'not_found' || error.kind === 'bad_request');

/** A look-up that only serves to explain another error must not replace it by its own. */
async function ask({ session, signal }: ApiContext, request: MistRequest): Promise<MistAnswer | undefined> {
  try {
    return await session.client.send({ ...request, signal });
  } catch {
    return undefined;
  }
}

function wrong(what: string, wanted: string, real: readonly string[], where: string): InputError | undefined {
  const unknown = wanted.split(',').find((name) => !real.includes(name.trim()));
  if (real.length === 0 || unknown === undefined) return undefined;
  const close = nearest(unknown, real, 3);
  const guess = close.length > 0 ? `Nearest: ${close.join(', ')}. ` : '';
  const all = `${what[0]?.toUpperCase()}${what.slice(1)}s there: ${real.join(', ')}.`;
  return new InputError(`There is no ${what} "${unknown}" ${where}.`, guess + all);
}

/**
 * Explains a failed SLE request whose metric the scope does not have, or whose classifier the metric does not have, with
 * the names that there are.
 *
 * @returns undefined when neither is what was wrong
 */
export async function explainSleMetric(
  context: ApiContext,
  error: unknown,
  request: MistRequest,
): Promise<Error | undefined> {
  const { site_id, scope, scope_id, metric } = request.path ?? {};
  if (!mayBeMetric(error) || !site_id || !scope || !scope_id || metric === undefined) return undefined;
  const path = { site_id, scope, scope_id };
  const answer = await ask(context, { route: 'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metrics', path });
  if (!isRecord(answer?.body)) return undefined;
  const { enabled, supported } = answer.body;
  const real = [...new Set([...texts(enabled), ...texts(supported)])];
  const unknown = wrong('metric', metric, real, `for scope=${scope}`);
  const classifier = request.path?.classifier ?? request.query?.classifier;
  if (unknown || classifier === undefined) return unknown;
  const told = await ask(context, { route: CLASSIFIERS, path: { ...path, metric } });
  return wrong('classifier', asText(classifier), texts(told?.body), `of ${metric} for scope=${scope}`);
}

/** Scope names of the cloud's list, by the word that an insight route has for it; an access point has two. */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  client: ['client'],
  device: ['ap', 'device'],
  gateway: ['gateway', 'device'],
  mxedge: ['mxedge', 'device'],
  switch: ['switch', 'device'],
};

/** The scopes that a route's metrics belong to, and what to call them. */
function scopesOf(route: string): { scopes: readonly string[]; name: string } {
  if (route.includes('/orgs/')) return { scopes: ['org'], name: 'an organization' };
  const [, word = ''] = /\/insights\/(\w+)\//.exec(route) ?? [];
  const scopes = SCOPES[word];
  return scopes ? { scopes, name: `scope ${scopes[0]}` } : { scopes: ['site'], name: 'a site' };
}

/**
 * Explains a failed insight request whose metric does not exist or belongs to another scope, with the names that the
 * cloud's own list has for this one.
 *
 * @returns undefined when the metric is not what was wrong
 */
export async function explainInsightMetric(
  context: ApiContext,
  error: unknown,
  request: MistRequest,
): Promise<Error | undefined> {
  const metric = request.path?.metric ?? request.query?.metrics;
  if (!mayBeMetric(error) || metric === undefined) return undefined;
  const answer = await ask(context, { route: 'GET /api/v1/const/insight_metrics' });
  if (!isRecord(answer?.body)) return undefined;
  const { scopes, name } = scopesOf(request.route);
  const fits = (definition: unknown) =>
    !isRecord(definition) ||
    !Array.isArray(definition.scopes) ||
    texts(definition.scopes).some((one) => scopes.includes(one));
  const real = Object.entries(answer.body).filter(([, definition]) => fits(definition));
  return wrong('metric', asText(metric), real.map(([key]) => key).sort(), `for ${name}`);
}
