import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { orgToken, provider } from '../../simulator/world/provider.ts';
import { LAB_ORG, MAIN_ORG } from '../../simulator/world/world.ts';
import { startCloud, writesOf } from '../harness/cloud.ts';
import { openProfilesStage, type ProfilesStage } from '../harness/profiles-stage.ts';
import { openStage } from '../harness/stage.ts';

const AIRPORT = 'Nordwind Airport';
const CLINIC = 'Nordwind Clinic';

let first: DemoCloud;
let second: DemoCloud;
let stage: ProfilesStage;
beforeAll(async () => {
  first = await startCloud();
  second = await startDemoCloud({ seed: 2, world: provider() });
  stage = await openProfilesStage({
    lakeside: { cloud: first.url, token: first.tokens.write },
    harbor: { cloud: first.url, token: first.tokens.msp, orgs: [first.world.id('orgs', LAB_ORG)] },
    airport: { cloud: second.url, token: orgToken(2, AIRPORT), readonly: true },
    nordwind: {
      cloud: second.url,
      token: second.tokens.msp,
      orgs: [CLINIC, LAB_ORG].map((name) => second.world.id('orgs', name)),
    },
  });
});
afterAll(async () => {
  await stage.close();
  await Promise.all([first.close(), second.close()]);
});

/** Which token was used on which cloud since a moment. */
function watch(): () => readonly string[] {
  const [before, after] = [first.requests.length, second.requests.length];
  return () => {
    const used = (cloud: DemoCloud, from: number, name: string) =>
      cloud.requests.slice(from).map(({ caller, path }) => `${name} ${caller} ${path.replace(/[0-9a-f-]{36}/g, 'ID')}`);
    return [...used(first, before, 'first'), ...used(second, after, 'second')];
  };
}

describe('one profile', () => {
  it('has the list of tools and the instructions of a token in the environment, byte for byte', async () => {
    const plain = await openStage();
    const alone = await openProfilesStage({ lakeside: { cloud: first.url, token: first.tokens.read } });
    const chosen = await openProfilesStage(
      { lakeside: { cloud: first.url, token: first.tokens.read }, other: { cloud: second.url, token: 'x' } },
      { args: ['--mist-profile', 'lakeside'] },
    );
    try {
      const wanted = JSON.stringify(await plain.client.listTools());
      for (const one of [alone, chosen]) {
        expect(JSON.stringify(await one.client.listTools())).toBe(wanted);
        expect(one.client.getInstructions()).toBe(plain.client.getInstructions());
        const { data } = await one.call('mist_get_org_or_site_info', { info_type: 'org' });
        expect(data).toMatchObject({ name: MAIN_ORG });
        expect('profile' in data).toBe(false);
      }
    } finally {
      await Promise.all([plain.close(), alone.close(), chosen.close()]);
    }
  });

  it('of the file is chosen by its name, also on the command line, and an unknown one is named', async () => {
    const { run } = await import('../harness/run.ts');
    const common = ['--config', join(stage.folder, 'config.toml')];
    const call = (...more: string[]) => run(['call', 'mist_get_org_or_site_info', 'info_type=org', ...more, ...common]);
    expect(JSON.parse((await call('--mist-profile', 'lakeside')).stdout)).toMatchObject({ name: MAIN_ORG });
    expect(JSON.parse((await call(`org_id=${AIRPORT}`)).stdout)).toMatchObject({ profile: 'airport', name: AIRPORT });
    expect(await call('--mist-profile', 'nobody')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no profile "nobody": there are lakeside, harbor, airport, nordwind.'),
    });
  });
});

