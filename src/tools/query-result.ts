import { z } from 'zod';
import { InputError } from '../core/errors/input-error.ts';
import { defineWorkflow } from '../tool/define.ts';
import { fields } from '../tool/inputs.ts';
import { queryHeld } from '../tool/result-store/query.ts';
import { FORMATS } from '../tool/result-store/rows/export.ts';

const ROWS = 20;
const MOST_ROWS = 1000;

/** The advertised schema has no bounds, which would be paid for in every conversation. */
function checked(name: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  throw new InputError(`\`${name}\` is ${value}.`, `Give ${least} to ${most}.`);
}

export default defineWorkflow({
  name: 'mist_query_result',
  title: 'Kept rows',
  description: 'Filters, sorts (-column), counts or exports rows kept under a handle.',
  input: {
    handle: z.string().optional(),
    where: z.string().describe('status=up and name~lab').optional(),
    group_by: z.string().optional(),
    sort: z.string().optional(),
    fields,
    limit: z.int().optional(),
    skip: z.int().optional(),
    format: z.enum(FORMATS).optional(),
    drop: z.boolean().optional(),
  },
  routes: [],
  handler: async (call, input) =>
    queryHeld(call, {
      ...input,
      limit: checked('limit', input.limit ?? ROWS, 1, MOST_ROWS),
      skip: checked('skip', input.skip ?? 0, 0, Number.MAX_SAFE_INTEGER),
    }),
});
