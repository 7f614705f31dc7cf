import * as z from 'zod';
import { InputError } from '../core/errors/input-error.ts';
import { defineWorkflow } from '../tool/define.ts';
import { presentNext } from '../tool/next-page.ts';

export default defineWorkflow({
  name: 'mist_get_next_page',
  title: 'Next page',
  description: 'Continues a list: give the `next` of the answer before, unchanged.',
  input: {
    url: z.string().describe('`next` of the answer before').optional(),
    next: z.string().describe('Same as url').optional(),
  },
  routes: [],
  resumes: 'next',
  async handler(call, { url, next }) {
    const link = url ?? next;
    if (link !== undefined && (url ?? link) === (next ?? link)) return presentNext(call, link);
    throw new InputError(
      link === undefined ? '`url` is missing.' : '`url` and `next` name two different pages.',
      'Give the `next` of the answer before, unchanged; nothing was sent.',
    );
  },
});
