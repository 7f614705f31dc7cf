import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { CONTROLS, run, runJson } from '../harness/run.ts';

let cloud: DemoCloud;
let env: Record<string, string>;
beforeAll(async () => {
  cloud = await startDemoCloud({ seed: 1 });
  env = { MIST_HOST: cloud.url, MIST_APITOKEN: cloud.tokens.read };
});
afterAll(async () => {
  expect(cloud.violations).toEqual([]);
  await cloud.close();
});

const rowsOf = (answer: Record<string, unknown>): Record<string, unknown>[] =>
  Array.isArray(answer.results) ? answer.results : [];

describe('inputs', () => {
  it('are texts, JSON, or a file, and a later one wins', async () => {
    const call = ['call', 'search_device'];
    const typed = await runJson([...call, 'device_type=ap', 'limit=2', 'fields=name,mac'], { env });
    expect(rowsOf(typed)).toHaveLength(2);
    expect(Object.keys(rowsOf(typed)[0] ?? {})).toEqual(['name', 'mac']);
    const json = await runJson([...call, 'device_type=ap', 'limit:=2', 'fields:=["name","mac"]'], { env });
    expect(rowsOf(json)).toEqual(rowsOf(typed));
    const twice = await runJson([...call, 'device_type=ap', 'limit=2', 'fields=name', 'fields=mac'], { env });
    expect(rowsOf(twice)).toEqual(rowsOf(typed));
    const input = JSON.stringify({ device_type: 'ap', limit: 7, fields: ['name', 'mac'] });
    expect(rowsOf(await runJson([...call, '--input', '-', 'limit=2'], { env, input }))).toEqual(rowsOf(typed));
  });

  it.each([
    [['nonsense'], /Input 1 after the tool/],
    [['payload:={"psk": secretsecret}'], /payload:= holds no valid JSON/],
    [['--input', '/nonexistent'], /no such file/],
  ])('%j is refused without a request and without its value', async (args, sentence) => {
    const before = cloud.requests.length;
    const { code, stdout, stderr } = await run(['call', 'search_device', ...args], { env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('secretsecret');
    expect(cloud.requests.length).toBe(before);
  });
});

describe('answers', () => {
  it("are the tool's, with its error as JSON and code 1", async () => {
    const { code, stdout } = await run(['call', 'mist_search_device', 'limt=2'], { env });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: expect.stringContaining('`limit`') });
    const shown = await run(['call', 'mist_search_device', 'limt=2', '--no-json'], { env });
    expect(shown).toMatchObject({ code: 1, stdout: '' });
    expect(shown.stderr).toMatch(/^✗ mist_search_device has no input/);
  });

  it('are a table that fits and says how to go on, by a command that does', async () => {
    const args = ['call', 'mist_search_device', 'device_type=ap', 'limit=3', '--timeout', '20'];
    const { stdout, code } = await run([...args, '--no-json'], { env: { ...env, COLUMNS: '80' } });
    expect(code).toBe(0);
    const [head = '', ...lines] = stdout.split('\n');
    expect(head).toMatch(/^device… +name +type/);
    for (const line of [head, ...lines.slice(0, 3)]) expect(line.length).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/^3 of \d+ rows$/m);
    const [, words = ''] = /^more: mistmcp (.*)$/m.exec(stdout) ?? [];
    expect(words).toMatch(/ --timeout 20$/);
    const next = await runJson(
      words.split(' ').map((word) => word.replace(/^'|'$/g, '')),
      { env },
    );
    const both = await runJson(['call', 'mist_search_device', 'device_type=ap', 'limit=6'], { env });
    expect(rowsOf(next)).toEqual(rowsOf(both).slice(3));
  });

  it('hold every row with --all', async () => {
    const paged = await runJson(['call', 'mist_search_device', 'device_type=ap', 'limit=10', '--all'], { env });
    expect(paged).toMatchObject({ has_more: false, returned: paged.total });
    expect(rowsOf(paged)).toHaveLength(Number(paged.total));
    expect(paged).not.toHaveProperty('next');
    const walked = await runJson(['call', 'mist_search_device', 'device_type=ap', 'all_pages=true'], { env });
    expect(rowsOf(walked)).toEqual(rowsOf(paged));
  });

  it('have colors where somebody wants them only', async () => {
    const args = ['call', 'mist_get_self', 'action_type=account_info', '--no-json'];
    expect((await run(args, { env })).stdout).not.toContain('\x1b');
    expect((await run(args, { env: { ...env, FORCE_COLOR: '1' } })).stdout).toContain('\x1b[1m');
    expect((await run(args, { env: { ...env, FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toContain('\x1b');
  });

  it('never hand a terminal what strangers put into names', async () => {
    const args = ['call', 'mist_search_client', 'client_type=wireless', 'limit=50', 'fields=*'];
    for (const form of ['--json', '--no-json']) {
      const { stdout } = await run([...args, form], { env: { ...env, FORCE_COLOR: '1', COLUMNS: '4000' } });
      expect(stdout).toContain('hostname');
      expect(CONTROLS.exec(stdout)?.[0]).toBeUndefined();
    }
  });
});

describe('changes', () => {
  const update = {
    ...{ action_type: 'update', object_type: 'org_wlans', payload: { enabled: false } },
    object_id: 'c92584d5-6e48-400e-a7e4-d009c46860ca',
  };
  const input = JSON.stringify(update);
  const call = ['call', 'mist_update_configuration_objects', '--input', '-'];

  it.each([
    [[], /without --enable-write-tools nothing is changed/],
    [['--enable-write-tools'], /a client that cannot ask cannot write/],
    [['--enable-write-tools', '--tools', 'devices'], /not among the tools/],
  ])('with %j are refused before anything is asked', async (flags, sentence) => {
    const before = cloud.requests.length;
    const writing = { ...env, MIST_APITOKEN: cloud.tokens.write };
    const { code, stdout, stderr } = await run([...call, ...flags], { env: writing, input });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(cloud.requests.length).toBe(before);
  });

  it('are made unasked where the operator says so', async () => {
    const writing = { ...env, MIST_APITOKEN: cloud.tokens.write };
    const answer = await runJson([...call, '--enable-write-tools', '--disable-elicitation'], { env: writing, input });
    expect(answer).toMatchObject({ outcome: 'applied', verified: { confirmed: ['enabled'] } });
  });
});
