import * as z from 'zod';
import { defineWorkflow } from '../tool/define.ts';
import { fields } from '../tool/inputs.ts';
import { queryHeld } from '../tool/result-store/query.ts';
import { FORMATS } from '../tool/result-store/rows/export.ts';

const ROWS = 20;

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
    limit: z.int().min(1).optional(),
    skip: z.int().min(0).optional(),
    format: z.enum(FORMATS).optional(),
    drop: z.boolean().optional(),
  },
  routes: [],
  resumes: 'rows',
  handler: async (call, input) =>
    queryHeld(call, {
      ...input,
      limit: input.limit ?? ROWS,
      skip: input.skip ?? 0,
    }),
});
