import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clientPages, installButtons } from '../../scripts/docs/clients.ts';
import { setupChange } from '../../src/clients/change.ts';
import type { Client, System } from '../../src/clients/client.ts';
import { clients } from '../../src/clients/clients.ts';
import { placeOf } from '../../src/clients/config-path.ts';
import { masked } from '../../src/clients/difference.ts';
import { entryOf, withAdded } from '../../src/clients/entry.ts';
import { cursorLink, vscodeLink } from '../../src/clients/links.ts';
import { programOf, wholeProgramOf, wordsOf } from '../../src/clients/program.ts';
import { entryOptions, type SetupFlags } from '../../src/clients/setup-options.ts';
import { isRecord } from '../../src/core/json.ts';
import { clientOf } from './client-of.ts';
import { entryAsRead, startOf } from './home.ts';

const npx = { target: { command: ['npx', '-y', 'mistmcp'] } };

const options = (id: string, flags: SetupFlags, env: NodeJS.ProcessEnv = {}, windows = false) =>
  entryOptions(clientOf(id), flags, { env, cwd: '/home/ana', windows, program: npx.target.command });

describe('where configurations are', () => {
  it.each<[string, System, string]>([
    ['claude-desktop', 'mac', '/home/ann/Library/Application Support/Claude/claude_desktop_config.json'],
    ['claude-desktop', 'windows', 'C:\\Users\\ann\\Roaming\\Claude\\claude_desktop_config.json'],
    ['claude-desktop', 'linux', '/xdg/Claude/claude_desktop_config.json'],
    ['vscode', 'windows', 'C:\\Users\\ann\\Roaming\\Code\\User\\mcp.json'],
    ['windsurf', 'windows', 'C:\\Users\\ann\\.codeium\\windsurf\\mcp_config.json'],
    ['cursor', 'linux', '/home/ann/.cursor/mcp.json'],
    ['claude-code', 'mac', '/home/ann/.claude.json'],
    ['codex', 'linux', '/codex/config.toml'],
    [
      'cline',
      'windows',
      'C:\\Users\\ann\\Roaming\\Code\\User\\globalStorage\\saoudrizwan.claude-dev\\settings\\cline_mcp_settings.json',
    ],
    ['zed', 'linux', '/xdg/zed/settings.json'],
    ['opencode', 'linux', '/xdg/opencode/opencode.json'],
    ['copilot-cli', 'mac', '/home/ann/.copilot/mcp-config.json'],
    ['devin-desktop', 'mac', '/home/ann/.config/devin/mcp_config.json'],
    ['devin-desktop', 'windows', 'C:\\Users\\ann\\Roaming\\devin\\mcp_config.json'],
  ])('%s on %s', (id, system, path) => {
    const env = { APPDATA: 'C:\\Users\\ann\\Roaming', XDG_CONFIG_HOME: '/xdg', CODEX_HOME: '/codex' };
    const home = system === 'windows' ? 'C:\\Users\\ann' : '/home/ann';
    expect(placeOf(clientOf(id), 'user', { env, system, home, cwd: '/', exists: () => false })).toBe(path);
  });

  it('Claude Desktop on Windows has a folder of its own as a package, and only there', () => {
    const folder = 'C:\\Users\\ann\\AppData\\Local\\Packages\\Claude_pzs8sxrjxfjjc\\LocalCache\\Roaming\\Claude';
    const around = { env: {}, home: 'C:\\Users\\ann', cwd: '/', exists: (path: string) => path === folder };
    const place = (system: System) => placeOf(clientOf('claude-desktop'), 'user', { ...around, system });
    expect(place('windows')).toBe(`${folder}\\claude_desktop_config.json`);
    expect(place('mac')).toContain('Application Support');
  });
});

describe('what starts the server', () => {
  const running = { node: '/opt/node/bin/node', env: {} };
  it.each([
    ['/root/.npm/_npx/1a2b/node_modules/mistmcp/dist/mistmcp.js', ['npx', '-y', 'mistmcp']],
    ['/opt/node/lib/node_modules/mistmcp/dist/mistmcp.js', ['npx', '-y', 'mistmcp']],
    ['/home/ann/p/node_modules/mistmcp/dist/mistmcp.js', ['node', '/home/ann/p/node_modules/mistmcp/dist/mistmcp.js']],
    ['/home/ann/mistmcp/dist/mistmcp.js', ['node', '/home/ann/mistmcp/dist/mistmcp.js']],
    ['/home/ann/mistmcp/src/main.ts', ['node', join('/home/ann/mistmcp/dist/mistmcp.js')]],
  ])('%s', (file, expected) => expect(programOf({ ...running, file })).toEqual(expected));

  it('with whole paths for an application that has no shell’s PATH', () => {
    const npx = '/opt/node/lib/node_modules/npm/bin/npx-cli.js';
    const exists = (path: string): boolean => path === npx;
    const whole = (file: string) => wholeProgramOf({ ...running, file }, exists);
    expect(whole('/root/.npm/_npx/1a2b/node_modules/mistmcp/dist/mistmcp.js')).toEqual([
      running.node,
      npx,
      '-y',
      'mistmcp',
    ]);
    const own = '/home/ann/mistmcp/dist/mistmcp.js';
    expect(whole(own)).toEqual([running.node, own]);
  });

  it('any other command line, with quotation marks', () => {
    expect(wordsOf(`"C:\\Program Files\\node.exe" --flag='a b' c`)).toEqual([
      'C:\\Program Files\\node.exe',
      '--flag=a b',
      'c',
    ]);
    expect(() => wordsOf('node "x')).toThrow('not closed');
    expect(() => wordsOf(' ')).toThrow('needs the program');
  });

  it('npx in a shell for Claude Code on Windows', () => {
    expect(options('claude-code', {}, {}, true).target).toEqual({ command: ['cmd', '/c', 'npx', '-y', 'mistmcp'] });
    expect(options('cursor', {}, {}, true).target).toEqual(npx.target);
  });
});

