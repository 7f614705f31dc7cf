import { describe, expect, it } from 'vitest';
import { MistError } from '../../src/core/errors/mist-error.ts';
import { type AccessRights, narrowedClient, seesMore } from '../../src/mist/access-rights.ts';
import { parseCloud } from '../../src/mist/clouds.ts';
import type { MistClient, MistRequest } from '../../src/mist/http/client.ts';
import type { Route } from '../../src/mist/spec/routes.ts';

const id = (digit: number): string => `${String(digit).repeat(8)}-2222-3333-4444-555555555555`;
const [ORG, FOREIGN, MINE, OTHER, MSP] = [id(1), id(2), id(3), id(4), id(5)];

const ALL: AccessRights['grants'][number] = { write: false, sites: [] };
const WRITE_ALL = { write: true, sites: [] };

/** A client whose cloud answers with a body by route; what was sent in order. */
function stage(rights: Partial<AccessRights> = {}, bodies: Readonly<Record<string, unknown>> = {}) {
  const sent: string[] = [];
  const state = { closed: false };
  const answered = (route: Route, path: string) => {
    sent.push(path);
    const body = bodies[route] ?? {};
    if (body instanceof Error) throw body;
    return { route, status: 200, headers: new Headers(), body, url: path };
  };
  const client: MistClient = {
    send: async ({ route, path = {} }) => answered(route, [route, ...Object.values(path)].join(' ')),
    get: async (url) => answered('GET /api/v1/orgs/{org_id}/sites', url),
    close: async () => {
      state.closed = true;
    },
  };
  const whole: AccessRights = {
    ...{ profile: 'noc', cloud: parseCloud('api.mist.com'), orgs: [ORG], wider: false, grants: [ALL] },
    onUnauthorized: () => {},
    ...rights,
  };
  return { client: narrowedClient(client, whole), sent, state };
}

/** Whether a request gets through; with a refusal nothing may have been sent. */
async function passes(request: MistRequest, rights: Partial<AccessRights> = {}): Promise<boolean> {
  const { client, sent } = stage(rights);
  const refusal = await client.send(request).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (refusal === undefined) return true;
  expect(refusal).toBeInstanceOf(MistError);
  expect(refusal).toMatchObject({ kind: 'refused', advice: 'Ask whoever runs this server to widen it.' });
  expect(sent).toEqual([]);
  return false;
}

const orgWlans = (org_id: string): MistRequest => ({ route: 'GET /api/v1/orgs/{org_id}/wlans', path: { org_id } });
const siteWlans = (site_id: string): MistRequest => ({ route: 'GET /api/v1/sites/{site_id}/wlans', path: { site_id } });
const newSiteWlan = (site_id: string): MistRequest => ({
  ...{ route: 'POST /api/v1/sites/{site_id}/wlans', path: { site_id }, body: {} },
});
const newOrgWlan: MistRequest = { route: 'POST /api/v1/orgs/{org_id}/wlans', path: { org_id: ORG }, body: {} };

