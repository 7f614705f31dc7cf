import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRecord } from '../../src/core/json.ts';
import { openLocalStage } from '../harness/local-stage.ts';
import type { Stage } from '../harness/stage.ts';

let stage: Stage;
let digest: string;
beforeAll(async () => {
  stage = await openLocalStage({ token: 'read' });
  const { data } = await stage.call('mist_snapshot', { action: 'take', site_id: 'Madrid Store' });
  digest = String(data.digest);
  expect(data.files).toBe(`mist://snapshot/${digest.slice(0, 12)}/index.json`);
});
afterAll(() => stage.close());

async function fileOf(path: string): Promise<Record<string, unknown>> {
  const { contents } = await stage.client.readResource({ uri: `mist://snapshot/${path}` });
  const [only] = contents;
  const value: unknown = only && 'text' in only ? JSON.parse(only.text) : undefined;
  return isRecord(value) ? { ...value } : {};
}

describe('the files of a snapshot that is kept', () => {
  it('are named by its index, and read by digest and path', async () => {
    const index = await fileOf(`${digest.slice(0, 12)}/index.json`);
    expect(index['sites/madrid-store/setting']).toMatchObject({ family: 'site_settings', name: 'site setting' });
    expect(await fileOf(`${digest}/sites/madrid-store/site.json`)).toMatchObject({
      name: 'Madrid Store',
      rftemplate_id: '$ref:org/rftemplates/office-rf',
    });
    expect(await fileOf(`${digest}/manifest.json`)).toMatchObject({ digest, site: { name: 'Madrid Store' } });
  });

  it('hold no secret', async () => {
    const setting = await fileOf(`${digest}/sites/madrid-store/setting.json`);
    expect(JSON.stringify(setting)).toContain('masked by mistmcp');
    expect(JSON.stringify(setting)).not.toContain('demo-radius');
  });

  it('are listed by their manifest, and cost no request', async () => {
    const from = stage.cloud.requests.length;
    const { resources } = await stage.client.listResources();
    const own = resources.filter(({ uri }) => uri.startsWith('mist://snapshot/'));
    expect(own).toMatchObject([
      {
        uri: `mist://snapshot/${digest}/manifest.json`,
        title: expect.stringContaining('Snapshot of Madrid Store, 20'),
      },
    ]);
    expect(stage.cloud.requests.length).toBe(from);
  });

  it('are not there for another digest, a short one, a path that is none, or another token', async () => {
    const read = (path: string) => stage.client.readResource({ uri: `mist://snapshot/${path}` });
    await expect(read(`${'0'.repeat(64)}/manifest.json`)).rejects.toThrow(/no such file of a snapshot/);
    await expect(read(`${digest.slice(0, 6)}/manifest.json`)).rejects.toThrow(/no such file/);
    await expect(read(`${digest}/../../etc/passwd`)).rejects.toThrow(/not found|no such file/i);
    const other = await openLocalStage({ token: 'write' });
    try {
      const uri = `mist://snapshot/${digest}/manifest.json`;
      await expect(other.client.readResource({ uri })).rejects.toThrow(/no such file/);
    } finally {
      await other.close();
    }
  });
});