describe('flags', () => {
  it.each<[SetupFlags, NodeJS.ProcessEnv, string]>([
    [{ http: 'ftp://x' }, {}, 'address of a server'],
    [{ http: 'https://me:word@x/mcp' }, {}, 'without name and password'],
    [{ http: 'https://x', demo: true }, {}, '--demo does not go with --http'],
    [{ cloud: 'nowhere' }, {}, '--cloud: '],
    [{}, { MIST_HOST: 'nowhere' }, 'MIST_HOST: '],
    [{ withToken: true }, {}, 'not set'],
    [{ withToken: true, demo: true }, { MIST_APITOKEN: 'abc' }, 'does not go with --demo'],
    [{ withToken: true }, { MIST_APITOKEN: 'se cret' }, 'blank'],
  ])('%j', (flags, env, reason) => {
    expect(() => options('cursor', flags, env)).toThrow(reason);
    expect(() => options('cursor', flags, env)).not.toThrow(/se cret|word@/);
  });

  it('a file with the token stands alone: no reference that would hide it', () => {
    for (const client of clients) {
      const entry = entryOf(client, options(client.id, { envFile: 'mist.env' }));
      expect(startOf(entry).words).toEqual(['npx', '-y', 'mistmcp', '-e', '/home/ana/mist.env']);
      expect(JSON.stringify(entry)).not.toContain('MIST_APITOKEN');
    }
  });
});

describe('the cloud of an entry', () => {
  const hostIn = (client: Client, text: string): unknown => {
    const { env } = startOf(entryAsRead(client, text));
    return isRecord(env) ? env.MIST_HOST : undefined;
  };

  it.each(clients)('$title: is written even where nobody named one, and a named one stays', (client) => {
    const assumed = setupChange(client, '', options(client.id, {})).text;
    expect(hostIn(client, assumed)).toBe('api.mist.com');
    const named = setupChange(client, assumed, options(client.id, { cloud: 'EMEA 01' })).text;
    expect(hostIn(client, named)).toBe('api.eu.mist.com');
    expect(setupChange(client, named, options(client.id, {})).parts).toEqual([]);
  });

  it('is that of the file with the token, before that of the environment', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mistmcp-'));
    const envFile = join(folder, 'mist.env');
    writeFileSync(envFile, 'MIST_APITOKEN=x\nMIST_HOST=https://manage.eu.mist.com/admin\n');
    const env = { MIST_HOST: 'api.mist.com' };
    const found = [
      options('cursor', { envFile }, env).cloud,
      options('cursor', { envFile, cloud: 'APAC 01' }, env).cloud,
      options('cursor', { envFile: join(folder, 'later.env') }, env).cloud,
    ];
    rmSync(folder, { recursive: true });
    expect(found).toEqual(['api.eu.mist.com', 'api.ac5.mist.com', 'api.mist.com']);
  });

  it.skipIf(process.platform === 'win32')(
    'is that of the user’s own file where nothing else names one (skipped on Windows, which has no HOME)',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'mistmcp-'));
      mkdirSync(join(folder, '.config', 'mistmcp'), { recursive: true });
      writeFileSync(join(folder, '.config', 'mistmcp', 'env'), 'MIST_HOST=EMEA 01\n');
      const found = [{}, { MIST_HOST: 'api.mist.com' }].map(
        (env) => options('cursor', {}, { HOME: folder, ...env }).cloud,
      );
      rmSync(folder, { recursive: true });
      expect(found).toEqual(['api.eu.mist.com', 'api.mist.com']);
    },
  );

  it('is left to a server that runs already', () => {
    const { text } = setupChange(clientOf('cursor'), '', options('cursor', { http: 'https://x' }));
    expect(text).not.toContain('Cloud');
  });
});

