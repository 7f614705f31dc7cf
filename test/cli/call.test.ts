import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONTROLS, run, runJson } from '../harness/run.ts';
import { useCommands } from './use-commands.ts';

const stage = useCommands();

const rowsOf = (answer: Record<string, unknown>): Record<string, unknown>[] =>
  Array.isArray(answer.results) ? answer.results : [];

describe('inputs', () => {
  it('are texts, JSON, or a file, and a later one wins', async () => {
    const call = ['call', 'search_device'];
    const typed = await runJson([...call, 'device_type=ap', 'limit=2', 'fields=name,mac'], { env: stage.env });
    expect(rowsOf(typed)).toHaveLength(2);
    expect(Object.keys(rowsOf(typed)[0] ?? {})).toEqual(['name', 'mac']);
    const json = await runJson([...call, 'device_type=ap', 'limit:=2', 'fields:=["name","mac"]'], { env: stage.env });
    expect(rowsOf(json)).toEqual(rowsOf(typed));
    const twice = await runJson([...call, 'device_type=ap', 'limit=2', 'fields=name', 'fields=mac'], {
      env: stage.env,
    });
    expect(rowsOf(twice)).toEqual(rowsOf(typed));
    const input = JSON.stringify({ device_type: 'ap', limit: 7, fields: ['name', 'mac'] });
    expect(rowsOf(await runJson([...call, '--input', '-', 'limit=2'], { env: stage.env, input }))).toEqual(
      rowsOf(typed),
    );
  });

  it.each([
    [['nonsense'], /Input 1 after the tool/],
    [['payload:={"psk": secretsecret}'], /payload:= holds no valid JSON/],
    [['--input', '/nonexistent'], /no such file/],
  ])('%j is refused without a request and without its value', async (args, sentence) => {
    const before = stage.cloud.requests.length;
    const { code, stdout, stderr } = await run(['call', 'search_device', ...args], { env: stage.env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('secretsecret');
    expect(stage.cloud.requests.length).toBe(before);
  });
});

describe('answers', () => {
  it("are the tool's, with its error as JSON", async () => {
    const { code, stdout } = await run(['call', 'mist_search_device', 'limt=2'], { env: stage.env });
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: expect.stringContaining('`limit`') });
    const shown = await run(['call', 'mist_search_device', 'limt=2', '--no-json'], { env: stage.env });
    expect(shown).toMatchObject({ code: 2, stdout: '' });
    expect(shown.stderr).toMatch(/^✗ mist_search_device has no input/);
  });

  it('are a table of whole columns that says which are left out and how to go on, by a command that does', async () => {
    const args = ['call', 'mist_search_device', 'device_type=ap', 'limit=3', '--timeout', '20'];
    const { stdout, code } = await run([...args, '--no-json'], { env: { ...stage.env, COLUMNS: '80' } });
    expect(code).toBe(0);
    const [head = '', ...lines] = stdout.split('\n');
    expect(head).toMatch(/^name +type +(?:model +)?mac .*status .*site$/);
    for (const line of [head, ...lines.slice(0, 3)]) expect(line.length).toBeLessThanOrEqual(80);
    expect(lines.slice(0, 3).join('')).not.toContain('…');
    expect(lines[0]).toMatch(/ [0-9a-f]{12} .* Zurich HQ$/);
    expect(stdout).toMatch(/^3 of \d+ rows\ncolumns: \d more \(device_id, .*: -o wide or fields=\*$/m);
    const wide = await run([...args, '-o', 'wide'], { env: { ...stage.env, COLUMNS: '80' } });
    expect(wide.stdout).toMatch(/^device_id +name .*site\b/);
    expect(wide.stdout).not.toContain('columns:');
    const [, words = ''] = /^more: mistmcp (.*)$/m.exec(stdout) ?? [];
    expect(words).toMatch(/ --timeout 20$/);
    const next = await runJson(
      words.split(' ').map((word) => word.replace(/^'|'$/g, '')),
      { env: stage.env },
    );
    const both = await runJson(['call', 'mist_search_device', 'device_type=ap', 'limit=6'], { env: stage.env });
    expect(rowsOf(next)).toEqual(rowsOf(both).slice(3));
  });

  it('are rows for other programs', async () => {
    const args = ['call', 'mist_search_device', 'device_type=ap', 'limit=2', 'fields=name,mac,site_id'];
    const names = await run([...args, '-o', 'name'], { env: stage.env });
    const csv = await run([...args, '-o', 'csv'], { env: stage.env });
    const rows = rowsOf(await runJson(args, { env: stage.env }));
    expect(names.stdout).toBe(`${rows.map(({ name }) => name).join('\n')}\n`);
    expect(csv.stdout).toBe(
      `name,mac,site_id\n${rows.map(({ name, mac, site_id }) => `${name},${mac},${site_id}`).join('\n')}\n`,
    );
    // Whoever reads two of many is told so, beside the rows.
    for (const { stderr, code } of [names, csv]) {
      expect(code).toBe(0);
      expect(stderr).toMatch(/^more: mistmcp call mist_get_next_page /);
    }
  });

  it('say how long ago a moment was, and color what is bad', async () => {
    const args = ['call', 'mist_search_alarms', 'scope=org', 'severity=critical', 'limit=1', '-o', 'table'];
    const { stdout } = await run(args, { env: { ...stage.env, FORCE_COLOR: '1' } });
    expect(stdout).toMatch(/^\d{4}-\d\d-\d\dT[\d:]{8}Z \d+(?:s|min|h|d) ago {2}/m);
    expect(stdout).toContain(' ago  \x1b[31mcritical\x1b[39m ');
  });

  it('are asked for again with --watch until one fails', async () => {
    const asked = (): number => stage.cloud.requests.filter(({ path }) => path === '/api/v1/self').length;
    const before = asked();
    const watched = run(['call', 'mist_get_self', 'action_type=account_info', '--watch', '1', '-o', 'name'], {
      env: { ...stage.env, MIST_APITOKEN: stage.cloud.tokens.read },
    });
    await expect.poll(() => asked() - before).toBeGreaterThan(1);
    const end = stage.cloud.fault({ kind: 'html', match: 'GET /api/v1/self' });
    const { code, stdout } = await watched;
    end();
    expect(code).toBe(1);
    expect(stdout.split('\n').length).toBeGreaterThan(2);
  });

  it('have a picture that --save writes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mistmcp-'));
    const file = join(folder, 'sle.png');
    const args = ['call', 'get_site_sle', 'site_id=Zurich HQ', 'scope=site', 'metric=coverage'];
    const done = await run([...args, 'object_type=summary_trend', '--save', file, '--call-cpu', '60'], {
      env: stage.env,
    });
    expect(done).toMatchObject({ code: 0, stderr: `written: ${file}\n` });
    expect(readFileSync(file).subarray(1, 4).toString()).toBe('PNG');
    expect(JSON.parse(done.stdout)).not.toHaveProperty('attachments');
    const none = await run(['call', 'search_device', '--save', file], { env: stage.env });
    rmSync(folder, { recursive: true });
    expect(none).toMatchObject({ code: 2, stdout: '' });
    expect(none.stderr).toContain('draws no picture');
  });

  it('hold every row with --all', async () => {
    const paged = await runJson(['call', 'mist_search_device', 'device_type=ap', 'limit=10', '--all'], {
      env: stage.env,
    });
    expect(paged).toMatchObject({ has_more: false, returned: paged.total });
    expect(rowsOf(paged)).toHaveLength(Number(paged.total));
    expect(paged).not.toHaveProperty('next');
    const walked = await runJson(['call', 'mist_search_device', 'device_type=ap', 'all_pages=true'], {
      env: stage.env,
    });
    expect(rowsOf(walked)).toEqual(rowsOf(paged));
  });

  it('have colors where somebody wants them only', async () => {
    const args = ['call', 'mist_get_self', 'action_type=account_info', '--no-json'];
    expect((await run(args, { env: stage.env })).stdout).not.toContain('\x1b');
    expect((await run(args, { env: { ...stage.env, FORCE_COLOR: '1' } })).stdout).toContain('\x1b[1m');
    expect((await run(args, { env: { ...stage.env, FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toContain('\x1b');
  });

  it('never hand a terminal what strangers put into names', async () => {
    const args = ['call', 'mist_search_client', 'client_type=wireless', 'limit=50', 'fields=*'];
    for (const form of ['--json', '--no-json']) {
      const { stdout } = await run([...args, form], { env: { ...stage.env, FORCE_COLOR: '1', COLUMNS: '4000' } });
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
    [['--enable-write-tools'], /Confirmation needs an interactive terminal/],
    [['--enable-write-tools', '--tools', 'devices'], /not among the tools/],
  ])('with %j are refused before anything is asked', async (flags, sentence) => {
    const before = stage.cloud.requests.length;
    const writing = { ...stage.env, MIST_APITOKEN: stage.cloud.tokens.write };
    const { code, stdout, stderr } = await run([...call, ...flags], { env: writing, input });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stage.cloud.requests.length).toBe(before);
  });

  it('are planned without anybody to ask, and nothing is sent', async () => {
    const before = stage.cloud.requests.length;
    const writing = { ...stage.env, MIST_APITOKEN: stage.cloud.tokens.write };
    const planned = ['call', 'mist_change_configuration_objects', '--input', '-', 'dry_run=true'];
    const plan = await runJson([...planned, '--enable-write-tools'], { env: writing, input });
    expect(plan).toMatchObject({ outcome: 'dry_run', would_send: { method: 'PUT' } });
    const sent = stage.cloud.requests.slice(before);
    expect(sent.filter(({ method }) => method !== 'GET')).toEqual([]);
    const watched = await run([...call, '--watch', '1', '--enable-write-tools'], { env: writing, input });
    expect(watched.stderr).toContain('--watch repeats');
  });

  it('are made unasked where the operator says so, if they are safe', async () => {
    const writing = { ...stage.env, MIST_APITOKEN: stage.cloud.tokens.write };
    const unasked = [...call, '--enable-write-tools', '--disable-elicitation'];
    const label = JSON.stringify({ ...update, payload: { sle_excluded: true } });
    const answer = await runJson(unasked, { env: writing, input: label });
    expect(answer).toMatchObject({ outcome: 'applied', verified: { confirmed: ['sle_excluded'] } });
    const refused = await run(unasked, { env: writing, input });
    expect(refused.code).not.toBe(0);
    expect(refused.stdout + refused.stderr).toMatch(/verdict on this change is UNSAFE/);
  });
});
