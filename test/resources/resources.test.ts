import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAnswer } from '../harness/answer.ts';
import { callsOf } from '../harness/cloud.ts';
import type { Era } from '../harness/era.ts';
import { openLocalStage } from '../harness/local-stage.ts';
import { openStage, type Stage } from '../harness/stage.ts';

const GUIDES = ['paging', 'configuration-layers', 'writing-safely'];
const GUIDE_TOKENS = 600;

const eras: readonly Era[] = ['2025-11-25', '2026-07-28'];

async function read({ client }: Stage, uri: string): Promise<{ mimeType: string | undefined; text: string }> {
  const { contents } = await client.readResource({ uri });
  const [only] = contents;
  if (contents.length !== 1 || !only || !('text' in only)) throw new Error(`${uri} is not one text`);
  expect(only.uri).toBe(uri);
  return { mimeType: only.mimeType, text: only.text };
}

/** An object that came as JSON. */
async function readJson(stage: Stage, uri: string): Promise<Record<string, unknown>> {
  const { mimeType, text } = await read(stage, uri);
  expect(mimeType).toBe('application/json');
  return readAnswer({ content: [{ type: 'text', text }] }).data;
}

describe.each(eras)('resources for an application of %s', (era) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openLocalStage({ era });
  });
  afterAll(() => stage.close());

  it('are listed in a fixed order, each guide by itself', async () => {
    const { resources } = await stage.client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual([
      'mist://clouds',
      'mist://tools',
      ...GUIDES.map((topic) => `mist://guide/${topic}`),
    ]);
    for (const one of resources) {
      expect(one.title, one.uri).toBeTruthy();
      expect(one.description, one.uri).toBeTruthy();
      expect(one.mimeType, one.uri).toMatch(/^(application\/json|text\/markdown)$/);
    }
    expect(new Set(resources.map(({ name }) => name)).size).toBe(resources.length);
  });

  it('have templates for schemas and guides', async () => {
    const { resourceTemplates } = await stage.client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual([
      'mist://schema/{name}',
      'mist://guide/{topic}',
      'mist://snapshot/{digest}/{+path}',
    ]);
  });

  it('every listed one can be read, and guides are short', async () => {
    for (const { uri, mimeType } of (await stage.client.listResources()).resources) {
      const got = await read(stage, uri);
      expect(got.mimeType).toBe(mimeType);
      if (uri.startsWith('mist://guide/')) {
        expect(got.text).toMatch(/^# \S/);
        expect(encode(got.text).length, uri).toBeLessThanOrEqual(GUIDE_TOKENS);
      }
    }
  });

  it('guides name tools that there are, or that write tools add', async () => {
    const all = new Set(['mist_update_configuration_objects', 'mist_change_configuration_objects']);
    for (const { name } of (await stage.client.listTools()).tools) all.add(name);
    for (const topic of GUIDES) {
      const { text } = await read(stage, `mist://guide/${topic}`);
      expect([...text.matchAll(/mist_\w+/g)].map(([tool]) => tool).filter((tool) => !all.has(tool))).toEqual([]);
    }
  });

  it('a schema says the same as the tool', async () => {
    for (const name of ['org_wlans', 'site_setting', 'org_nacrules']) {
      const { data } = await stage.call('mist_get_configuration_object_schema', { schema_name: name });
      expect(await readJson(stage, `mist://schema/${name}`)).toEqual(data);
    }
  });

  it('what is not there is said clearly, with the nearest', async () => {
    const get = (uri: string) => stage.client.readResource({ uri });
    await expect(get('mist://schema/org_wlan_s')).rejects.toThrow(/no schema named "org_wlan_s".*nearest are org_wlan/);
    await expect(get('mist://guide/pages')).rejects.toThrow(
      /no guide "pages".*There are: paging, configuration-layers/,
    );
    await expect(get('mist://guide/%zz')).rejects.toThrow(/not found/i);
    await expect(get('mist://orgs')).rejects.toThrow(/not found/i);
    await expect(get('file:///etc/passwd')).rejects.toThrow(/not found/i);
    await expect(get('mist://schema/..%2f..%2fetc')).rejects.toThrow(/no schema named/);
  });

  it('the tools are the offered ones, in their order', async () => {
    const { tools } = await stage.client.listTools();
    const listed = await readJson(stage, 'mist://tools');
    expect(listed.total).toBe(tools.length);
    const rows = Array.isArray(listed.tools) ? listed.tools : [];
    expect(rows.map(({ name }) => name)).toEqual(tools.map(({ name }) => name));
    expect(rows.find(({ name }) => name === 'mist_get_org_sites_sle')).toMatchObject({
      effect: 'read',
      inputs: expect.arrayContaining(['sle*: wifi|wired|wan', 'org_id']),
    });
  });

  it('clouds are the public ones and the one in use', async () => {
    const listed = await readJson(stage, 'mist://clouds');
    const rows: Record<string, unknown>[] = Array.isArray(listed.clouds) ? listed.clouds : [];
    expect(rows).toContainEqual(expect.objectContaining({ host: 'api.eu.mist.com', portal: 'manage.eu.mist.com' }));
    const used = rows.filter(({ in_use }) => in_use === true);
    expect(used.map(({ api }) => api)).toEqual([stage.cloud.url]);
  });

  it('cost no request', () => {
    expect(callsOf(stage.cloud)).toEqual([]);
  });
});

describe('the list of tools', () => {
  const names = async (options: Parameters<typeof openStage>[0]): Promise<unknown[]> => {
    const stage = await openLocalStage(options);
    try {
      const { tools } = await readJson(stage, 'mist://tools');
      return Array.isArray(tools) ? tools.map(({ name }) => name) : [];
    } finally {
      await stage.close();
    }
  };
  const writer = 'mist_change_configuration_objects';

  it('follows what the operator and the application allow', async () => {
    const args = ['--enable-write-tools'];
    const client = { capabilities: { elicitation: { form: {} } } };
    expect(await names({ token: undefined, args, client })).toContain(writer);
    expect(await names({ token: undefined, args })).not.toContain(writer);
    const few = await names({ token: undefined, args: ['--tools', 'mist_get_self'] });
    expect(few).toContain('mist_get_self');
    expect(few.length).toBeLessThan(5);
  });

  it('with the simulated cloud there is no other', async () => {
    const stage = await openStage({ args: ['--demo'], env: { MIST_APITOKEN: '' } });
    try {
      const { clouds } = await readJson(stage, 'mist://clouds');
      expect(clouds).toMatchObject([{ region: 'local', in_use: true }]);
    } finally {
      await stage.close();
    }
  });
});
