import * as z from 'zod';
import { MAX_PAGE_SIZE } from '../mist/limits.ts';
import type { Route } from '../mist/spec/routes.ts';
import type { Inputs } from './inputs.ts';
import { isAggregate } from './result-store/rows/order.ts';
import { isAsked, type RowQuestion } from './rows/question.ts';

/** A call that wants all pages of its list: to keep them, or to answer a question about its rows. */
export interface AllPagesRequest {
  /** What is asked of the rows; without it they are kept under a handle. */
  readonly question?: RowQuestion | undefined;
  /** Rows that an answer to it shows. */
  readonly limit?: number;
  /** The caller has said that the cost is meant. */
  readonly confirmed: boolean;
  /** Whether somebody asked for all rows, and not only for the first of them in an order. */
  readonly isWhole?: boolean | undefined;
}

/**
 * What every list takes. Without descriptions: twenty tools have them, and the instructions of the server say once what
 * they do.
 */
export const LIST_INPUTS = {
  where: z.string().optional(),
  group_by: z.string().optional(),
  sort: z.string().optional(),
  all_pages: z.boolean().optional(),
  confirm_cost: z.boolean().optional(),
};

/** The inputs of a tool, with those that every list takes where it reads lists by routes of its own. */
export function withListInputs<I extends Inputs>(inputs: I, routes: readonly Route[]): I {
  const lists = 'limit' in inputs && routes.length > 0 && routes.every((route) => route.startsWith('GET '));
  return lists ? { ...inputs, ...LIST_INPUTS } : inputs;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * Whether all pages are wanted, and the inputs as the tool then sees them: with the largest page.
 *
 * @param isList whether the tool takes these inputs from here; one that has its own of the same names keeps them
 */
export function readListInputs<V extends object>(
  values: V,
  isList = true,
): { readonly walk: AllPagesRequest | undefined; readonly values: V } {
  if (!isList) return { walk: undefined, values };
  const given: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(values));
  const fields = Array.isArray(given.fields) ? given.fields.map(String) : [];
  const sums = fields.filter(isAggregate);
  const group = [textOf(given.group_by), ...sums].filter((part) => part !== undefined).join(',');
  const columns = fields.filter((field) => !sums.includes(field));
  const by = sums.length > 0 && given.group_by === undefined ? [...columns, group].join(',') : group;
  const question: RowQuestion = {
    where: textOf(given.where),
    group_by: by === '' ? undefined : by,
    sort: textOf(given.sort),
  };
  const asks = isAsked(question);
  if (given.all_pages !== true && !asks) return { walk: undefined, values };
  const limit = typeof given.limit === 'number' ? given.limit : MAX_PAGE_SIZE;
  const confirmed = given.confirm_cost === true;
  const isWhole = given.all_pages === true || undefined;
  const walk = asks ? { question, limit, confirmed, isWhole } : { confirmed };
  const rest = sums.length > 0 ? { fields: columns.length > 0 && by === '' ? columns : undefined } : {};
  return { walk, values: { ...values, ...rest, ...(asks ? { sort: undefined } : {}), limit: MAX_PAGE_SIZE } };
}
