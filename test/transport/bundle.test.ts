import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { version } from '../../src/version.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bundle = `${root}dist/mistmcp.js`;

describe('the bundle', () => {
  let code = '';
  beforeAll(() => {
    execFileSync(process.execPath, ['scripts/build.js'], { cwd: root });
    code = readFileSync(bundle, 'utf8');
  });

  it('can be run as a command', () => {
    expect(code.startsWith('#!/usr/bin/env node\n')).toBe(true);
    expect(statSync(bundle).mode & 0o111).toBe(0o111);
    expect(execFileSync(bundle, ['--version'], { cwd: '/', encoding: 'utf8' })).toBe(`${version}\n`);
  });

  it('needs no package beside it', () => {
    const imported = [...code.matchAll(/^import .*? from "([^"]+)";$/gm)].map(([, name = '']) => name);
    expect(imported.length).toBeGreaterThan(3);
    expect(imported.filter((name) => !isBuiltin(name))).toEqual([]);
  });

  it('finds the generated layer and serves the simulated cloud', () => {
    const requests = [
      {
        id: 1,
        method: 'initialize',
        params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
      },
      { id: 2, method: 'tools/list' },
    ];
    const input = requests.map((request) => `${JSON.stringify({ jsonrpc: '2.0', ...request })}\n`).join('');
    const output = execFileSync(bundle, ['--demo'], {
      cwd: '/',
      encoding: 'utf8',
      input,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    expect(output).toContain('mist_get_self');
  });
});
