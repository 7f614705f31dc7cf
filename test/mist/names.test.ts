import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors/input-error.ts';
import { foldName } from '../../src/core/fold-name.ts';
import { parseCloud } from '../../src/mist/clouds.ts';
import { resolveOrg, resolveSite } from '../../src/mist/names.ts';
import { createSession } from '../../src/mist/session.ts';

const ORG = '11111111-2222-3333-4444-555555555555';
const MSP = '77777777-2222-3333-4444-555555555555';
const OTHER = '99999999-2222-3333-4444-555555555555';
const siteId = (number: number): string => `22222222-0000-0000-0000-${String(number).padStart(12, '0')}`;

interface World {
  privileges?: readonly object[];
  /** Sites by organization; a number is the status of the list. */
  sites?: Record<string, readonly { id: string; name: string }[] | number>;
  mspOrgs?: readonly object[] | number;
  /** Whether pages say how many rows there are. */
  silent?: boolean;
}

/** What was looked up before now is older by the clock, which timers do not follow to the millisecond. */
async function nextMillisecond(): Promise<void> {
  const started = Date.now();
  while (Date.now() <= started) await new Promise((resolve) => setTimeout(resolve, 1));
}

const acme = { scope: 'org', role: 'admin', org_id: ORG, name: 'Acme' };

/** A session before a small world, and the requests it made. */
function enter(world: World) {
  const requests: string[] = [];
  const reply = (method: string, url: URL): { status: number; body: unknown; headers?: Record<string, string> } => {
    const path = url.pathname;
    if (method !== 'GET') return { status: 200, body: {} };
    if (path === '/api/v1/self') return { status: 200, body: { privileges: world.privileges ?? [acme] } };
    if (path.startsWith('/api/v1/msps/')) {
      const orgs = world.mspOrgs ?? [];
      return typeof orgs === 'number' ? { status: orgs, body: {} } : { status: 200, body: orgs };
    }
    const [, org] = /^\/api\/v1\/orgs\/([^/]+)\/sites$/.exec(path) ?? [];
    if (org !== undefined) {
      const all = world.sites?.[org] ?? [];
      if (typeof all === 'number') return { status: all, body: {} };
      const limit = Number(url.searchParams.get('limit'));
      const page = Number(url.searchParams.get('page'));
      const headers = { 'x-page-total': `${all.length}`, 'x-page-limit': `${limit}`, 'x-page-page': `${page}` };
      return { status: 200, body: all.slice((page - 1) * limit, page * limit), headers: world.silent ? {} : headers };
    }
    const [, site] = /^\/api\/v1\/sites\/([^/]+)$/.exec(path) ?? [];
    for (const [owner, list] of Object.entries(world.sites ?? {})) {
      if (typeof list !== 'number' && list.some(({ id }) => id === site)) {
        return { status: 200, body: { id: site, org_id: owner } };
      }
    }
    return { status: 404, body: {} };
  };
  const session = createSession({
    cloud: parseCloud('api.mist.com'),
    token: 'a-token-of-the-test',
    backoffMs: [],
    fetch: async (request) => {
      const url = new URL(request.url);
      requests.push(`${request.method} ${url.pathname}${url.search}`.replace('/api/v1/', ''));
      const { status, body, headers } = reply(request.method, url);
      return new Response(JSON.stringify(body), {
        status,
        headers: { 'content-type': 'application/json', ...headers },
      });
    },
  });
  const context = { session, signal: new AbortController().signal };
  return { context, session, requests };
}

async function wordsOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof InputError) return `${error.what} ${error.advice}`;
    throw error;
  }
  throw new Error('nothing was refused');
}

const site = (name: string, number = 1) => ({ id: siteId(number), name });