describe('several profiles', () => {
  it('add one input to the tools that ask Mist, and say in the instructions which there are', async () => {
    const { tools } = await stage.client.listTools();
    const named = (name: string) => Object.keys(tools.find((tool) => tool.name === name)?.inputSchema.properties ?? {});
    expect(named('mist_search_device')).toContain('profile');
    expect(named('mist_snapshot')).toEqual(expect.arrayContaining(['profile', 'mist_profile']));
    expect(named('mist_search_api')).not.toContain('profile');
    expect(stage.client.getInstructions()).toContain('each a profile: lakeside, harbor, airport, nordwind.');
  });

  it('cost no more for the list of tools than one does, write tools and those for all of them included', async () => {
    const writer = await openProfilesStage(
      { lakeside: { cloud: first.url, token: first.tokens.write }, other: { cloud: second.url, token: 'x' } },
      { args: ['--enable-write-tools'], client: { capabilities: { elicitation: { form: {} } } } },
    );
    const { tools } = await writer.client.listTools();
    await writer.close();
    const names = tools.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['mist_apply_plan', 'mist_get_msp_overview']));
    expect(encode(JSON.stringify(tools)).length).toBeLessThanOrEqual(8000);
  });

  it('are told apart by the name of an organization, which is asked with its own token alone', async () => {
    const used = watch();
    const { data } = await stage.call('mist_search_device', { org_id: AIRPORT, device_type: 'ap' });
    expect(data).toMatchObject({ profile: 'airport', total: 2 });
    const asked = used().filter((line) => !/ \/api\/v1\/(self|msps\/ID\/orgs)$/.test(line));
    expect(asked.length).toBeGreaterThan(0);
    for (const line of asked) expect(line).toMatch(new RegExp(`^second org:${AIRPORT} `));
    const clinic = await stage.call('mist_get_org_or_site_info', { info_type: 'org', org_id: CLINIC.toUpperCase() });
    expect(clinic.data).toMatchObject({ profile: 'nordwind', name: CLINIC });
    expect(first.violations.concat(second.violations)).toEqual([]);
  });

  it('list both organizations where a name occurs twice, each with its profile, and send nothing about them', async () => {
    const used = watch();
    const { isError, text } = await stage.call('mist_search_device', { org_id: LAB_ORG });
    expect(isError).toBe(true);
    expect(text).toContain(`harbor: ${LAB_ORG} (${first.world.id('orgs', LAB_ORG)})`);
    expect(text).toContain(`nordwind: ${LAB_ORG} (${second.world.id('orgs', LAB_ORG)})`);
    expect(used().filter((line) => /inventory|orgs\/ID\//.test(line))).toEqual([]);
    const { data } = await stage.call('mist_search_device', { org_id: LAB_ORG, profile: 'nordwind' });
    expect(data).toMatchObject({ profile: 'nordwind', total: 3 });
    const byId = await stage.call('mist_search_device', { org_id: first.world.id('orgs', LAB_ORG) });
    expect(byId.data).toMatchObject({ profile: 'harbor' });
  });

  it('reach no organization beyond those that the file names, though the token sees them', async () => {
    const used = watch();
    const named = await stage.call('mist_search_device', { org_id: MAIN_ORG, profile: 'harbor' });
    expect(named).toMatchObject({ isError: true });
    const byId = await stage.call('mist_search_device', {
      org_id: first.world.id('orgs', MAIN_ORG),
      profile: 'harbor',
    });
    expect(byId).toMatchObject({ isError: true });
    const site = String(first.world.named('sites', 'Zurich HQ').id);
    const inside = await stage.call('mist_get_stats', { stats_type: 'site_devices', site_id: site, profile: 'harbor' });
    expect(inside.text).toContain('does not reach that site');
    expect(used().filter((line) => / msp /.test(line) && /inventory|stats/.test(line))).toEqual([]);
  });

  it('ask which one where nothing tells it, and take its name', async () => {
    const asked = await stage.call('mist_get_self', { action_type: 'account_info' });
    expect(asked.text).toContain('Give `profile`: lakeside, harbor, airport, nordwind.');
    const { data } = await stage.call('mist_get_self', { action_type: 'account_info', profile: 'Airport' });
    expect(data).toMatchObject({ profile: 'airport', name: `Demo org:${AIRPORT}` });
    const wrong = await stage.call('mist_get_self', { action_type: 'account_info', profile: 'airports' });
    expect(wrong.text).toContain('`profile` names none of your profiles.');
  });

  it('keep rows under handles of their own, which no other profile finds', async () => {
    const kept = await stage.call('mist_search_device', { org_id: MAIN_ORG, all_pages: true });
    const { handle } = kept.data;
    expect(handle).toBeTypeOf('string');
    expect(await stage.call('mist_query_result', { handle, profile: 'airport' })).toMatchObject({ isError: true });
    expect(await stage.call('mist_query_result', { handle })).toMatchObject({ isError: true });
    const own = await stage.call('mist_query_result', { handle, profile: 'lakeside', limit: 1 });
    expect(own.data).toMatchObject({ profile: 'lakeside', returned: 1 });
    const unsaid = await stage.call('mist_query_result', { handle });
    expect(unsaid.text).toContain('Give `profile`: lakeside, harbor, airport, nordwind.');
    const { data } = await stage.call('mist_query_result');
    expect(data).toMatchObject({ handles: [], note: expect.stringContaining('give `profile`') });
  });

  it('take a next page back with the profile that it came from, and with no other', async () => {
    const list = await stage.call('mist_search_device', { org_id: MAIN_ORG, limit: 1 });
    const { next } = list.data;
    expect(next).toBeTypeOf('string');
    expect((await stage.call('mist_get_next_page', { url: next, profile: 'lakeside' })).data).toMatchObject({
      returned: 1,
    });
    expect(await stage.call('mist_get_next_page', { url: next, profile: 'airport' })).toMatchObject({ isError: true });
  });

  it('find the profile of a next page by the organization in it, and ask for one where it has none', async () => {
    const list = await stage.call('mist_search_device', { org_id: AIRPORT, limit: 1 });
    const used = watch();
    const more = await stage.call('mist_get_next_page', { next: list.data.next });
    expect(more.data).toMatchObject({ profile: 'airport', returned: 1 });
    expect(used()).toEqual([`second org:${AIRPORT} /api/v1/orgs/ID/inventory/search`]);
    const site = String(first.world.named('sites', 'Zurich HQ').id);
    const before = watch();
    for (const next of [`/api/v1/sites/${site}/stats/devices?limit=1`, `/api/v1/orgs/${site}/inventory?limit=1`]) {
      const { isError, text } = await stage.call('mist_get_next_page', { next });
      expect(isError).toBe(true);
      expect(text).toContain('Give `profile`: lakeside, harbor, airport, nordwind.');
    }
    expect(before().filter((line) => /inventory|stats/.test(line))).toEqual([]);
  });

  it('are among the inputs that an unknown one is answered with', async () => {
    const { text } = await stage.call('mist_search_device', { org_id: AIRPORT, mist_profile: 'airport' });
    expect(text).toContain('mist_search_device has no input `mist_profile`. Did you mean `profile`?');
    const wrong = await stage.call('mist_search_events', { org_id: AIRPORT, nothing: 1 });
    expect(wrong.text).toMatch(/Use its inputs: .*, profile\./);
  });
});