it('a client that fills nothing in gets a place for the token', () => {
  const { text } = setupChange(clientOf('devin-desktop'), '', options('devin-desktop', { http: 'https://x' }));
  expect(JSON.parse(text).mcpServers.mistmcp).toEqual({
    url: 'https://x/mcp',
    headers: { Authorization: 'Bearer <your Mist API token>' },
  });
});

describe('the token', () => {
  const token = 'Qx7demo0token0Zk';

  it.each(clients)('$title: nowhere unless told to', (client) => {
    for (const flags of [{}, { http: 'https://x' }]) {
      const env = { MIST_APITOKEN: token };
      expect(setupChange(client, '', options(client.id, flags, env)).text).not.toContain(token);
      const told = options(client.id, { ...flags, withToken: true }, env);
      const { text, parts } = setupChange(client, '', told);
      expect(text.split(token)).toHaveLength(2);
      expect(JSON.stringify(masked(parts.map(({ after }) => after)))).not.toContain(token);
      // Said again without --with-token, the one that is there stays.
      expect(setupChange(client, text, options(client.id, flags, env)).parts).toEqual([]);
    }
  });

  it('and other secrets are hidden in what is shown', () => {
    const shown = masked({
      command: 'npx',
      args: ['x', '--header', 'Authorization: Bearer abc', 'https://u:abc@h/?key=abc&cloud=ok'],
      env: { A: 'abc', MIST_HOST: 'ok' },
      oauth: { clientSecret: 'abc' },
      timeout: 5,
    });
    expect(JSON.stringify(shown)).not.toContain('abc');
    expect(JSON.stringify(shown).match(/ok/g)).toHaveLength(2);
  });
});

describe('what a person has added to an entry', () => {
  it('stays, as far as it goes with the transport', () => {
    const client = clientOf('gemini-cli');
    const old = { command: 'x', args: ['--old'], env: { HTTPS_PROXY: 'p', MIST_APITOKEN: 'a' }, trust: true };
    expect(withAdded(entryOf(client, npx), old)).toEqual({
      command: 'npx',
      args: ['-y', 'mistmcp'],
      env: { HTTPS_PROXY: 'p', MIST_APITOKEN: '$MIST_APITOKEN' },
      trust: true,
    });
    const http = withAdded(entryOf(client, { target: { url: 'https://x/mcp' } }), old);
    expect(http).toEqual({
      httpUrl: 'https://x/mcp',
      headers: { Authorization: 'Bearer $MIST_APITOKEN' },
      trust: true,
    });
  });
});

describe('an entry as further applications read it', () => {
  const written = (id: string, flags: SetupFlags): unknown =>
    entryOf(clientOf(id), options(id, { cloud: 'api.eu.mist.com', ...flags }));
  it.each<[string, SetupFlags, object]>([
    [
      'opencode',
      {},
      {
        type: 'local',
        command: ['npx', '-y', 'mistmcp'],
        environment: { MIST_APITOKEN: '{env:MIST_APITOKEN}', MIST_HOST: 'api.eu.mist.com' },
        enabled: true,
      },
    ],
    ['copilot-cli', { demo: true }, { type: 'local', command: 'npx', args: ['-y', 'mistmcp', '--demo'], tools: ['*'] }],
    [
      'cline',
      { http: 'https://x' },
      {
        type: 'streamableHttp',
        url: 'https://x/mcp',
        headers: { Authorization: 'Bearer <your Mist API token>', 'X-Mist-Cloud': 'api.eu.mist.com' },
      },
    ],
  ])('%s with %j', (id, flags, entry) => expect(written(id, flags)).toEqual(entry));
});

describe('links and pages', () => {
  it('the link for VS Code asks for token and cloud', () => {
    const query = new URL(vscodeLink(clientOf('vscode'))).searchParams;
    const inputs = JSON.parse(query.get('inputs') ?? '');
    expect(inputs).toMatchObject([
      { id: 'mist_apitoken', password: true },
      { id: 'mist_host', default: 'api.mist.com' },
    ]);
    expect(JSON.parse(query.get('config') ?? '')).toMatchObject({ type: 'stdio', command: 'npx' });
  });

  it('the link for Cursor refers to the variable', () => {
    const config = Buffer.from(new URL(cursorLink(clientOf('cursor'))).searchParams.get('config') ?? '', 'base64');
    expect(JSON.parse(config.toString())).toEqual(entryOf(clientOf('cursor'), npx));
  });

  it('every client has a page with its places and what setup writes', () => {
    const pages = clientPages();
    expect(pages.size).toBe(clients.length + 1);
    for (const client of clients) {
      const page = pages.get(`docs/clients/${client.id}.md`) ?? '';
      expect(page).toContain(setupChange(client, '', { ...npx, cloud: 'api.eu.mist.com' }).text.trim());
      for (const path of [client.user.linux, client.project ?? '']) expect(page).toContain(path);
    }
    expect(installButtons().match(/\]\(https:/g)).toHaveLength(4);
  });
});
