import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { operationTable } from '../../src/mist/spec/operations.ts';
import { tools } from '../../src/tools/index.ts';
import { openStage, type Stage } from '../harness/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => expect(stage.cloud.violations).toEqual([]));

/** Requests that a piece of work made, as method, path and query. */
async function requestsOf(work: () => Promise<unknown>): Promise<string[]> {
  const before = stage.cloud.requests.length;
  await work();
  return stage.cloud.requests
    .slice(before)
    .map(({ method, path, query }) => `${method} ${path} ${new URLSearchParams(query).toString()}`.trim());
}

const rows = (data: Record<string, unknown>): unknown[] => (Array.isArray(data.results) ? data.results : []);

describe('mist_get_constants', () => {
  it('knows every list under /const', () => {
    const lists = Object.keys(operationTable().operations).filter((route) => route.startsWith('GET /api/v1/const/'));
    const tool = tools.find(({ name }) => name === 'mist_get_constants');
    expect([...(tool?.routes ?? [])].sort()).toEqual(lists.sort());
  });

  it.each(Object.keys(tools.find(({ name }) => name === 'mist_get_constants')?.operations ?? {}))(
    '%s',
    async (list) => {
      const more =
        list === 'states' ? { country_code: 'US' } : list === 'default_gateway_config' ? { model: 'SRX320' } : {};
      const { data, isError, text } = await stage.call('mist_get_constants', { object_type: list, ...more });
      expect(isError, text).toBe(false);
      expect(Object.keys(data).length).toBeGreaterThan(0);
    },
  );

  it('names the input that a list needs, before any request', async () => {
    const requests = await requestsOf(async () => {
      const { data, isError } = await stage.call('mist_get_constants', { object_type: 'states' });
      expect(isError).toBe(true);
      expect(data.error).toBe('object_type=states needs `country_code`.');
    });
    expect(requests).toEqual([]);
  });

  it('refuses an input where it does not apply, and says where it does', async () => {
    const { data } = await stage.call('mist_get_constants', { object_type: 'languages', country_code: 'US' });
    expect(data.error).toBe('`country_code` does not apply to object_type=languages.');
    expect(data.next_step).toBe('Leave `country_code` out. It applies to object_type: ap_channels, states.');
  });
});

describe('names and ids', () => {
  it('finds the one organization by itself, with one look-up for all calls', async () => {
    await stage.call('mist_get_org_or_site_info', { info_type: 'org' });
    const requests = await requestsOf(() => stage.call('mist_get_org_or_site_info', { info_type: 'org' }));
    expect(requests).toHaveLength(1);
  });

  it('takes names in any case, for organizations and sites', async () => {
    const { data: org } = await stage.call('mist_get_org_or_site_info', {
      info_type: 'org',
      org_id: 'LAKESIDE retail group',
    });
    expect(org.name).toBe('Lakeside Retail Group');
    const { data: site } = await stage.call('mist_get_org_or_site_info', { info_type: 'site', site_id: 'zurich hq' });
    expect(site.name).toBe('Zurich HQ');
  });

  it('refuses a wrong organization with the right ones, after one more look at what the token sees', async () => {
    const requests = await requestsOf(async () => {
      const { data, isError } = await stage.call('mist_get_org_or_site_info', {
        info_type: 'org',
        org_id: '11111111-2222-3333-4444-555555555555',
      });
      expect(isError).toBe(true);
      expect(data.error).toContain('No organization with the id');
      expect(data.next_step).toContain('Lakeside Retail Group (');
    });
    expect(requests).toEqual(['GET /api/v1/self']);
  });

  it('lists candidates for a site name that is nearly right', async () => {
    const { data } = await stage.call('mist_get_org_or_site_info', { info_type: 'site', site_id: 'Zurich' });
    expect(data.next_step).toContain('Zurich HQ (');
  });
});

describe('pages', () => {
  it('walks a list to its end without loss or repetition', async () => {
    const { data: whole } = await stage.call('mist_get_org_or_site_info', { info_type: 'site', limit: 1000 });
    const seen: unknown[] = [];
    let { data } = await stage.call('mist_get_org_or_site_info', { info_type: 'site', limit: 3 });
    seen.push(...rows(data));
    while (typeof data.next === 'string') {
      ({ data } = await stage.call('mist_get_next_page', { url: data.next }));
      seen.push(...rows(data));
    }
    expect(data.has_more).toBe(false);
    expect(seen).toEqual(rows(whole));
  });

  it('keeps the columns that were asked for', async () => {
    const { data } = await stage.call('mist_get_org_or_site_info', { info_type: 'site', limit: 2, fields: ['name'] });
    const { data: next } = await stage.call('mist_get_next_page', { url: data.next });
    expect(rows(next).every((row) => Object.keys(Object(row)).join() === 'name')).toBe(true);
  });

  it('says which columns there are when one is not', async () => {
    const { data } = await stage.call('mist_get_org_or_site_info', { info_type: 'site', fields: ['nmae'] });
    expect(data.note).toMatch(/^No row has nmae\. Columns there: .*\bname\b/);
  });

  it.each([
    'https://evil.example/api/v1/self',
    '@evil.example/',
    '//evil.example/api/v1/self',
    '/api/v1/../self',
    '/api/v1/self/apitokens',
  ])('refuses %s before any request', async (url) => {
    const requests = await requestsOf(async () => {
      expect((await stage.call('mist_get_next_page', { url })).isError).toBe(true);
    });
    expect(requests).toEqual([]);
  });
});

describe('a server without a token', () => {
  it('reads schemas, and says what to set for the rest', async () => {
    const bare = await openStage({ token: undefined });
    try {
      const schema = await bare.call('mist_get_configuration_object_schema', { schema_name: 'org_wlan' });
      expect(schema.isError).toBe(false);
      expect(JSON.stringify(schema.data.fields)).toContain('ssid*');
      const self = await bare.call('mist_get_self', { action_type: 'account_info' });
      expect(self.isError).toBe(true);
      expect(self.text).toContain('MIST_APITOKEN');
      expect(bare.cloud.requests).toEqual([]);
    } finally {
      await bare.close();
    }
  });
});

describe('failures of the cloud', () => {
  it.each([
    ['html', 'web page'],
    ['truncated', 'JSON'],
    ['redirect', 'redirect'],
    ['500', '500'],
  ] as const)('%s is explained', async (kind, word) => {
    const off = stage.cloud.fault({ kind, match: '/api/v1/self/usage' });
    try {
      const { isError, text } = await stage.call('mist_get_self', { action_type: 'api_usage' });
      expect(isError).toBe(true);
      expect(text.toLowerCase()).toContain(word.toLowerCase());
      expect(text).not.toContain(stage.cloud.tokens.read);
    } finally {
      off();
    }
  });

  it('tells a bad token from nothing else but a wrong cloud', async () => {
    const bad = await openStage({ token: 'bad' });
    try {
      const { text } = await bad.call('mist_get_self', { action_type: 'account_info' });
      expect(text).toMatch(/token/);
      expect(text).toMatch(/cloud/);
      // One as the connection opens, which says it on stderr, and one for the call; none to another cloud.
      expect(bad.cloud.requests.map(({ path }) => path)).toEqual(['/api/v1/self', '/api/v1/self']);
    } finally {
      await bad.close();
    }
  });
});