describe('a change with several profiles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is asked and recorded with the profile, and refused where the profile is for reading', async () => {
    const audit = join(folder, 'audit.jsonl');
    writeFileSync(audit, '');
    const questions: string[] = [];
    const writing = await openProfilesStage(
      {
        lakeside: { cloud: first.url, token: first.tokens.write },
        guarded: {
          cloud: second.url,
          token: second.tokens.msp,
          orgs: [second.world.id('orgs', AIRPORT)],
          readonly: true,
        },
      },
      { args: ['--enable-write-tools', '--audit-log', audit], client: { capabilities: { elicitation: { form: {} } } } },
    );
    writing.client.setRequestHandler('elicitation/create', async ({ params }) => {
      questions.push(params.message);
      const properties = 'requestedSchema' in params ? params.requestedSchema.properties : {};
      const content = Object.fromEntries(Object.keys(properties).map((name) => [name, true]));
      return { action: 'accept', content };
    });
    try {
      const rename = { action_type: 'update', object_type: 'org_sites', payload: { notes: 'checked' } };
      const tool = 'mist_change_configuration_objects';
      const site = String(first.world.named('sites', 'Madrid Store').id);
      const done = await writing.call(tool, { ...rename, org_id: MAIN_ORG, object_id: site });
      expect(done.data).toMatchObject({ profile: 'lakeside', outcome: 'applied' });
      expect(questions[0]).toMatch(/^Profile lakeside on 127\.0\.0\.1:\d+\./);
      const entries = readFileSync(audit, 'utf8').trim().split('\n');
      expect(entries.length).toBeGreaterThan(0);
      for (const entry of entries) expect(JSON.parse(entry)).toMatchObject({ profile: 'lakeside' });

      const before = second.requests.length;
      const other = String(second.world.named('sites', `${AIRPORT} Main`).id);
      const refused = await writing.call(tool, { ...rename, org_id: AIRPORT, object_id: other });
      expect(refused.text).toContain('The profile guarded is for reading; nothing was sent.');
      const looked = await writing.call(tool, { ...rename, org_id: AIRPORT, object_id: other, dry_run: true });
      expect(looked.data, looked.text).toMatchObject({ outcome: 'dry_run' });
      const plan = { action: 'apply', org_id: AIRPORT, changes: [{ ...rename, object_id: other }] };
      const shown = await writing.call('mist_apply_plan', { ...plan, dry_run: true });
      expect(shown.data, shown.text).toMatchObject({ profile: 'guarded', outcome: 'dry_run', changes: 1 });
      const runs = await writing.call('mist_apply_plan', { action: 'runs', profile: 'guarded' });
      expect(runs.data, runs.text).toMatchObject({ profile: 'guarded', runs: [] });
      const made = await writing.call('mist_apply_plan', plan);
      expect(made.text).toContain('The profile guarded is for reading; nothing was sent.');
      const raw = await writing.call('mist_call_api', {
        operation: 'updateSiteInfo',
        path: { site_id: other },
        body: { notes: 'x' },
        profile: 'guarded',
      });
      expect(raw.text).toContain('and the profile guarded is for reading; nothing was sent.');
      expect(questions).toHaveLength(1);
      expect(writesOf(second, before)).toEqual([]);
    } finally {
      await writing.close();
    }
  });
});