describe('an organization', () => {
  it('is reached where it is one of those that are meant, however its ID is written', async () => {
    expect(await passes(orgWlans(ORG))).toBe(true);
    expect(await passes(orgWlans(ORG.toUpperCase()))).toBe(true);
    expect(await passes(orgWlans(FOREIGN))).toBe(false);
    expect(await passes(orgWlans('no-id'))).toBe(false);
    expect(await passes(orgWlans(FOREIGN), { orgs: [] })).toBe(true);
  });

  it('is not reached as a whole by rights to a site of it, save its name and its sites', async () => {
    const grants = [{ write: false, sites: [MINE] }];
    expect(await passes(orgWlans(ORG), { grants })).toBe(false);
    expect(await passes({ route: 'GET /api/v1/orgs/{org_id}', path: { org_id: ORG } }, { grants })).toBe(true);
    expect(await passes({ route: 'GET /api/v1/orgs/{org_id}/sites', path: { org_id: ORG } }, { grants })).toBe(true);
    expect(await passes({ route: 'GET /api/v1/orgs/{org_id}', path: { org_id: FOREIGN } }, { grants })).toBe(false);
  });

  it('is searched for one site by rights to that site', async () => {
    const search = (site_id: unknown): MistRequest => ({
      ...{ route: 'GET /api/v1/orgs/{org_id}/devices/search', path: { org_id: ORG } },
      query: typeof site_id === 'string' ? { site_id } : {},
    });
    const grants = [{ write: false, sites: [MINE] }];
    expect(await passes(search(MINE), { grants })).toBe(true);
    expect(await passes(search(MINE.toUpperCase()), { grants })).toBe(true);
    expect(await passes(search(OTHER), { grants })).toBe(false);
    expect(await passes(search(undefined), { grants })).toBe(false);
    // A parameter that the route does not have narrows nothing.
    expect(await passes({ ...orgWlans(ORG), query: { site_id: MINE } }, { grants })).toBe(false);
  });
});

describe('a site', () => {
  it('is reached by rights to it or to all, and by no others', async () => {
    const grants = [{ write: false, sites: [MINE] }];
    expect(await passes(siteWlans(MINE), { grants })).toBe(true);
    expect(await passes(siteWlans(MINE.toUpperCase()), { grants })).toBe(true);
    expect(await passes(siteWlans(OTHER), { grants })).toBe(false);
    expect(await passes(siteWlans(OTHER), { grants: [...grants, ALL] })).toBe(true);
    expect(await passes(siteWlans(MINE), { grants: [] })).toBe(false);
  });

  it('is looked up once where the token sees other organizations, and refused where it is of one of those', async () => {
    const body = (org_id: unknown) => ({ 'GET /api/v1/sites/{site_id}': { org_id } });
    const { client, sent } = stage({ wider: true }, body(ORG.toUpperCase()));
    await client.send(siteWlans(MINE));
    await client.send(siteWlans(MINE.toUpperCase()));
    const lookup = `GET /api/v1/sites/{site_id} ${MINE}`;
    expect(sent.filter((one) => one === lookup)).toHaveLength(1);
    expect(sent).toHaveLength(3);
    for (const home of [FOREIGN, undefined, 7, 'no-id']) {
      const foreign = stage({ wider: true }, body(home));
      await expect(foreign.client.send(siteWlans(MINE))).rejects.toThrow('does not reach that site');
      expect(foreign.sent).toEqual([lookup]);
    }
    const single = stage({ wider: false }, body(FOREIGN));
    await single.client.send(siteWlans(MINE));
    expect(single.sent).toHaveLength(1);
    const any = stage({ wider: true, orgs: [] }, body(FOREIGN));
    await any.client.send(siteWlans(MINE));
    expect(any.sent).toHaveLength(1);
  });
});

describe('a change', () => {
  it('takes rights to change there', async () => {
    expect(await passes(newOrgWlan)).toBe(false);
    expect(await passes(newOrgWlan, { grants: [WRITE_ALL] })).toBe(true);
    expect(await passes(newSiteWlan(MINE), { grants: [WRITE_ALL] })).toBe(true);
    const mine = [ALL, { write: true, sites: [MINE] }];
    expect(await passes(newSiteWlan(MINE), { grants: mine })).toBe(true);
    expect(await passes(newSiteWlan(OTHER), { grants: mine })).toBe(false);
    expect(await passes(newOrgWlan, { grants: mine })).toBe(false);
    expect(await passes(newSiteWlan(MINE), { grants: [{ write: false, sites: [MINE] }] })).toBe(false);
  });

  it('of an object of the organization that names a site in its query takes rights to the organization', async () => {
    const upload: MistRequest = {
      ...{ route: 'POST /api/v1/orgs/{org_id}/devices/upgrade', path: { org_id: ORG }, body: {} },
      query: { site_id: MINE },
    };
    expect(await passes(upload, { grants: [{ write: true, sites: [MINE] }] })).toBe(false);
  });

  it('is told to be beyond rights for reading, and nothing was sent', async () => {
    const { client, sent } = stage();
    await expect(client.send(newOrgWlan)).rejects.toThrow(
      'Your access by the profile noc is for reading there; nothing was sent.',
    );
    expect(sent).toEqual([]);
  });

  it('is none where something is only asked of a device', async () => {
    const ping: MistRequest = {
      ...{ route: 'POST /api/v1/sites/{site_id}/devices/{device_id}/ping', path: { site_id: MINE, device_id: OTHER } },
      body: {},
    };
    expect(await passes(ping, { grants: [{ write: false, sites: [MINE] }] })).toBe(true);
  });
});

