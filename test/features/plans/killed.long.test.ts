import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../../simulator/cloud.ts';
import { isRecord } from '../../../src/core/json.ts';
import { command } from '../../harness/command.ts';
import { runJson } from '../../harness/run.ts';

const SITES = 200;

/** A cloud with so many sites, each with a setting of its own. */
async function wideCloud(): Promise<DemoCloud> {
  const cloud = await startDemoCloud({ seed: 1 });
  const org = 'Lakeside Retail Group';
  for (let at = 1; at <= SITES; at += 1) {
    const name = `Store ${String(at).padStart(3, '0')}`;
    const times = { created_time: 1_700_000_000, modified_time: 1_700_000_000 };
    cloud.world.add('sites', name, { org }, { name, country_code: 'DE', timezone: 'Europe/Berlin', ...times });
    cloud.world.add('site_settings', name, { org, site: name }, { vars: { other: 'stays' }, ...times });
  }
  cloud.world.touch();
  return cloud;
}

const settingsWritten = (cloud: DemoCloud): readonly string[] =>
  cloud.requests.flatMap(({ method, path }) => (method === 'PUT' ? [path] : []));

describe('a set of 200 site variables', () => {
  const ends: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  it.each([3, 57, 120])(
    'killed after %i writes is gone on with, and no site is written twice',
    async (killAfter) => {
      const base = mkdtempSync(join(tmpdir(), 'killed-'));
      ends.push(() => rmSync(base, { recursive: true, force: true }));
      const cloud = await wideCloud();
      ends.push(() => cloud.close());
      const env = {
        ...{ MIST_HOST: cloud.url, MIST_APITOKEN: cloud.tokens.write, PATH: process.env.PATH ?? '', HOME: base },
        XDG_DATA_HOME: join(base, 'data'),
      };
      const rows = Array.from({ length: SITES }, (_, at) => `Store ${String(at + 1).padStart(3, '0')},${1000 + at}`);
      const file = join(base, 'variables.csv');
      writeFileSync(file, `site_name,guest_vlan\n${rows.join('\n')}\n`);
      const seen = await runJson(['apply', file, '--dry-run'], { env });
      expect(seen).toMatchObject({ outcome: 'dry_run', changes: SITES });
      const before = cloud.requests.length;
      // The answer to the last write is lost with the process.
      const [program = '', ...rest] = command;
      const words = ['apply', file, '--enable-write-tools', '--yes', String(seen.plan)];
      const child: ChildProcess = spawn(program, [...rest, ...words], { env, stdio: 'ignore' });
      const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
      await expect
        .poll(() => settingsWritten(cloud).length, { timeout: 60_000, interval: 5 })
        .toBeGreaterThan(killAfter);
      child.kill('SIGKILL');
      await ended;
      const first = settingsWritten(cloud).length;
      expect(first).toBeLessThan(SITES);

      const listed = await runJson(['run', 'list'], { env });
      const [row] = Array.isArray(listed.runs) ? listed.runs : [];
      expect(row).toMatchObject({ state: 'interrupted', can_continue: true, changes: SITES });
      const run = isRecord(row) ? String(row.run) : '';
      const done = await runJson(['run', 'continue', run, '--enable-write-tools', '--yes', '0'.repeat(16)], { env });
      expect(done, JSON.stringify(done)).toMatchObject({ outcome: 'applied', done: SITES, of: SITES });

      const written = settingsWritten(cloud);
      expect(written).toHaveLength(SITES);
      expect(new Set(written).size).toBe(SITES);
      const settings = cloud.world
        .table('site_settings')
        .filter(({ vars }) => isRecord(vars) && vars.other === 'stays');
      const values = settings.map(({ vars }) => (isRecord(vars) ? vars.guest_vlan : undefined));
      expect([...values].sort()).toEqual(rows.map((one) => one.split(',')[1]).sort());
      process.stderr.write(`${cloud.requests.length - before} requests for ${SITES} sites, killed after ${first}\n`);
      const folder = join(base, 'data', 'mistmcp', 'runs');
      const [journal = ''] = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
      expect(readFileSync(join(folder, journal), 'utf8')).toContain('"stopped":"done"');
      expect(cloud.violations).toEqual([]);
    },
    180_000,
  );
});
