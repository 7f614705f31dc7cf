import * as z from 'zod';
import { InputError } from '../core/errors/input-error.ts';
import { SITE_JOB_ROUTES } from '../features/upgrades/routes.ts';
import { defineTool, type Tool } from '../tool/define.ts';
import { deviceMac, fields, id, limit, org_id, site_id } from '../tool/inputs.ts';
import { withNotes } from '../tool/notes.ts';
import { inputReader } from '../tool/read-inputs.ts';
import { listShaping } from '../tool/shaping.ts';

const table = defineTool({
  name: 'mist_list_upgrades',
  title: 'Firmware upgrades and versions',
  description:
    'Firmware upgrade jobs of devices and mist edges (ap, switch, srx: one row a site with what is done, failed, queued), and versions that can be installed.',
  select: { name: 'device_type', description: 'Whose upgrades, or available_*: versions to choose from' },
  input: {
    org_id,
    site_id,
    upgrade_id: id().describe('One job, in detail').optional(),
    firmware_type: z.enum(['ap', 'switch', 'gateway']).describe('available_device_versions').optional(),
    model: z.string().describe('available_device_versions').optional(),
    channel: z.enum(['alpha', 'beta', 'stable']).describe('available_ssr_versions').optional(),
    mac: deviceMac().optional(),
    ...{ limit, fields },
  },
  operations: (op) => {
    const devices = [
      op('GET /api/v1/orgs/{org_id}/devices/upgrade/{upgrade_id}'),
      op('GET /api/v1/orgs/{org_id}/devices/upgrade'),
    ];
    return {
      ap: devices,
      switch: devices,
      srx: devices,
      org_mxedge: [
        op('GET /api/v1/orgs/{org_id}/mxedges/upgrade/{upgrade_id}'),
        op('GET /api/v1/orgs/{org_id}/mxedges/upgrade'),
      ],
      site_mxedge: [
        op('GET /api/v1/sites/{site_id}/mxedges/upgrade/{upgrade_id}'),
        op('GET /api/v1/sites/{site_id}/mxedges/upgrade'),
      ],
      ssr: [
        // The spec has the job's status at this path, and the cancelling as a POST to the same.
        op('GET /api/v1/orgs/{org_id}/ssr/upgrade/{upgrade_id}/cancel'),
        op('GET /api/v1/orgs/{org_id}/ssr/upgrade'),
      ],
      available_device_versions: op('GET /api/v1/orgs/{org_id}/devices/versions', {
        type: ['firmware_type', 'each()'],
      }),
      available_ssr_versions: op('GET /api/v1/orgs/{org_id}/ssr/versions'),
    };
  },
  empty: 'No upgrade job was started here; available_device_versions shows what could be installed.',
});

/** Values of device_type whose jobs are listed site by site, with what the inventory calls them. */
const TYPES: ReadonlyMap<unknown, 'ap' | 'switch' | 'gateway'> = new Map([
  ['ap', 'ap'],
  ['switch', 'switch'],
  ['srx', 'gateway'],
]);

/** Inputs that ask for something else than jobs. */
const OTHERS = ['firmware_type', 'model', 'channel'] as const;

const readTableInputs = inputReader(table.name, table.inputs);

/**
 * The API lists jobs of all types with nothing but ids; who lists them wants to know how far they are, so the list looks
 * into each. One job by id, and every other question, is one request.
 */
const listUpgrades: Tool = {
  ...table,
  routes: [...new Set([...table.routes, ...SITE_JOB_ROUTES])],
  async answer(context, raw) {
    const { values, notes } = readTableInputs(raw, context.profileInput);
    const type = TYPES.get(values.device_type);
    if (type === undefined || values.upgrade_id !== undefined || values.all_pages === true) {
      return table.answer(context, raw);
    }
    const wrong = OTHERS.find((name) => values[name] !== undefined);
    if (wrong !== undefined) {
      throw new InputError(
        `\`${wrong}\` does not apply to device_type=${String(values.device_type)}.`,
        `Leave \`${wrong}\` out. It applies to device_type=available_${wrong === 'channel' ? 'ssr' : 'device'}_versions.`,
      );
    }
    const { siteJobs } = await import('../features/upgrades/site-jobs.ts');
    const text = (name: string): string | undefined => {
      const value = values[name];
      return typeof value === 'string' ? value : undefined;
    };
    const question = { type, org_id: text('org_id'), site_id: text('site_id'), mac: text('mac') };
    const jobs = await siteJobs(context, question, listShaping(context, values));
    return withNotes(jobs, notes);
  },
};

export default listUpgrades;
