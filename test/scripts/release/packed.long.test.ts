import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getMcpConfigForManifest, MANIFEST_SCHEMAS, unpackExtension, validateManifest } from '@anthropic-ai/mcpb';
import { transformSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packBundle } from '../../../scripts/release/bundle.ts';
import { ROOT, readIdentity } from '../../../scripts/release/identity.ts';
import { packPackage, type Tarball } from '../../../scripts/release/stage.ts';
import { isWriteTool } from '../../../src/tool/effect.ts';
import { tools } from '../../../src/tools/index.ts';
import { compile, linkNodeTypes } from '../../library/package.ts';
import { visit } from './application.ts';

const identity = readIdentity();
const reading = tools.filter((tool) => !isWriteTool(tool)).map(({ name }) => name);
const folder = mkdtempSync(join(tmpdir(), 'mistmcp-packed-'));
const home = join(folder, 'home');
const installed = join(folder, 'installed', 'node_modules', 'mistmcp');
// A file where a home folder should be: whatever is written there fails, even for root.
const env = { PATH: process.env.PATH ?? '', HOME: '/dev/null', npm_config_update_notifier: 'false' };
let tarball: Tarball;

beforeAll(() => {
  tarball = packPackage(folder);
  mkdirSync(join(folder, 'installed'));
  mkdirSync(home);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs npm where nothing is known of this project, without a network. */
const npm = (...args: string[]): string =>
  execFileSync('npm', [...args, '--offline', '--loglevel=error'], {
    cwd: join(folder, 'installed'),
    env: { ...env, HOME: home },
    encoding: 'utf8',
  });

/** Parts of the library under names of the bundler's, and what is there only where the specification was at hand. */
const OPTIONAL = /^dist\/library\/[\w-]+-[A-Z0-9]{8}\.js$|^generated\/descriptions\//;

describe('the npm package', () => {
  it('holds the specification’s sentences with their license, or neither', () => {
    const descriptions = tarball.files.filter((path) => path.startsWith('generated/descriptions/'));
    const both = ['generated/descriptions/LICENSE', 'generated/descriptions/prose.json'];
    expect([[], both]).toContainEqual(descriptions);
  });

  it('has a manifest without scripts and development packages, so that installing it prints no warning', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(tarball.path, '..', 'source', 'package.json'), 'utf8'));
    expect(manifest).not.toHaveProperty('scripts');
    expect(manifest).not.toHaveProperty('devDependencies');
    expect(manifest).toMatchObject({
      name: identity.name,
      bin: { mistmcp: 'dist/mistmcp.js' },
      mcpName: identity.mcpName,
    });
    const clean = join(folder, 'clean');
    mkdirSync(clean);
    const options = { cwd: clean, env: { ...env, HOME: home }, encoding: 'utf8' as const };
    const done = spawnSync('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball.path], options);
    expect(done).toMatchObject({ status: 0, stderr: '' });
  });

  it('holds the bundle, its assets, the generated facts, the schema of the policy and the licenses, and nothing else', () => {
    const known = tarball.files.filter((path) => !OPTIONAL.test(path));
    expect(known).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/THIRD-PARTY-LICENSES',
      'dist/chart.wasm',
      'dist/chart.woff2',
      'dist/generator.js',
      'dist/library/client.js',
      'dist/library/layer.js',
      'dist/library/package.json',
      'dist/library/types/generated/paths.d.ts',
      'dist/library/types/src/core/errors/input-error.d.ts',
      'dist/library/types/src/core/errors/mist-error.d.ts',
      'dist/library/types/src/library/client.d.ts',
      'dist/library/types/src/library/layer.d.ts',
      'dist/library/types/src/library/request.d.ts',
      'dist/library/types/src/library/secrets.d.ts',
      'dist/library/types/src/mist/clouds.d.ts',
      'dist/library/types/src/mist/http/client.d.ts',
      'dist/library/types/src/mist/http/exchange.d.ts',
      'dist/library/types/src/mist/http/failure.d.ts',
      'dist/library/types/src/mist/http/query.d.ts',
      'dist/library/types/src/mist/http/rate-limit/call-scope.d.ts',
      'dist/library/types/src/mist/http/send-by-fetch.d.ts',
      'dist/library/types/src/mist/paging/completeness.d.ts',
      'dist/library/types/src/mist/spec/operations.d.ts',
      'dist/library/types/src/mist/spec/routes.d.ts',
      'dist/library/types/src/mist/spec/schemas/document.d.ts',
      'dist/mistmcp.js',
      'dist/package.json',
      'dist/packages/charts.js',
      'dist/packages/command-line.js',
      'dist/packages/forms.js',
      'dist/packages/proxy.js',
      'dist/packages/redis.js',
      'dist/packages/sealing.js',
      'dist/packages/search.js',
      'dist/packages/telemetry.js',
      'dist/packages/toml.js',
      'dist/packages/validation.js',
      'dist/packages/websocket.js',
      'dist/parts/changes.js',
      'dist/parts/charts.js',
      'dist/parts/commands.js',
      'dist/parts/http.js',
      'dist/parts/plans.js',
      'dist/parts/questions.js',
      'dist/program.js',
      'dist/simulator.js',
      'dist/worker.js',
      'generated/operations.json',
      'generated/references.json',
      'generated/responses.json',
      'generated/routes.json',
      'generated/schemas.json',
      'package.json',
      'schemas/access.v1.schema.json',
      'schemas/audit-rules.v1.schema.json',
      'schemas/audit.v1.schema.json',
      'schemas/comparison.v1.schema.json',
      'schemas/config.v1.schema.json',
      'schemas/manifest.v1.schema.json',
      'schemas/plan.v1.schema.json',
      'schemas/policy.v1.schema.json',
    ]);
  });

  it('installs without a network or a script, and runs from where it is', async () => {
    npm('install', '--no-save', tarball.path);
    expect(readdirSync(join(folder, 'installed', 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      'mistmcp',
    ]);
    expect(npm('exec', '--no', 'mistmcp', '--', '--version')).toBe(`${identity.version}\n`);
    const bin = join(folder, 'installed', 'node_modules', '.bin', 'mistmcp');
    const seen = await visit({ command: bin, args: ['--demo'], cwd: '/', env });
    expect(seen.version).toBe(identity.version);
    expect(seen.tools).toEqual(reading);
    expect(seen.self).toMatchObject({ email: 'read@lakeside.example' });
  });

  it('has no dependency, and no script that npm runs at an installation', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).not.toHaveProperty('optionalDependencies');
    for (const script of ['preinstall', 'install', 'postinstall']) {
      expect(manifest).not.toHaveProperty(`scripts.${script}`);
    }
  });

  it('gives other programs the client, its types and the layer', () => {
    const project = join(folder, 'installed');
    linkNodeTypes(project);
    const text = [
      "import { createMistClient } from 'mistmcp/client';",
      "import { operations } from 'mistmcp/layer';",
      "import type { components } from 'mistmcp/openapi';",
      "const wlan: components['schemas']['wlan'] = { ssid: 'Guest' };",
      "const mist = createMistClient({ host: 'EMEA 01', token: 'unused-here' });",
      "console.log(wlan.ssid, operations['GET /api/v1/self'].effect, mist.calls.since_start);",
    ].join('\n');
    writeFileSync(join(project, 'program.mts'), text);
    compile(project, ['program.mts']);
    writeFileSync(join(project, 'program.mjs'), transformSync(text, { loader: 'ts' }).code);
    expect(execFileSync(process.execPath, ['program.mjs'], { cwd: project, encoding: 'utf8' })).toBe('Guest read 0\n');
  });

  it('names no folder of the machine it was built on, and no source map', () => {
    for (const file of tarball.files) {
      const text = readFileSync(join(installed, file), 'latin1');
      for (const path of [ROOT, ROOT.replace(/\/$/, ''), folder]) expect(text.includes(path), file).toBe(false);
      expect(text, file).not.toMatch(/sourceMappingURL=(data:|\S+\.map)/);
    }
  });

  it('carries the license of every package that it contains', () => {
    const notices = readFileSync(join(installed, 'dist/THIRD-PARTY-LICENSES'), 'utf8');
    for (const name of ['@modelcontextprotocol/server', 'ajv', 'pino', 'zod']) {
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
    }
    expect(notices).toContain('Permission is hereby granted');
    expect(/^(vitest|typescript|esbuild) \d/m.test(notices)).toBe(false);
  });
});

