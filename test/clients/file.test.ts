import { lstatSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientOf } from './client-of.ts';
import { entryAsRead, type Home, openHome } from './home.ts';

const TOKEN = 'Qx7demo0token0never0seen0in0output0Zk';
const OTHER = 'sk-of-another-server';

const cursor = clientOf('cursor');
const config = `{
  // my servers
  "mcpServers": {
    "other": {"command":"x", "env": {"KEY": "${OTHER}"}}, // keep
  }
}
`;

describe('a client’s configuration file', () => {
  let home: Home;
  let path: string;
  beforeEach(() => {
    home = openHome();
    path = home.pathOf(cursor);
  });
  afterEach(() => home.close());

  it('is changed with a copy beside it, keeps its mode, and comes back with remove', () => {
    home.put(path, config, 0o640);
    const env = { MIST_APITOKEN: TOKEN, MIST_HOST: 'EMEA 01' };
    const first = home.run(['setup', 'Cursor', '--yes'], env);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(home.modeOf(path)).toBe(0o640);
    expect(home.read(path)).toContain('// keep');
    expect(entryAsRead({ ...cursor, format: 'jsonc' }, home.read(path)).env).toEqual({
      MIST_APITOKEN: `\${env:MIST_APITOKEN}`,
      MIST_HOST: 'api.eu.mist.com',
    });
    expect(home.beside(path)).toEqual(['mcp.json', 'mcp.json.bak-mistmcp']);
    expect(home.read(`${path}.bak-mistmcp`)).toBe(config);
    expect(home.modeOf(`${path}.bak-mistmcp`)).toBe(0o600);

    const again = home.run(['setup', 'cursor'], env);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Already so: /), stderr: '' });
    expect(again.stdout).toContain('Done. Start Cursor anew');
    const gone = home.run(['remove', 'cursor', '--yes'], env);
    expect(home.read(path)).toBe(config);
    expect(home.beside(path)).toEqual(['mcp.json']);
    expect(gone.stdout).toContain('Copies that setup kept were removed.');
    expect(home.run(['remove', 'cursor']).stdout).toMatch(/^Already so/);
    const said = first.stdout + again.stdout + gone.stdout;
    for (const secret of [TOKEN, OTHER]) expect(said).not.toContain(secret);
  });

  it('holds the token only with --with-token, for its owner alone, and keeps it', () => {
    home.put(path, config);
    const given = home.run(['setup', 'cursor', '--yes', '--with-token'], { MIST_APITOKEN: TOKEN });
    expect(given.code).toBe(0);
    expect(home.read(path)).toContain(TOKEN);
    expect(home.modeOf(path)).toBe(0o600);
    const more = home.run(['setup', 'cursor', '--yes', '--enable-write-tools']);
    expect(home.read(path)).toContain(TOKEN);
    const elsewhere = home.run(['setup', 'cursor', '--yes', '--http', 'http://mist.example.com']);
    expect(elsewhere.stdout).toContain('travels in clear');
    expect(home.read(path)).toContain('http://mist.example.com/mcp');
    expect(home.read(path)).not.toContain(TOKEN);
    expect(given.stdout + more.stdout + elsewhere.stdout).not.toContain(TOKEN);
  });

  it('is copied without the tokens in it, once, and copies of version 0.1 go', () => {
    const old = { command: 'uvx', env: { MIST_APITOKEN: TOKEN, LEVEL: 'x' } };
    const bridge = { command: 'npx', args: ['mcp-remote', 'https://h', '--header', `Authorization: Bearer ${TOKEN}2`] };
    const text = JSON.stringify({ mcpServers: { python: old, mistmcp: old, bridge } }, null, 2);
    home.put(path, text, 0o644);
    home.put(`${path}.bak-20260101T000000`, text);
    home.put(`${path}.bak-20260101T000000-2`, text);
    home.put(`${path}.bak-mine`, text);
    expect(home.run(['setup', 'cursor', '--yes', '--enable-write-tools']).code).toBe(0);
    expect(home.run(['setup', 'cursor', '--yes', '--demo']).code).toBe(0);
    expect(home.beside(path)).toEqual(['mcp.json', 'mcp.json.bak-mine', 'mcp.json.bak-mistmcp']);
    const copy = home.read(`${path}.bak-mistmcp`);
    expect(copy).not.toContain(TOKEN);
    expect(copy).toContain('<your Mist API token>');
    expect(JSON.parse(copy).mcpServers.python).toMatchObject({ command: 'uvx', env: { LEVEL: 'x' } });
  });

  it('is not copied where a token would stay, and remove takes copies away later too', () => {
    const escaped = TOKEN.replace('Q', '\\u0051');
    home.put(path, `{"mcpServers": {"mistmcp": {"command": "x", "env": {"MIST_APITOKEN": "${escaped}"}}}}`);
    const done = home.run(['setup', 'cursor', '--yes', '--enable-write-tools']);
    expect(done.stdout).toContain('No copy was kept: it would hold a token.');
    expect(home.beside(path)).toEqual(['mcp.json']);
    home.run(['remove', 'cursor', '--yes']);
    home.put(`${path}.bak-20260101T000000`, config);
    expect(home.run(['remove', 'cursor']).stdout).toContain('with --yes takes them away');
    expect(home.run(['remove', 'cursor', '--yes']).stdout).toContain('Copies that setup kept were removed.');
    expect(home.beside(path)).toEqual(['mcp.json']);
  });

  it('is only shown with --dry-run, and left alone without a terminal or --yes', () => {
    const dry = home.run(['setup', 'cursor', '--dry-run', '--demo']);
    expect(dry).toMatchObject({ code: 0, stderr: '' });
    expect(dry.stdout).toContain('+     "--demo"');
    const unasked = home.run(['setup', 'cursor', '--demo']);
    expect(unasked).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
    expect(() => home.read(path)).toThrow('ENOENT');
  });

  it('is written through a symbolic link', () => {
    const real = join(home.folder, 'dotfiles', 'cursor.json');
    home.put(real, config);
    mkdirSync(join(path, '..'));
    symlinkSync(real, path);
    expect(home.run(['setup', 'cursor', '--yes']).code).toBe(0);
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(home.read(real)).toContain('mistmcp');
    expect(home.beside(path)).toHaveLength(2);
    expect(home.beside(real)).toEqual(['cursor.json']);
  });

  it.each([
    ['{"mcpServers": ', 'line 1 is not valid JSON'],
    ['{"mcpServers": []}', 'mcpServers is not an object'],
  ])('%j is left alone, with the reason', (text, reason) => {
    home.put(path, text);
    const done = home.run(['setup', 'cursor', '--yes']);
    expect(done).toMatchObject({ code: 2, stderr: `mistmcp: ${path} was left alone: ${reason}.\n` });
    expect(home.read(path)).toBe(text);
    expect(home.beside(path)).toHaveLength(1);
  });

  it('is left alone where it was made read-only', () => {
    home.put(path, config, 0o444);
    const done = home.run(['setup', 'cursor', '--yes']);
    expect(done).toMatchObject({
      code: 2,
      stderr: `mistmcp: ${path} is read-only; nothing was written. Make it writable first.\n`,
    });
    expect(home.read(path)).toBe(config);
    expect(home.beside(path)).toHaveLength(1);
  });

  it('cannot be below a file', () => {
    home.put(join(path, '..'), 'a file');
    const done = home.run(['setup', 'cursor', '--yes']);
    expect(done).toMatchObject({ code: 2, stderr: `mistmcp: ${path} cannot be read: ENOTDIR.\n` });
    expect(home.run(['setup']).stdout).toContain(`cannot be read    ${path} cannot be read: ENOTDIR.\n`);
  });

  it('of a client with another name by now comes with a word about it', () => {
    expect(home.run(['setup', 'windsurf', '--dry-run', '--demo']).stdout).toMatch(/^Since June 2026 .*Devin Desktop/);
  });

  it('may be that of a project, or any other', () => {
    expect(home.run(['setup', 'codex', '--scope', 'project', '--demo', '--yes']).code).toBe(0);
    expect(home.read(join(home.folder, '.codex', 'config.toml'))).toContain('[mcp_servers.mistmcp]');
    expect(home.run(['setup', 'vscode', '--config', 'a/b.json', '--yes']).code).toBe(0);
    expect(entryAsRead(clientOf('vscode'), home.read(join(home.folder, 'a', 'b.json')))).toMatchObject({
      type: 'stdio',
    });
    const list = home.run(['setup']).stdout.split('\n');
    expect(list.find((line) => /^codex +project/.test(line))).toContain('mistmcp is there');
    expect(list.find((line) => /^windsurf +user/.test(line))).toContain('no file yet');
  });

  it('belongs to a client there is', () => {
    const done = home.run(['setup', 'cursr']);
    expect(done).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean cursor? There are: claude-desktop'),
    });
  });
});
