import { InputError } from '../../core/errors/input-error.ts';
import type { QueryValue } from '../../mist/http/client.ts';
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
 * @throws InputError for an operation that is not there or never called from here, and for parameters that are unknown,
 *   missing or wrong, all of them at once
 */
export function readInvocation(
  text: string,
  path: InputValues = {},
  query: InputValues = {},
  body?: unknown,
): Invocation {
  const found = requireOperation(text);
  const row = operation(found.route);
  const denied = denialOf(found.route, row.body_types);
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