describe('the .mcpb bundle', () => {
  it('is valid, and starts as its manifest says', async () => {
    const output = join(folder, 'mistmcp.mcpb');
    const extensionPath = join(folder, 'extension');
    await packBundle(identity, tarball.path, join(folder, 'bundle'), output);
    expect(await unpackExtension({ mcpbPath: output, outputDir: extensionPath, silent: true })).toBe(true);
    expect(validateManifest(extensionPath)).toBe(true);

    const manifest = MANIFEST_SCHEMAS['0.2'].parse(
      JSON.parse(readFileSync(join(extensionPath, 'manifest.json'), 'utf8')),
    );
    expect(manifest).toMatchObject({ version: identity.version, user_config: { token: { sensitive: true } } });
    expect(manifest.tools?.map(({ name }) => name)).toEqual(tools.map(({ name }) => name));
    const start = await getMcpConfigForManifest({
      manifest,
      extensionPath,
      systemDirs: {},
      userConfig: { token: 'unused-in-the-demo' },
      pathSeparator: '/',
    });
    expect(start?.env).toEqual({
      MIST_APITOKEN: 'unused-in-the-demo',
      MIST_HOST: 'api.mist.com',
      MISTMCP_ENABLE_WRITE_TOOLS: 'false',
    });
    const { command = '', args = [] } = start ?? {};
    const seen = await visit({ command, args, cwd: '/', env: { ...env, ...start?.env, MISTMCP_DEMO: 'true' } });
    expect(seen.tools).toEqual(reading);
  });
});
