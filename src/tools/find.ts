import * as z from 'zod';
import { FIND_ROUTES } from '../features/find/routes.ts';
import { defineWorkflow } from '../tool/define.ts';
import { org_id, site_id } from '../tool/inputs.ts';

export default defineWorkflow({
  name: 'mist_find',
  title: 'Find anything',
  description:
    'Finds a client, device, site, WLAN or port by any text: MAC, IP, hostname, user, serial, name, SSID, port description. Tells what it is, where, and when last seen.',
  input: { text: z.string(), org_id, site_id },
  routes: FIND_ROUTES,
  joins: true,
  async handler(context, question) {
    const { find } = await import('../features/find/find.ts');
    return find(context, question);
  },
});
