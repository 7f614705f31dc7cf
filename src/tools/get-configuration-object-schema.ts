import * as z from 'zod';
import { describeSchema } from '../mist/schema-lookup.ts';
import { defineWorkflow } from '../tool/define.ts';

export default defineWorkflow({
  name: 'mist_get_configuration_object_schema',
  title: 'Configuration schema',
  description:
    'Fields of a configuration object (WLAN, site setting, switch, template …) with types, enums, ranges, defaults, conditions and secrets. Read before writing; needs no token.',
  input: {
    schema_name: z.string().describe('An object_type such as org_wlans, or site_device_ap, org_deviceprofile_switch …'),
    verbose: z.boolean().default(false).describe('Everything as JSON Schema, continued by path'),
    path: z.string().describe('Part of it: auth, port_usages.*, radius_config.auth_servers[]').optional(),
    depth: z.int().min(1).max(10).describe('Levels; default 1').optional(),
    search: z.string().describe('Words to find fields by, anywhere').optional(),
  },
  routes: [],
  local: true,
  handler: async (_call, { schema_name: name, verbose, path, depth, search }) =>
    describeSchema({
      name,
      verbose,
      ...(path === undefined ? {} : { path }),
      ...(depth === undefined ? {} : { depth }),
      ...(search === undefined ? {} : { search }),
    }),
});
