import type { ChangeInput } from '../../../src/features/changes/change-input.ts';
import { prepareChange } from '../../../src/features/changes/prepare.ts';
import { readRequest } from '../../../src/features/changes/request.ts';
import { readTarget } from '../../../src/features/changes/target.ts';
import { fakeCall, type Reply } from '../../harness/fake-context.ts';

export const id = (digit: number): string => `${String(digit).repeat(8)}-0000-0000-0000-000000000000`;
export const [ORG, HQ, LAB, TEMPLATE, WLAN, GROUP] = [1, 2, 3, 4, 5, 6].map(id);

export type Rows = Readonly<Record<string, unknown>>;
/** Answers by path; a list is an array. What is not there is not found, and a number is a status. */
export type Tables = Readonly<Record<string, unknown>>;

export const wlan = {
  id: WLAN,
  org_id: ORG,
  ssid: 'guest',
  template_id: TEMPLATE,
  enabled: true,
  modified_time: 5,
  auth: { type: 'psk', psk: 'secret-word' },
};
export const world: Tables = {
  '/api/v1/self': { privileges: [{ scope: 'org', org_id: ORG, name: 'Acme' }] },
  [`orgs/${ORG}/sites`]: [
    { id: HQ, name: 'HQ', sitegroup_ids: [GROUP] },
    { id: LAB, name: 'Lab', rftemplate_id: id(7) },
  ],
  [`sites/${HQ}`]: { id: HQ, org_id: ORG, name: 'HQ' },
  [`orgs/${ORG}/templates`]: [{ id: TEMPLATE, name: 'Guests', applies: { site_ids: [HQ] } }],
  [`orgs/${ORG}/templates/${TEMPLATE}`]: {
    id: TEMPLATE,
    name: 'Guests',
    applies: { site_ids: [HQ] },
    modified_time: 5,
  },
  [`orgs/${ORG}/wlans`]: [wlan],
  [`orgs/${ORG}/wlans/${WLAN}`]: wlan,
  [`orgs/${ORG}/rftemplates`]: [{ id: id(7), name: 'Office' }],
  [`orgs/${ORG}/rftemplates/${id(7)}`]: { id: id(7), name: 'Office', band_24: { disabled: true } },
  [`orgs/${ORG}/sitegroups`]: [{ id: GROUP, name: 'All' }],
  [`orgs/${ORG}/psks`]: [],
  [`orgs/${ORG}/pskportals`]: [{ id: id(8), name: 'Portal', ssid: 'guest' }],
  [`orgs/${ORG}/wxrules`]: [],
  [`orgs/${ORG}/networktemplates`]: [],
  [`orgs/${ORG}/inventory`]: [
    { mac: 'aa', name: 'AP 1', type: 'ap', site_id: HQ, deviceprofile_id: id(9) },
    { mac: 'bb', type: 'switch', site_id: HQ },
  ],
};

export function stage(tables: Tables = world) {
  const reply = (url: string): Reply => {
    const path = url.replace(/\?.*/, '');
    const found = tables[path] ?? tables[path.replace('/api/v1/', '')];
    if (found === undefined) return { status: 404, body: {} };
    return typeof found === 'number' ? { status: found, body: {} } : { body: found };
  };
  return fakeCall({ reply });
}

export async function draft(input: ChangeInput, tables: Tables = world) {
  const { call, asked } = stage(tables);
  const request = readRequest(input);
  const located = await readTarget(call, request);
  return { request, located, asked, draft: await prepareChange(call, request, located) };
}

export const update = (
  object_type: string,
  object_id: string | undefined,
  payload: Rows,
  more: Rows = {},
): ChangeInput => ({
  ...{ action_type: 'update' as const, object_type, object_id, payload },
  ...more,
});
export const removal = (object_type: string, object_id: string | undefined, more: Rows = {}): ChangeInput => ({
  ...{ action_type: 'delete' as const, object_type, object_id },
  ...more,
});
export const creation = (object_type: string, payload: Rows, more: Rows = {}): ChangeInput => ({
  ...{ action_type: 'create' as const, object_type, payload },
  ...more,
});
