import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { version } from '../../src/version.ts';
import { readPng } from '../features/charts/png.ts';
import { command } from '../harness/command.ts';
import { initialize, startServer } from '../transport/process.ts';

const [, bundle = ''] = command;

describe('the bundle', () => {
  const code = readFileSync(bundle, 'utf8');

  it('can be run as a command', () => {
    expect(code.startsWith('#!/usr/bin/env node\n')).toBe(true);
    expect(statSync(bundle).mode & 0o111).toBe(0o111);
    expect(execFileSync(bundle, ['--version'], { cwd: '/', encoding: 'utf8' })).toBe(`${version}\n`);
  });

  it('needs no package beside it', () => {
    const rare: unknown = createRequire(bundle)('./rare.js');
    // Modules of newer Node, and what is written in code that makes code, are not asked for; ws tries two packages that would make it faster, and does without them.
    const optional = /^(node:sqlite|bufferutil|utf-8-validate|ajv(-formats)?\/dist\/.*)$/;
    const own = ['./rare.js', ...Object.keys(Object(rare))];
    for (const file of ['mistmcp.js', 'program.js', 'rare.js']) {
      const text = readFileSync(join(dirname(bundle), file), 'utf8');
      const needed = [...text.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = '']) => name);
      expect(needed.length).toBeGreaterThan(3);
      expect(needed.filter((name) => !isBuiltin(name) && !own.includes(name) && !optional.test(name))).toEqual([]);
    }
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

  it('draws a picture with what lies beside it', async () => {
    const server = startServer(['--demo']);
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
