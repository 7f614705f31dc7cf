import type { Tenant } from './tenant.ts';

/** As many elements as arguments may have. */
const ELEMENTS = 19_000;

const lines = (word: string): string[] => Array.from({ length: ELEMENTS }, (_, index) => `set ${word} ${index}`);

/** Calls that are as heavy as arguments can make them. @returns their statuses */
export async function callHeavily(tenant: Tenant): Promise<number[]> {
  const wide = Object.fromEntries(lines('x').map((line) => [line, 1]));
  const create = { action_type: 'create', object_type: 'org_networktemplates' };
  return [
    await tenant.call('mist_change_configuration_objects', {
      ...create,
      payload: { name: 'x', no_such_field: 1, additional_config_cmds: lines('a') },
    }),
    await tenant.call('mist_change_configuration_objects', { ...create, payload: { name: 'x', ...wide } }),
    await tenant.call('mist_call_api', { operation: 'createOrgNetworkTemplate', body: { no_such_field: wide } }),
    await tenant.call('mist_search_api', { query: lines('unknown').join(' ') }),
    await tenant.call('mist_get_configuration_objects', { object_type: 'org_wlans', fields: lines('f') }),
  ];
}
