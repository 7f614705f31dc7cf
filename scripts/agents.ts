// Real applications against the packed server: npm run agents [-- --folder FOLDER]
//
// Each program is installed from npm, at its version, into the folder (a scratch one unless given); one that cannot be
// had is skipped by name. What it needs of a network is npm's registry; its model is a stand-in on loopback.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { openAnthropicModel, type PlannedCall } from './agents/model.ts';
import { type AgentProgram, programs } from './agents/programs.ts';
import { packPackage, unpack } from './release/stage.ts';

const { values } = parseArgs({ options: { folder: { type: 'string' } } });
const scratch = mkdtempSync(join(tmpdir(), 'mistmcp-agents-'));
const folder = values.folder ?? scratch;
const ENDS_MS = 120_000;

const PLAN: readonly PlannedCall[] = [
  { tool: 'mist_search_device', input: { status: 'disconnected' } },
  { tool: 'mist_search_device', input: { limt: 1 } },
  {
    tool: 'mist_get_site_sle',
    input: {
      site_id: 'Zurich HQ',
      scope: 'site',
      metric: 'coverage',
      object_type: 'summary_trend',
      chart: true,
    },
  },
];

/** Runs a program to its end. @returns what it wrote */
function outputOf(bin: string, args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(bin, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: ENDS_MS });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
    }
    child.once('error', (error) => resolve(`${text}${error.message}`));
    child.once('close', () => resolve(text));
  });
}

/** Installs a program where it is not there yet. @returns its path, or undefined where it cannot be had */
function installed({ package: name, bin }: AgentProgram & { readonly bin: string }): string | undefined {
  const path = join(folder, 'node_modules', '.bin', bin);
  if (existsSync(path)) return path;
  try {
    mkdirSync(folder, { recursive: true });
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-save', '--prefix', folder, name], {
      stdio: 'pipe',
    });
  } catch {
    return undefined;
  }
  return existsSync(path) ? path : undefined;
}

const failures: string[] = [];
const note = (program: string, ok: boolean, text: string): void => {
  console.log(`${ok ? '✓' : '✗'} ${program}: ${text}`);
  if (!ok) failures.push(program);
};

/** Claude Code plays the plan: a list, an error, a picture; and its model gets a schema for every tool. */
async function playPlan(bin: string, env: NodeJS.ProcessEnv, home: string): Promise<void> {
  const model = await openAnthropicModel(PLAN);
  const keys = {
    ANTHROPIC_BASE_URL: model.url,
    ANTHROPIC_API_KEY: 'fake',
    DISABLE_TELEMETRY: '1',
    ENABLE_TOOL_SEARCH: 'false',
  };
  const args = ['-p', 'go', '--allowedTools', 'mcp__mistmcp', '--model', 'claude-sonnet-4-5'];
  const said = await outputOf(bin, args, { ...env, ...keys }, home);
  const mine = model.tools.filter(({ name }) => name.startsWith('mcp__mistmcp__'));
  const flat = mine.every(
    ({ schema }) => JSON.stringify(schema).startsWith('{') && !JSON.stringify(schema).includes('$ref'),
  );
  const [list = '', error = '', picture = ''] = model.results;
  note('Claude Code', mine.length >= 29 && flat, `${mine.length} tools with a flat schema reach the model`);
  note('Claude Code', list.includes('LON-S-AP-Openspace'), 'a list comes back');
  note('Claude Code', error.includes('Did you mean `limit`'), 'an error comes back with its advice');
  note('Claude Code', picture.includes('(image)'), `a picture comes back${picture ? '' : `: ${said.slice(0, 300)}`}`);
  await model.close();
}

try {
  const bundle = join(unpack(packPackage(join(scratch, 'pack')).path, join(scratch, 'server')), 'dist', 'mistmcp.js');
  for (const program of programs) {
    const bin = installed(program);
    if (bin === undefined) {
      console.log(`- ${program.client}: skipped, ${program.package} cannot be had`);
      continue;
    }
    const home = join(scratch, program.client);
    mkdirSync(home, { recursive: true });
    const path = `${dirname(process.execPath)}:${process.env.PATH ?? ''}`;
    const env = { PATH: path, HOME: home, TERM: 'dumb', NO_COLOR: '1', ...program.env };
    execFileSync(process.execPath, [bundle, 'setup', program.client, '--demo', '--yes'], {
      cwd: home,
      env,
      stdio: 'pipe',
    });
    const listed = await outputOf(bin, program.list, env, home);
    const ok = program.connected.test(listed);
    note(program.package, ok, ok ? 'reads the entry that setup wrote' : listed.slice(-300));
    if (program.client === 'claude-code') await playPlan(bin, env, home);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
if (failures.length > 0) process.exitCode = 1;
