import type { MistClient } from '../../src/library/client.ts';

/** Never run: each line compiles, or fails as it says. */
export async function requests(mist: MistClient, id: string): Promise<void> {
  const path = { org_id: id };
  const sites = await mist.request('GET /api/v1/orgs/{org_id}/sites', { path, query: { limit: 10 } });
  if (sites.ok) {
    const names: (string | undefined)[] = sites.data.map(({ name }) => name);
    // @ts-expect-error misspelled member of an answer
    sites.data.map(({ nam }) => [nam, names]);
  } else {
    const status: number | undefined = sites.error.more.status;
    // @ts-expect-error a failure has no data
    void [status, sites.data];
  }
  // @ts-expect-error data before `ok` was looked at
  sites.data;
  // @ts-expect-error misspelled route
  await mist.request('GET /api/v1/orgs/{org_id}/sitess', { path });
  // @ts-expect-error a method that the path does not have
  await mist.request('PUT /api/v1/orgs/{org_id}/sites', { path });
  // @ts-expect-error misspelled query parameter
  await mist.request('GET /api/v1/orgs/{org_id}/sites', { path, query: { limt: 10 } });
  const query = { limt: 10 };
  // @ts-expect-error a query elsewhere, in which nothing is a parameter
  await mist.request('GET /api/v1/orgs/{org_id}/sites', { path, query });
  // @ts-expect-error a query value of another type
  await mist.request('GET /api/v1/orgs/{org_id}/sites', { path, query: { limit: '10' } });
  // @ts-expect-error the path is missing
  await mist.request('GET /api/v1/orgs/{org_id}/sites');
  // @ts-expect-error misspelled path parameter
  await mist.request('GET /api/v1/orgs/{org_id}/sites', { path: { orgid: id } });
  // @ts-expect-error a body for a route that takes none
  await mist.request('GET /api/v1/orgs/{org_id}/sites', { path, body: {} });
  // @ts-expect-error misspelled option
  await mist.request('GET /api/v1/orgs/{org_id}/sites', { path, querry: { limit: 10 } });

  const site = { site_id: id };
  await mist.request('PUT /api/v1/sites/{site_id}/setting', { path: site, body: { vars: { vlan: '7' } } });
  // @ts-expect-error misspelled member of a body
  await mist.request('PUT /api/v1/sites/{site_id}/setting', { path: site, body: { var: { vlan: '7' } } });
  // @ts-expect-error misspelled member deeper in a body
  await mist.request('PUT /api/v1/sites/{site_id}/setting', { path: site, body: { auto_upgrade: { enable: true } } });
  const made = await mist.request('POST /api/v1/orgs/{org_id}/sites', { path, body: { name: 'Depot' } });
  // @ts-expect-error a change may be answered with nothing
  if (made.ok) made.data.id;
  await mist.request('GET /api/v1/self');
}

/** Never run: rows have the type of a row, whatever form the list has. */
export async function lists(mist: MistClient, id: string): Promise<void> {
  const path = { org_id: id };
  for await (const device of mist.rows('GET /api/v1/orgs/{org_id}/inventory', { path })) {
    const serial: string | undefined = device.serial;
    // @ts-expect-error misspelled member of a row
    void [serial, device.serail];
  }
  for await (const page of mist.pages('GET /api/v1/orgs/{org_id}/alarms/search', { path, query: { limit: 5 } })) {
    if (!page.ok) throw page.error;
    const kinds: (string | undefined)[] = page.rows.map(({ type }) => type);
    void kinds;
  }
  // @ts-expect-error only a GET lists
  mist.rows('POST /api/v1/orgs/{org_id}/sites', { path });
  // @ts-expect-error misspelled query parameter of a list
  mist.rows('GET /api/v1/orgs/{org_id}/inventory', { path, query: { typ: 'ap' } });
}
