import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { programOf } from '../../src/cli/program.ts';
import { takeSettings } from '../../src/cli/settings.ts';
import { allSettings } from '../../src/config/settings.ts';
import { CORE_TOOLS } from '../../src/config/tools-setting.ts';
import { command } from '../harness/command.ts';
import { TOKEN } from '../harness/process.ts';
import { run, runJson } from '../harness/run.ts';

/** Every command that somebody can type. */
const COMMANDS = programOf(takeSettings([]).settings, () => {})
  .commands.map((one) => one.name())
  .filter((name) => !name.startsWith('_'));

describe('the command word', () => {
  it('is found by its neighbor when mistyped, and a likely token is not repeated', async () => {
    const mistyped = await run(['tolls']);
    expect(mistyped).toMatchObject({ code: 2, stdout: '' });
    expect(mistyped.stderr).toBe('mistmcp: Unknown command "tolls". Did you mean tools? See mistmcp help.\n');
    // Nobody should lose an entry by following a suggestion.
    for (const word of ['remov', 'reomve']) {
      expect((await run([word])).stderr).toBe(`mistmcp: Unknown command "${word}". See mistmcp help.\n`);
    }
    const token = await run([TOKEN]);
    expect(token.code).toBe(2);
    expect(token.stderr).not.toContain(TOKEN);
  });

  it('is listed by help and --help, in lines of 80 characters, with every setting once', async () => {
    const [word, flag] = await Promise.all([run(['help']), run(['--help'])]);
    expect(word).toEqual({ code: 0, stdout: flag.stdout, stderr: '' });
    expect(COMMANDS.length).toBeGreaterThan(15);
    for (const name of COMMANDS) {
      expect(word.stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    }
    for (const line of word.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    for (const { flag: long, variable = '' } of allSettings) {
      const named = long === undefined ? `      ${variable}\n` : `--${long}`;
      expect(word.stdout.split(new RegExp(`^ {2}(?:-\\w, | {4})${named.trim()}(?=[ \n])`, 'm'))).toHaveLength(2);
    }
  });

  it('has a help of its own flags with an example, which names the settings without listing them', async () => {
    const help = await run(['call', '--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(await run(['help', 'call'])).toEqual(help);
    for (const flag of ['--input', '--all', '--output', '--watch', '--save']) expect(help.stdout).toContain(flag);
    expect(help.stdout).toContain('Examples:\n  mistmcp call mist_search_device status=disconnected --demo');
    expect(help.stdout).toContain('mistmcp help');
    expect(help.stdout).not.toMatch(/--port|--log-format/);
    expect(await run(['help', 'nothing'])).toMatchObject({ code: 2, stdout: '' });
  });

  it.each(COMMANDS.filter((name) => !['serve', 'help', 'version'].includes(name)))(
    'has an example of its own in the help of %s',
    async (name) => {
      const { stdout, code } = await run(['help', name]);
      expect(code).toBe(0);
      expect(stdout).toMatch(new RegExp(`\nExamples?:\n  (?:source <\\()?mistmcp ${name}\\b`));
    },
  );

  it('is version too', async () => {
    const { stdout, code } = await run(['version']);
    expect({ stdout, code }).toEqual({ stdout: (await run(['--version'])).stdout, code: 0 });
  });

  it('stands behind -- where Node would else read the file of --env-file itself', async () => {
    const { code, stderr } = await run(['--', '--env-file', 'gone']);
    expect(code).toBe(2);
    expect(stderr).toContain('"gone", which cannot be read: no such file');
  });

  it('serve takes the flags of serving', async () => {
    const served = await run(['serve', '--prot', '1']);
    expect(served.code).toBe(2);
    expect(served.stderr).toContain('did you mean --port?');
  });

  it.each([
    [['call'], 'Missing required argument'],
    [['doctor', '--bogus'], "Unknown option '--bogus'"],
    [['schema', 'org_wlan', '--depth', 'x'], '--depth is a number'],
    [['tools', '--port', '1'], '--port is for serving only'],
    [['tools', '--timeout', '0'], '--timeout must be'],
    [['tools', 'nope'], 'No tool is called "nope"'],
    [['tools', 'get_stat'], 'Did you mean mist_get_stats'],
    [['completion', 'tcsh'], 'bash, zsh, fish'],
  ])('%j is refused with one sentence and code 2', async (args, sentence) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr).toMatch(/^mistmcp: [^\n]+\n$/);
  });

  it.skipIf(!existsSync('/dev/full'))('says that its output cannot be written (skipped without /dev/full)', () => {
    const { status, stderr } = spawnSync('sh', ['-c', '"$@" > /dev/full', 'sh', ...command, 'tools'], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'mistmcp: The output cannot be written: ENOSPC.\n' });
  });

  it('serving loads nothing of the commands', () => {
    const index = readFileSync(fileURLToPath(new URL('../../src/main.ts', import.meta.url)), 'utf8');
    expect(index.match(/^import .*$/gm)).toEqual(["import { ConfigError } from './config/error.ts';"]);
  });
});

describe('tools', () => {
  it('lists what the settings offer', async () => {
    const read = await runJson(['tools']);
    const all = await runJson(['tools', '--enable-write-tools']);
    const names = ({ tools }: Record<string, unknown>): unknown[] => (Array.isArray(tools) ? tools : []);
    expect(names(all).length).toBe(names(read).length + 3);
    expect(names(read)[0]).toMatchObject({ name: 'mist_get_self', effect: 'read', group: 'account' });
    const { stdout } = await run(['tools', '--no-json']);
    expect(stdout).toMatch(/^group +name +effect +title\naccount +mist_get_self +read +Account and API usage\n/);
    expect(stdout).toContain('3 more with other settings');
    const narrow = await run(['tools', '-o', 'table'], { env: { COLUMNS: '80' } });
    for (const line of narrow.stdout.split('\n').slice(0, -3)) expect(line.length).toBeLessThanOrEqual(80);
    // Nothing is cut, a title goes on in the next line.
    expect(narrow.stdout).not.toContain('…');
    expect(narrow.stdout).toMatch(/mist_list_upgrades +read +Firmware upgrades\n +and versions\n/);
  });

  it('lists a group or the preset, in every form', async () => {
    const { tools } = await runJson(['tools', 'events']);
    expect(tools).toMatchObject([{ name: 'mist_search_events' }, { name: 'mist_search_alarms' }]);
    const names = await run(['tools', 'Events', '-o', 'name']);
    expect(names.stdout).toBe('mist_search_events\nmist_search_alarms\n');
    const csv = await run(['tools', 'events', '-ocsv']);
    expect(csv.stdout).toMatch(/^name,title,effect,group,description\nmist_search_events,Events,read,events,"/);
    const core = await run(['tools', 'core', '-o', 'name']);
    expect(core.stdout.trim().split('\n').sort()).toEqual([...CORE_TOOLS].sort());
  });

  it('describes one, by its name with or without mist_', async () => {
    const described = await runJson(['tools', 'get-stats']);
    expect(described).toMatchObject({
      name: 'mist_get_stats',
      example: expect.stringMatching(/^mistmcp call mist_get_stats stats_type=.* --demo$/),
    });
    expect(described.inputs).toContainEqual(expect.objectContaining({ name: 'stats_type', required: true }));
    expect(described.routes).toContainEqual({
      stats_type: 'org',
      route: 'GET /api/v1/orgs/{org_id}/stats',
      effect: 'read',
    });
    const { stdout } = await run(['tools', 'mist_get_stats', '--no-json'], { env: { COLUMNS: '60' } });
    expect(stdout).toMatch(/^stats_type \* +string/m);
    // What an input means goes on in the next line.
    expect(stdout).toMatch(/^org_id +string +ID or exact name;.*\n +where the token/m);
  });
});

describe('schema', () => {
  it('answers as the tool does, readable as an outline', async () => {
    const answer = await runJson(['schema', 'org_wlan', 'auth']);
    expect(answer).toMatchObject({ schema: 'org_wlan', path: 'auth', json_schema: { type: 'object' } });
    const { stdout } = await run(['schema', 'org_wlan', '--search', 'vlan', '--no-json']);
    expect(stdout).toMatch(/^org_wlan\n {2}\S+/);
    expect(stdout).toContain('vlan_id');
    expect((await run(['schema', 'org_wlann'])).stderr).toContain('The nearest are org_wlan');
  });
});

describe('help, on a terminal of 80 columns', () => {
  it.each(['setup', 'remove', 'call', 'doctor', 'demo', 'tools', 'schema', 'completion', 'spec', 'serve'])(
    'of %s fits',
    async (name) => {
      const { stdout } = await run(['help', name], { env: { COLUMNS: '80' } });
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect(stdout).toMatch(/\n/);
    },
  );
});

describe('doctor and errors, in 80 columns', () => {
  it('go on in the next line instead of being cut by the terminal', async () => {
    const narrow = { env: { COLUMNS: '80', HOME: '/', MIST_HOST: 'http://127.0.0.1:9' } };
    const doctor = await run(['doctor', '--no-json'], narrow);
    const call = await run(['call', 'mist_search_device', 'limt=1', '--demo', '--no-json'], narrow);
    // A path without a blank stays whole: nobody could copy it in two pieces.
    const isTooLong = (line: string): boolean => line.length > 80 && line.trim().includes(' ');
    for (const text of [doctor.stdout, call.stderr]) expect(text.split('\n').filter(isTooLong)).toEqual([]);
    expect(doctor.stdout).toMatch(/\n {17}→ /);
    expect(call.stderr).toContain('Did you mean `limit`?');
  });
});
