import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { candidates } from '../../src/cli/completion.ts';
import { programOf } from '../../src/cli/program.ts';
import { command } from '../harness/command.ts';
import { run } from '../harness/run.ts';

const unread = () => expect.unreachable('completion reads no settings');
const program = programOf({ flags: [], load: unread, specLayer: unread }, () => {});

/** What may stand in the place of the last word. */
const offered = (...words: readonly string[]): string[] => candidates(program, words).map(({ value }) => value);

describe('candidates', () => {
  it.each([
    [[''], ['doctor', 'tools', 'call', 'schema', 'setup', 'remove', 'completion', 'serve']],
    [['do'], ['doctor']],
    [['--tra'], ['--transport']],
    [
      ['--transport', ''],
      ['stdio', 'http'],
    ],
    [['serve', '--port'], ['--port']],
    [['tools', 'mist_get_st'], ['mist_get_stats']],
    [['call', 'mist_get_st'], ['mist_get_stats']],
    [['call', 'mist_get_stats', 'stats'], ['stats_type=']],
    [['call', 'mist_get_stats', 'stats_type=org_o'], ['stats_type=org_ospf']],
    [
      ['call', '--demo', '--timeout', '5', 'mist_get_stats', 'device_type='],
      ['device_type=ap', 'device_type=switch', 'device_type=gateway'],
    ],
    [['call', 'mist_get_stats', '--ena'], ['--enable-write-tools']],
    [['call', '--tools', 'acc'], ['account']],
    [['call', 'mist_get_stats', '--port'], []],
    [['call', 'nope', ''], []],
    [
      ['schema', 'org_wlan'],
      ['org_wlan', 'org_wlans', 'org_wlantemplates'],
    ],
    [['schema', 'org_wlan', 'auth_server_s'], ['auth_server_selection']],
    [['doctor', '--try-clouds', 'api.eu'], ['api.eu.mist.com']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['setup', 'cur'], ['cursor']],
    [
      ['setup', '--scope', ''],
      ['user', 'project'],
    ],
  ])('%j', (words, expected) => {
    expect(offered(...words)).toEqual(expect.arrayContaining([...expected]));
    if (words.at(-1) !== '' || expected.length === 0) expect(offered(...words)).toHaveLength(expected.length);
  });

  it('come one a line with what they mean, without a cloud or a token', async () => {
    const { stdout, code } = await run(['__complete', '--', 'tools', 'mist_get_st'], {
      env: { MIST_HOST: 'http://127.0.0.1:9' },
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'mist_get_stats\tStatistics\n' });
  });

  it('do not offer an input twice', () => {
    const left = offered('call', 'mist_get_stats', 'stats_type=org', '');
    expect(left).toContain('org_id=');
    expect(left).not.toContain('stats_type=');
  });
});

describe('scripts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mistmcp-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'mistmcp');
  writeFileSync(file, `#!/bin/sh\nexec ${command.map((word) => `'${word}'`).join(' ')} "$@"\n`);
  chmodSync(file, 0o755);

  const hasBash = spawnSync('bash', ['-c', 'true']).status === 0;

  /** What bash would put in the place of what stands behind the cursor's last word break. */
  function inBash(line: string): string[] {
    const script = `source <(mistmcp completion bash); COMP_LINE=$1 COMP_POINT=\${#1}; _mistmcp; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script, 'bash', line], {
      env: { PATH: `${folder}:${process.env.PATH}` },
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stderr.replace(/.*compopt: not currently executing completion function\n/g, '')).toBe('');
    return stdout.split('\n').filter(Boolean);
  }

  it.skipIf(!hasBash)('of bash completes words, also behind =', () => {
    expect(inBash('mistmcp do')).toEqual(['doctor']);
    expect(inBash('mistmcp call mist_get_stats ')).toContain('stats_type=');
    expect(inBash('mistmcp call mist_get_stats stats_type=org_o')).toEqual(['org_ospf']);
  });

  it.skipIf(!hasBash)('of bash runs nothing of what was typed', () => {
    for (const text of ['$(touch pwned)', '`touch pwned`', '; touch pwned; ', "'; touch pwned'"]) {
      inBash(`mistmcp call ${text}`);
      expect(existsSync(join(folder, 'pwned'))).toBe(false);
    }
  });

  it.each(['bash', 'zsh', 'fish'])(
    'of %s hands words over, and has no syntax error where the shell is there',
    async (shell) => {
      const { stdout, code } = await run(['completion', shell]);
      expect(code).toBe(0);
      expect(stdout).toContain('mistmcp __complete -- ');
      expect(stdout).not.toMatch(/\beval\b/);
      const check = spawnSync(shell, ['-n'], { input: stdout, encoding: 'utf8' });
      if (check.error === undefined)
        expect({ status: check.status, stderr: check.stderr }).toEqual({ status: 0, stderr: '' });
    },
  );
});
