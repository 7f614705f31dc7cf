import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { transformSync } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { MAIN_ORG } from '../../simulator/world/world.ts';
import { ask, rowsOf } from '../simulator/ask.ts';
import { projectWithPackage } from './package.ts';
import { scripts } from './page-scripts.ts';

let folder: string;
let cloud: DemoCloud;

beforeAll(() => {
  folder = projectWithPackage();
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const [name, text] of scripts) {
    // The simulated cloud is no public one; a reader's script has no reason to allow another.
    const here = text.replace('createMistClient({', 'createMistClient({ allowOtherHost: true,');
    writeFileSync(join(folder, `${name}.js`), transformSync(here, { loader: 'ts' }).code);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  cloud = await startDemoCloud({ seed: 1 });
});
afterEach(async () => {
  expect(cloud.violations).toEqual([]);
  await cloud.close();
});

/** Runs a script of the page as its reader would. @returns what it prints, in lines */
async function run(name: string, role: 'read' | 'write', ...args: readonly string[]): Promise<string[]> {
  const env = { PATH: process.env.PATH, MIST_APITOKEN: cloud.tokens[role], MIST_HOST: cloud.url };
  const command = [`${name}.js`, cloud.world.id('orgs', MAIN_ORG), ...args];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, command, { cwd: folder, env });
  expect(stderr).toBe('');
  return stdout.trimEnd().split('\n');
}

/** Rows of a list of the organization, asked for without the client under test. */
const listed = async (path: string) =>
  rowsOf((await ask(cloud, `GET /api/v1/orgs/${cloud.world.id('orgs', MAIN_ORG)}/${path}`)).body);
const keys = () => listed('psks');
const writes = () => cloud.requests.filter(({ method }) => method !== 'GET');

describe('the scripts of the client page', () => {
  it('are these', () => {
    expect([...scripts.keys()]).toEqual(['inventory', 'rotate-psks', 'offline-aps', 'site-variables', 'alarms']);
  });

  it('inventory prints a line for every device of the organization', async () => {
    const [head, ...lines] = await run('inventory', 'read');
    expect(head).toBe('type,name,model,serial,mac,site_id,connected');
    const macs = (await listed('inventory?limit=1000&vc=true')).map(({ mac }) => `"${mac}"`);
    expect(macs.length).toBeGreaterThan(10);
    expect(lines.map((line) => line.split(',')[4]).sort()).toEqual(macs.sort());
  });

  it('rotate-psks gives every key of one SSID a passphrase that is in the file, and touches no other', async () => {
    const before = await keys();
    const ssid = String(before[0]?.ssid);
    await run('rotate-psks', 'write', ssid, 'new.csv');
    expect(statSync(join(folder, 'new.csv')).mode & 0o777).toBe(0o600);
    const file = readFileSync(join(folder, 'new.csv'), 'utf8');
    const after = await keys();
    expect(after).toHaveLength(before.length);
    expect(after.map((key) => key.ssid === ssid)).toContain(true);
    for (const [index, key] of after.entries()) {
      const isRotated = key.passphrase !== before[index]?.passphrase;
      expect(isRotated).toBe(key.ssid === ssid);
      expect(file.includes(`"${key.name}",${key.passphrase}\n`)).toBe(isRotated);
    }
  });

  it('offline-aps prints the access points that are disconnected, with their sites', async () => {
    const lines = await run('offline-aps', 'read');
    const offline = (await listed('stats/devices?type=ap&limit=1000')).filter((ap) => ap.status === 'disconnected');
    expect(offline.length).toBeGreaterThan(0);
    expect(lines.map((line) => line.split('\t')[1]).sort()).toEqual(offline.map(({ name }) => name).sort());
    expect(lines.filter((line) => line.startsWith('no site') || line.endsWith('never'))).toEqual([]);
  });

  it('site-variables sets them at every site, keeps the others, and writes nothing the second time', async () => {
    const lines = await run('site-variables', 'write', 'guest_vlan=77', 'note=a=b');
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.filter((line) => !line.endsWith(': changed'))).toEqual([]);
    expect(writes()).toHaveLength(lines.length);
    for (const { body } of writes())
      expect(JSON.parse(body)).toMatchObject({ vars: { guest_vlan: '77', note: 'a=b' } });
    await run('site-variables', 'write', 'guest_vlan=77', 'note=a=b');
    expect(writes()).toHaveLength(lines.length);
  });

  it('alarms posts every critical alarm of the time before', async () => {
    const received: unknown[] = [];
    const receiver = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      received.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      response.end();
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const address = receiver.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await run('alarms', 'read', `http://127.0.0.1:${port}/`, '1440');
    receiver.close();
    receiver.closeAllConnections();
    const alarms = await listed('alarms/search?duration=1d&severity=critical&limit=1000');
    expect(alarms.length).toBeGreaterThan(0);
    expect(received).toEqual(alarms.map((alarm) => ({ text: expect.stringContaining(String(alarm.type)), alarm })));
  });
});
