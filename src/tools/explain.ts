import * as z from 'zod';
import { EXPLAIN_ROUTES } from '../features/explain/routes.ts';
import { defineWorkflow } from '../tool/define.ts';
import { org_id, site_id } from '../tool/inputs.ts';

export default defineWorkflow({
  name: 'mist_explain',
  title: 'Explain a client, device, port or WLAN',
  description:
    'Joins the facts on one subject in one call. client: place, WLAN, VLAN and its source, NAC, certificate, roaming, failures. device: state, reason, events, upstream port, firmware. port: effective profile and VLANs with their source, neighbor, PoE, errors, clients. wlan at a site: template, scope, VLAN, auth.',
  input: {
    subject: z.enum(['client', 'device', 'port', 'wlan']),
    name: z.string().describe('MAC or name; SSID; for a port its switch'),
    port_id: z.string().describe('port: such as ge-0/0/1').optional(),
    site_id: site_id.describe('wlan needs it'),
    org_id,
  },
  routes: EXPLAIN_ROUTES,
  joins: true,
  async handler(context, question) {
    const { explain } = await import('../features/explain/explain.ts');
    return explain(context, question);
  },
});
