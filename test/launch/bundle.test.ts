import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { version } from '../../src/core/version.ts';
import { readPng } from '../features/charts/png.ts';
import { command } from '../harness/command.ts';
import { initialize, startServer } from '../harness/process.ts';

const [, bundle = ''] = command;

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What a client sends to learn the tools. */
const LIST = [initialize, { id: 2, method: 'tools/list' }]
  .map((request) => `${JSON.stringify({ jsonrpc: '2.0', ...request })}\n`)
  .join('');

describe('the bundle', () => {
  const code = readFileSync(bundle, 'utf8');

  it('can be run as a command', () => {
    expect(code.startsWith('#!/usr/bin/env node\n')).toBe(true);
    expect(statSync(bundle).mode & 0o111).toBe(0o111);
    expect(execFileSync(bundle, ['--version'], { cwd: '/', encoding: 'utf8' })).toBe(`${version}\n`);
  });

  it('needs no package beside it', () => {
    const folder = dirname(bundle);
    const inFolder = (name: string) =>
      readdirSync(join(folder, name)).map((file) => `${name}/${file.replace(/\.js$/, '')}`);
    const packages = inFolder('packages').flatMap((name) => {
      const modules: unknown = createRequire(bundle)(`./${name}.js`);
      return Object.keys(Object(modules)).map((module) => `${name}:${module}`);
    });
    const divided = ['program', ...inFolder('parts')];
    const textOf = (name: string) => readFileSync(join(folder, `${name}.js`), 'utf8');
    const parts = divided.flatMap((name) =>
      [...textOf(name).matchAll(/"([\w@./-]+)":\(\)=>/g)].map(([, module]) => `${name}:${module}`),
    );
    // Modules of newer Node, and what is written in code that makes code, are not asked for; ws tries two packages that would make it faster, and does without them.
    const optional = /^(node:sqlite|bufferutil|utf-8-validate|ajv(-formats)?\/dist\/.*)$/;
    const own = ['./simulator.js', './generator.js', ...packages, ...parts];
    const files = ['mistmcp', 'simulator', 'generator', ...divided, ...inFolder('packages')];
    const asked = files.flatMap((file) =>
      [...textOf(file).matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = '']) => name),
    );
    expect(asked).toEqual(expect.arrayContaining(['parts/changes:src/features/api-catalog/invoke.ts']));
    expect(asked.filter((name) => !isBuiltin(name) && !own.includes(name) && !optional.test(name))).toEqual([]);
  });

  it('has each module of the source in one file alone, and in the program nothing of changes or commands', () => {
    const folder = dirname(bundle);
    const files = [
      'program',
      ...readdirSync(join(folder, 'parts')).map((file) => `parts/${file.replace(/\.js$/, '')}`),
    ];
    const homes = files.flatMap((file) =>
      [...readFileSync(join(folder, `${file}.js`), 'utf8').matchAll(/"(src\/[\w./-]+)"\(\)\{/g)].map(
        ([, module = '']) => ({ file, module }),
      ),
    );
    expect(homes.length).toBeGreaterThan(500);
    expect(new Set(homes.map(({ module }) => module)).size).toBe(homes.length);
    const started = homes.filter(({ file }) => file === 'program').map(({ module }) => module);
    expect(started).toContain('src/server.ts');
    const late = /^src\/(cli|clients|transport\/http|features\/(audit|effects|explain|find|plans))\//;
    expect(started.filter((module) => late.test(module) && !/\/[\w-]*routes\.ts$/.test(module))).toEqual([]);
  });

  it('lists its tools with no more of the generated layer than the routes and their effects', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mistmcp-small-'));
    try {
      for (const name of ['mistmcp.js', 'program.js', 'package.json'])
        cpSync(join(dirname(bundle), name), join(folder, 'dist', name));
      cpSync(join('generated', 'routes.json'), join(folder, 'generated', 'routes.json'));
      const output = execFileSync(process.execPath, [join(folder, 'dist', 'mistmcp.js'), '--enable-write-tools'], {
        encoding: 'utf8',
        input: LIST,
        env: { ...process.env, MIST_HOST: 'api.mist.com', MIST_APITOKEN: '' },
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      expect(output).toContain('mist_update_configuration_objects');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('holds of zod and of the protocol what it uses', () => {
    // The bundler sees what is taken of a namespace, and not what is taken of an object that holds one.
    const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const whole = files.filter((name) =>
      /^import \{[^}]*\bz\b[^}]*\} from 'zod'/m.test(readFileSync(join(ROOT, 'src', name), 'utf8')),
    );
    expect(files.length).toBeGreaterThan(100);
    expect(whole).toEqual([]);
    const program = readFileSync(join(dirname(bundle), 'program.js'), 'utf8');
    expect(program).toContain('InitializeRequestSchema');
    expect(program).not.toMatch(/\b(OpenIdProviderMetadataSchema=|function fromJSONSchema\()/);
  });

  it('keeps the validator of forms beside the program, for the first form', () => {
    const schema = { type: 'object', properties: { confirm: { type: 'boolean' } }, required: ['confirm'] };
    const code = `
      const [load] = Object.values(require(${JSON.stringify(join(dirname(bundle), 'packages', 'forms.js'))}));
      const check = new (load().AjvJsonSchemaValidator)().getValidator(${JSON.stringify(schema)});
      process.stdout.write(JSON.stringify([{ confirm: true }, { confirm: 'yes' }].map((value) => check(value).valid)));`;
    expect(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' })).toBe('[true,false]');
    const program = readFileSync(join(dirname(bundle), 'program.js'), 'utf8');
    expect(program).toContain('require("packages/forms:@modelcontextprotocol/server/validators/ajv")');
  });

  it('finds the generated layer and serves the simulated cloud', () => {
    const output = execFileSync(bundle, ['--demo'], {
      cwd: '/',
      encoding: 'utf8',
      input: LIST,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    expect(output).toContain('mist_get_self');
  });

  it('loads the simulated cloud for --demo alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mistmcp-without-'));
    try {
      cpSync(dirname(dirname(bundle)), folder, { recursive: true, dereference: true });
      rmSync(join(folder, 'dist', 'simulator.js'));
      const program = join(folder, 'dist', 'mistmcp.js');
      const run = (...args: string[]) =>
        spawnSync(process.execPath, [program, ...args], { cwd: '/', encoding: 'utf8', env: {}, input: LIST });
      expect(run().stdout).toContain('mist_get_self');
      expect(run('tools').stdout).toContain('mist_get_self');
      expect(run('--demo').stderr).toContain("Cannot find module './simulator.js'");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('draws a picture with what lies beside it', async () => {
    // As long as a busy machine needs for it.
    const server = startServer(['--demo', '--call-cpu', '60']);
    try {
      server.send(initialize);
      const args = {
        site_id: 'zurich hq',
        scope: 'site',
        metric: 'coverage',
        object_type: 'summary_trend',
        chart: true,
      };
      server.send({ id: 2, method: 'tools/call', params: { name: 'mist_get_site_sle', arguments: args } });
      const text = JSON.stringify(await server.answer(2));
      const data = /"data":"([^"]+)","mimeType":"image\/png"|"mimeType":"image\/png","data":"([^"]+)"/.exec(text);
      const { variety } = readPng(Buffer.from(data?.[1] ?? data?.[2] ?? '', 'base64'));
      expect(variety).toBeGreaterThan(20);
    } finally {
      server.child.kill('SIGKILL');
    }
  });
});
