import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../../simulator/cloud.ts';
import { InputError } from '../../../src/core/errors/input-error.ts';
import { isRecord } from '../../../src/core/json.ts';
import { RunFiles } from '../../../src/features/plans/runs/run-files.ts';
import { command } from '../../harness/command.ts';
import { openDirect } from '../../harness/direct-stage.ts';
import { runJson } from '../../harness/run.ts';

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'undo-killed-'));
  ends.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

async function openCloud(): Promise<DemoCloud> {
  const cloud = await startDemoCloud();
  ends.push(() => cloud.close());
  return cloud;
}

const variable = (cloud: DemoCloud, site: string): unknown => {
  const setting = cloud.world.table('site_settings').find(({ site_id }) => site_id === cloud.world.id('sites', site));
  return isRecord(setting?.vars) ? setting.vars.guest_vlan : undefined;
};

const puts = (cloud: DemoCloud): number => cloud.requests.filter(({ method }) => method === 'PUT').length;

describe('a run that is taken back', () => {
  it.each([true, false])('after a kill in the middle of a write, which was made: %s', async (applied) => {
    const base = folder();
    const cloud = await openCloud();
    const env = {
      ...{ MIST_HOST: cloud.url, MIST_APITOKEN: cloud.tokens.write, HOME: base, XDG_DATA_HOME: join(base, 'data') },
    };
    const file = join(base, 'variables.csv');
    writeFileSync(file, 'site_name,guest_vlan\nMadrid Store,410\nParis Store,420\n');
    const { plan } = await runJson(['apply', file, '--dry-run'], { env });
    const paris = `/api/v1/sites/${cloud.world.id('sites', 'Paris Store')}/setting`;
    cloud.fault({ kind: 'hang', method: 'PUT', match: paris, times: 1, applied });
    const [program = '', ...rest] = command;
    const words = ['apply', file, '--enable-write-tools', '--yes', String(plan)];
    const child = spawn(program, [...rest, ...words], { env, stdio: 'ignore' });
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    await expect.poll(() => puts(cloud), { interval: 5 }).toBe(2);
    child.kill('SIGKILL');
    await ended;
    expect(variable(cloud, 'Paris Store')).toBe(applied ? '420' : '40');

    const { runs } = await runJson(['run', 'list'], { env });
    const run = Array.isArray(runs) && isRecord(runs[0]) ? String(runs[0].run) : '';
    const dry = await runJson(['run', 'undo', run, '--dry-run'], { env });
    expect(dry).toMatchObject({ outcome: 'dry_run', changes: applied ? 2 : 1 });
    const words2 = ['run', 'undo', run, '--enable-write-tools', '--yes', String(dry.plan)];
    expect(await runJson(words2, { env })).toMatchObject({ outcome: 'applied' });
    expect(variable(cloud, 'Madrid Store')).toBe('40');
    expect(variable(cloud, 'Paris Store')).toBe('40');
    const sent = puts(cloud);
    expect(String((await runJson(words2, { env })).error)).toContain('was taken back already');
    expect(puts(cloud)).toBe(sent);
  });

  it('leaves of a change only what held a secret', async () => {
    const cloud = await openCloud();
    const stage = await openDirect({ cloud });
    ends.push(() => stage.close());
    const site_id = cloud.world.id('sites', 'Madrid Store');
    const payload = {
      vars: { guest_vlan: '410', radius_shared_secret: 'another-secret' },
      switch_mgmt: { root_password: 'another-password' },
    };
    stage.answer(() => ({ action: 'accept', content: { confirm: true, typed: '1 change' } }));
    const changes = [{ action_type: 'update', object_type: 'site_settings', site_id, payload }];
    const { data, text } = await stage.call('mist_apply_plan', { action: 'apply', changes });
    expect(data, text).toMatchObject({ outcome: 'applied' });
    const undone = await stage.call('mist_apply_plan', { action: 'undo', run: data.run });
    expect(undone.data, undone.text).toMatchObject({
      outcome: 'applied',
      left_out: [expect.stringContaining('vars.radius_shared_secret, switch_mgmt. A secret is in it')],
    });
    const setting = cloud.world.table('site_settings').find((one) => one.site_id === site_id);
    expect(setting).toMatchObject({
      vars: { guest_vlan: '40', radius_shared_secret: 'another-secret' },
      switch_mgmt: { root_password: 'another-password' },
    });
  });

  it('creates what was deleted once, however often it is asked for', async () => {
    const cloud = await openCloud();
    const stage = await openDirect({ cloud });
    ends.push(() => stage.close());
    const org = 'Lakeside Retail Group';
    const { id } = cloud.world.add('sitetemplates', 'Doomed', { org }, { name: 'Doomed' });
    stage.answer(() => ({ action: 'accept', content: { confirm: true, typed: '1 change' } }));
    const changes = [{ action_type: 'delete', object_type: 'org_sitetemplates', object_id: id }];
    const { data } = await stage.call('mist_apply_plan', { action: 'apply', changes });
    expect(data).toMatchObject({ outcome: 'applied' });
    stage.answer(() => ({ action: 'accept', content: { confirm: true } }));
    const undo = { action: 'undo', run: data.run };
    expect((await stage.call('mist_apply_plan', undo)).data).toMatchObject({ outcome: 'applied' });
    const again = await stage.call('mist_apply_plan', undo);
    expect(String(again.data.error)).toContain('was taken back already');
    expect(cloud.world.table('sitetemplates').filter(({ name }) => name === 'Doomed')).toHaveLength(1);
  });
});

const locksIn = (base: string): readonly string[] => readdirSync(base).filter((name) => name.endsWith('.lock'));

describe('the lock of an organization', () => {
  const org = { id: '021f9aeb-3975-4499-ae1b-85eac38fdaf8', name: 'Lakeside' };
  const head = (run: string) => ({
    ...{ run, started: 1, cloud: 'c', org, principal: 'p', digest: 'd', total: 1 },
  });

  it('of a process before this one that had its number, as in a container, counts for nothing', () => {
    const base = folder();
    const store = new RunFiles(base);
    store.begin(head('11111111'));
    const [lock = ''] = locksIn(base);
    const text = readFileSync(join(base, lock), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ pid: process.pid });
    store.release(head('11111111'));
    // As the process leaves it that is killed.
    writeFileSync(join(base, lock), text);
    store.begin(head('22222222'));
    expect(() => store.begin(head('33333333'))).toThrow(InputError);
    store.release(head('22222222'));
    expect(locksIn(base)).toEqual([]);
  });

  it('holds against another process that lives, and only on its cloud', () => {
    const base = folder();
    const store = new RunFiles(base);
    store.begin(head('11111111'));
    const [lock = ''] = locksIn(base);
    store.release(head('11111111'));
    writeFileSync(join(base, lock), JSON.stringify({ pid: process.ppid, run: 'other' }));
    expect(() => store.begin(head('22222222'))).toThrow(`(process ${process.ppid})`);
    expect(locksIn(base)).toEqual([lock]);
    store.begin({ ...head('33333333'), cloud: 'd' });
    store.release({ ...head('33333333'), cloud: 'd' });
  });
});
