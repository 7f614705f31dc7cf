import { z } from 'zod';
import { defineWorkflow } from '../tool/define.ts';
import { presentNext } from '../tool/next-page.ts';

export default defineWorkflow({
  name: 'mist_get_next_page',
  title: 'Next page',
  description: 'Continues a list: give the `next` of the answer before, unchanged.',
  input: { url: z.string().describe('`next` of the answer before') },
  routes: [],
  handler: async (call, { url }) => presentNext(call, url),
});