describe('what is about no organization', () => {
  const msp: MistRequest = { route: 'GET /api/v1/msps/{msp_id}', path: { msp_id: MSP } };

  it('is open as far as it names the account or constants', async () => {
    for (const route of ['GET /api/v1/self', 'GET /api/v1/self/usage', 'GET /api/v1/const/alarm_defs'] as const)
      expect(await passes({ route }, { grants: [] }), route).toBe(true);
  });

  it('is an MSP only for rights to everything', async () => {
    expect(await passes(msp)).toBe(false);
    expect(await passes(msp, { orgs: [] })).toBe(true);
    expect(await passes(msp, { orgs: [], grants: [{ write: false, sites: [MINE] }] })).toBe(false);
  });

  it('is the organizations of an MSP for everybody, cut to those that are meant', async () => {
    const route = 'GET /api/v1/msps/{msp_id}/orgs';
    const { client } = stage({}, { [route]: [{ id: ORG }, { id: FOREIGN }, 'x'] });
    expect((await client.send({ route, path: { msp_id: MSP } })).body).toEqual([{ id: ORG }]);
    const all = stage({ orgs: [] }, { [route]: [{ id: FOREIGN }] });
    expect((await all.client.send({ route, path: { msp_id: MSP } })).body).toEqual([{ id: FOREIGN }]);
    const odd = stage({}, { [route]: { detail: 'x' } });
    expect((await odd.client.send({ route, path: { msp_id: MSP } })).body).toEqual({ detail: 'x' });
    expect(await passes({ route, path: { msp_id: MSP } }, { grants: [{ write: false, sites: [MINE] }] })).toBe(true);
  });

  it('is anything else only where the account is the own one', async () => {
    const audit: MistRequest = { route: 'GET /api/v1/self/logs' };
    expect(await passes(audit, { orgs: [] })).toBe(false);
    expect(await passes(audit, { orgs: [], ownAccount: true })).toBe(true);
    expect(await passes(audit, { ownAccount: true })).toBe(false);
  });
});

