import { InputError } from '../../core/errors/input-error.ts';
import { isRecord } from '../../core/json.ts';
import type { QueryValue } from '../../mist/http/client.ts';
import type { ChangePolicy } from '../../mist/sensitive.ts';
import { operation } from '../../mist/spec/operations.ts';
import type { Route } from '../../mist/spec/routes.ts';
import { worded } from '../../mist/worded.ts';
import { denialOf } from './denied.ts';
import { requireOperation } from './find.ts';
import { checkPath, checkQuery } from './parameters.ts';

type InputValues = Readonly<Record<string, unknown>>;

/** An operation with everything it is to be called with. */
export interface Invocation {
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, QueryValue>>;
  readonly body: unknown;
}

/**
 * Reads what is to be called, before anything is sent.
 *
 * @param text route or operationId
 * @param policy what the operator lets through, beyond what is never called
 * @throws InputError for an operation that is not there or never called from here, and for parameters that are unknown,
 *   missing or wrong, all of them at once
 */
export function readInvocation(
  text: string,
  path: InputValues = {},
  query: InputValues = {},
  body?: unknown,
  policy?: ChangePolicy,
): Invocation {
  const found = requireOperation(text);
  const row = operation(found.route);
  const denied = denialOf(found.route, row.body_types, policy);
  if (denied !== undefined)
    throw new InputError(
      `${found.route} is never called from here: ${denied}. Nothing was sent.`,
      'Use the Mist portal for it.',
    );
  const paths = checkPath(found.route, { ...found.path, ...path });
  const queries = checkQuery(found.route, query);
  const problems = [...paths.problems, ...queries.problems];
  if (problems.length > 0)
    throw new InputError(
      worded(problems),
      `Nothing was sent. mist_search_api with query=${row.id} shows the operation.`,
    );
  return { route: found.route, path: paths.values, query: queries.values, body };
}

const DELETION = /^(?:delete|remove|unclaim|purge|wipe|zeroize)/i;

/** Whether a call takes something away: by its method, by the last word of its path, or by what its body asks for. */
export function deletes({ route, body }: Pick<Invocation, 'route' | 'body'>): boolean {
  if (route.startsWith('DELETE ') || /\/(?:delete|unclaim|zeroize|truncate)(?:_\w+)?$/.test(route)) return true;
  const rows: readonly unknown[] = Array.isArray(body) ? body : [body];
  return rows.some((row) => {
    const operation = isRecord(row) ? (row.op ?? row.action ?? row.operation) : undefined;
    return typeof operation === 'string' && DELETION.test(operation.trim());
  });
}

/** Whether a call opens a shell. */
export const opensShell = ({ route }: Pick<Invocation, 'route'>): boolean => route.endsWith('/shell');