describe('a name of a site', () => {
  it.each([
    ['Zürich', 'Zürich'],
    ['Zürich', 'zürich'],
    ['HQ ', 'HQ '],
    ['HQ ', ' hq'],
    ['Main  Hall', 'main hall'],
    ['Main\u00a0Hall', 'Main Hall'],
  ])('%j is found as %j', async (name, typed) => {
    const { context } = enter({ sites: { [ORG]: [site(name)] } });
    expect(await resolveSite(context, typed, undefined)).toBe(siteId(1));
  });

  it('is found on the third page of a list without page headers', async () => {
    const all = Array.from({ length: 2500 }, (_, number) => site(`Store ${number}`, number));
    const { context, requests } = enter({ sites: { [ORG]: all }, silent: true });
    expect(await resolveSite(context, 'Store 2400', ORG)).toBe(siteId(2400));
    expect(requests.filter((request) => request.includes('/sites?'))).toHaveLength(3);
  });

  it('names one site that stands on two shifted pages', async () => {
    const all = Array.from({ length: 1001 }, (_, number) =>
      site(`Store ${Math.min(number, 999)}`, Math.min(number, 999)),
    );
    const { context } = enter({ sites: { [ORG]: all } });
    expect(await resolveSite(context, 'Store 999', ORG)).toBe(siteId(999));
  });

  it('that fits two sites is refused with their ids', async () => {
    const { context } = enter({ sites: { [ORG]: [site('HQ', 1), site('hq', 2)] } });
    expect(await wordsOf(resolveSite(context, 'HQ', ORG))).toContain(`HQ (${siteId(1)}), hq (${siteId(2)})`);
  });

  it('that is not known is looked up once more, and then once for each miss', async () => {
    const sites = [site('HQ')];
    const { context, requests } = enter({ sites: { [ORG]: sites } });
    await resolveSite(context, 'HQ', ORG);
    await nextMillisecond();
    sites.push(site('New', 2));
    expect(await resolveSite(context, 'New', ORG)).toBe(siteId(2));
    const lists = () => requests.filter((request) => request.includes('/sites?')).length;
    expect(lists()).toBe(2);
    await resolveSite(context, 'New', ORG);
    expect(lists()).toBe(2);
    await nextMillisecond();
    expect(await wordsOf(resolveSite(context, 'Nowhere', ORG))).toContain('No site named "Nowhere"');
    expect(lists()).toBe(3);
  });

  it('is looked up anew after this session wrote a site, and not after a command', async () => {
    const sites = [site('Old name')];
    const { context, session, requests } = enter({ sites: { [ORG]: sites } });
    await resolveSite(context, 'Old name', ORG);
    sites[0] = site('New name');
    await session.client.send({
      route: 'POST /api/v1/sites/{site_id}/devices/{device_id}/restart',
      path: { site_id: siteId(1), device_id: siteId(3) },
    });
    expect(await resolveSite(context, 'Old name', ORG)).toBe(siteId(1));
    await session.client.send({ route: 'PUT /api/v1/sites/{site_id}', path: { site_id: siteId(1) }, body: {} });
    expect(await wordsOf(resolveSite(context, 'Old name', ORG))).toContain('There are: New name');
    expect(requests.filter((request) => request.includes('/sites?')).length).toBeGreaterThan(1);
  });
});

describe('one source that fails', () => {
  const msp = { scope: 'msp', role: 'admin', msp_id: MSP, name: 'Big MSP' };

  it('of organizations leaves the others, and is named where a name is not found', async () => {
    const { context } = enter({ privileges: [acme, msp], mspOrgs: 403 });
    expect(await resolveOrg(context, 'acme')).toBe(ORG);
    const words = await wordsOf(resolveOrg(context, 'Other'));
    expect(words).toContain('Organizations of the MSP Big MSP could not be read (HTTP status 403).');
    expect(await wordsOf(resolveOrg(context, undefined))).toContain('not all organizations');
  });

  it('is the answer where it is the only one', async () => {
    const { context } = enter({ privileges: [msp], mspOrgs: 403 });
    await expect(resolveOrg(context, 'acme')).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('of sites leaves those of the other organizations', async () => {
    const other = { ...acme, org_id: OTHER, name: 'Other' };
    const { context } = enter({ privileges: [acme, other], sites: { [ORG]: 403, [OTHER]: [site('HQ')] } });
    expect(await resolveSite(context, 'HQ', undefined)).toBe(siteId(1));
    expect(await wordsOf(resolveSite(context, 'Nowhere', undefined))).toContain(
      `organization ${ORG} could not be read`,
    );
  });
});

describe('an id of a site', () => {
  it('is taken in any notation, in a path without a look-up', async () => {
    const { context, requests } = enter({ sites: { [ORG]: [site('HQ')] } });
    for (const text of [siteId(1), siteId(1).toUpperCase(), siteId(1).replaceAll('-', ''), ` ${siteId(1)} `])
      expect(await resolveSite(context, text, undefined)).toBe(siteId(1));
    expect(requests).toEqual([]);
  });

  it('that the organization does not have is refused as a filter, after one request', async () => {
    const { context, requests } = enter({ sites: { [ORG]: [site('HQ')], [OTHER]: [site('Else', 5)] } });
    expect(await resolveSite(context, siteId(1), ORG, 'filter')).toBe(siteId(1));
    expect(requests).toEqual([`GET sites/${siteId(1)}`]);
    await resolveSite(context, siteId(1), ORG, 'filter');
    expect(requests).toHaveLength(1);
    expect(await wordsOf(resolveSite(context, siteId(5), ORG, 'filter'))).toContain(
      `No site with the id "${siteId(5)}"`,
    );
    expect(await wordsOf(resolveSite(context, siteId(7), ORG, 'filter'))).toContain('There are: HQ');
  });

  it('that is not among the known ones is refused in a path too, unless the cloud has it', async () => {
    const sites = [site('HQ')];
    const { context } = enter({ sites: { [ORG]: sites } });
    await resolveSite(context, 'HQ', ORG);
    sites.push(site('New', 2));
    expect(await resolveSite(context, siteId(2), ORG)).toBe(siteId(2));
    expect(await wordsOf(resolveSite(context, siteId(9), ORG))).toContain('No site with the id');
  });

  it('of no site at all stands for what is unassigned', async () => {
    const { context, requests } = enter({});
    const none = '00000000-0000-0000-0000-000000000000';
    expect(await resolveSite(context, none, ORG, 'filter')).toBe(none);
    expect(requests).toEqual([]);
  });
});

describe('the form in which names are compared', () => {
  it('does not depend on how letters are composed, on case at the ends, or on blanks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const folded = foldName(name);
        expect(foldName(folded)).toBe(folded);
        expect(foldName(`  ${name.normalize('NFD')} `)).toBe(folded);
      }),
    );
  });
});