describe('an answer', () => {
  const self = (privileges: unknown) => ({ 'GET /api/v1/self': { email: 'a@b', privileges } });

  it('about the account names the organizations that are meant, and an MSP without its name', async () => {
    const privileges = [
      ...[{ scope: 'org', org_id: ORG, name: 'Mine' }, { scope: 'org', org_id: FOREIGN, name: 'Other' }, 'x'],
      { scope: 'msp', role: 'admin', msp_id: MSP, name: 'The MSP', org_id: FOREIGN },
    ];
    const asked = async (rights: Partial<AccessRights>, of: unknown = privileges) =>
      (await stage(rights, self(of)).client.send({ route: 'GET /api/v1/self' })).body;
    expect(await asked({})).toEqual({
      email: 'a@b',
      privileges: [
        { scope: 'org', org_id: ORG, name: 'Mine' },
        { scope: 'msp', role: 'admin', msp_id: MSP },
      ],
    });
    expect(await asked({ orgs: [] })).toEqual({ email: 'a@b', privileges });
    expect(await asked({}, 'none')).toEqual({ email: 'a@b', privileges: 'none' });
  });

  it('with the sites of an organization has those that are meant', async () => {
    const route = 'GET /api/v1/orgs/{org_id}/sites';
    const request: MistRequest = { route, path: { org_id: ORG } };
    const asked = async (grants: AccessRights['grants'], body: unknown = [{ id: MINE }, { id: OTHER }, 'x']) =>
      (await stage({ grants }, { [route]: body }).client.send(request)).body;
    const mine = { write: false, sites: [MINE] };
    expect(await asked([mine])).toEqual([{ id: MINE }]);
    expect(await asked([mine, { write: true, sites: [OTHER] }])).toEqual([{ id: MINE }, { id: OTHER }]);
    expect(await asked([mine, ALL])).toHaveLength(3);
    expect(await asked([mine], { detail: 'x' })).toEqual({ detail: 'x' });
    const { client } = stage({ grants: [mine] }, { [route]: [{ id: OTHER }] });
    expect((await client.get(`/api/v1/orgs/${ORG}/sites?page=2`)).body).toEqual([]);
  });

  it('about anything else is as it came', async () => {
    const { client } = stage(
      { grants: [ALL, { write: false, sites: [MINE] }] },
      { 'GET /api/v1/orgs/{org_id}/wlans': [{ id: OTHER }] },
    );
    expect((await client.send(orgWlans(ORG))).body).toEqual([{ id: OTHER }]);
  });
});

describe('a failure', () => {
  const failing = (kind: 'unauthorized' | 'forbidden') => ({
    'GET /api/v1/orgs/{org_id}/wlans': new MistError(kind, 'No.', 'Look.', { status: 401 }),
  });

  it('of the token is told in words of the profile', async () => {
    await expect(stage({}, failing('unauthorized')).client.send(orgWlans(ORG))).rejects.toMatchObject({
      ...{ kind: 'unauthorized', what: 'Mist does not accept the token of the profile noc.', more: { status: 401 } },
      advice: 'Ask whoever runs this server to renew it; signing in again does not help.',
    });
    await expect(
      stage({ renewal: 'Renew it yourself.' }, failing('unauthorized')).client.send(orgWlans(ORG)),
    ).rejects.toMatchObject({ advice: 'Renew it yourself.' });
  });

  it('of any other kind is as it came', async () => {
    await expect(stage({}, failing('forbidden')).client.send(orgWlans(ORG))).rejects.toMatchObject({ what: 'No.' });
  });
});

describe('a refusal', () => {
  it('names the sites that are open, five at most', async () => {
    const sites = [3, 4, 5, 6, 7, 8].map(id);
    const { client } = stage({
      grants: [
        { write: false, sites: sites.slice(0, 3) },
        { write: true, sites: sites.slice(2) },
      ],
    });
    const listed = sites.slice(0, 5).join(', ');
    await expect(client.send(orgWlans(ORG))).rejects.toThrow(
      `does not reach the whole organization: name one of your sites (${listed}).`,
    );
    await expect(client.send(siteWlans(id(9)))).rejects.toThrow(`does not reach that site; your sites are ${listed}.`);
  });
});

it('the way is closed with the one below it', async () => {
  const { client, state } = stage();
  await client.close();
  expect(state.closed).toBe(true);
});

describe('a token sees more than is meant', () => {
  it.each<[unknown, readonly string[], boolean]>([
    [{ privileges: [{ scope: 'org', org_id: ORG }] }, [ORG], false],
    [
      {
        privileges: [
          { scope: 'org', org_id: ORG },
          { scope: 'org', org_id: FOREIGN },
        ],
      },
      [ORG],
      true,
    ],
    [{ privileges: [{ scope: 'msp', org_id: ORG }] }, [ORG], true],
    [{ privileges: [{ scope: 'org', org_id: FOREIGN }] }, [], false],
    [{ privileges: ['x'] }, [ORG], false],
    [{ privileges: 'x' }, [ORG], false],
    ['x', [ORG], false],
  ])('by %j of %j: %s', (self, orgs, more) => {
    expect(seesMore(self, orgs)).toBe(more);
  });
});
