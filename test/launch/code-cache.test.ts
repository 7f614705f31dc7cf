import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cacheFolder } from '../../src/launch/cache-folder.ts';
import { openCodeCache } from '../../src/launch/code-cache.ts';
import { endsCleanly, initialize, messages, startServer } from '../harness/process.ts';

const machine = { platform: process.platform, env: {}, uid: process.getuid?.() };
const code = randomBytes(5000);
const isRoot = machine.uid === 0;

let base = '';
let folder = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'mistmcp-cache-'));
  folder = join(base, 'mistmcp');
});
afterEach(() => rmSync(base, { recursive: true }));

const cache = (digest = 'one') => openCodeCache(folder, digest, machine);

/** The one file in the folder. */
const kept = (): string => join(folder, readdirSync(folder)[0] ?? '');

describe('the place', () => {
  it.each([
    ['linux', { HOME: '/home/a' }, '/home/a/.cache/mistmcp'],
    ['linux', { HOME: '/home/a', XDG_CACHE_HOME: '/x' }, '/x/mistmcp'],
    ['linux', { HOME: '/home/a', XDG_CACHE_HOME: 'relative' }, '/home/a/.cache/mistmcp'],
    ['darwin', { HOME: '/Users/a' }, '/Users/a/Library/Caches/mistmcp'],
    ['linux', {}, undefined],
    ['linux', { HOME: '' }, undefined],
    ['win32', { HOME: '/home/a' }, undefined],
    ['linux', { HOME: '/home/a', NODE_DISABLE_COMPILE_CACHE: '1' }, undefined],
  ] as const)('%s %j: %s', (platform, env, expected) => {
    expect(cacheFolder({ platform, env, uid: 1 })).toBe(expected);
  });
});

describe('kept code', () => {
  it('comes back as it was, in a folder and a file of the user alone', () => {
    cache().write(code);
    expect(cache().read()?.equals(code)).toBe(true);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(kept()).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it.each([
    ['truncated', (data: Buffer) => data.subarray(0, -100)],
    ['emptied', () => Buffer.alloc(0)],
    ['damaged in one bit', (data: Buffer) => Buffer.concat([Buffer.from([(data[0] ?? 0) ^ 1]), data.subarray(1)])],
    ['longer', (data: Buffer) => Buffer.concat([data, Buffer.from('x')])],
  ])('is ignored when %s', (_name, change) => {
    cache().write(code);
    writeFileSync(kept(), change(readFileSync(kept())));
    expect(cache().read()).toBeUndefined();
    cache().write(code);
    expect(cache().read()?.equals(code)).toBe(true);
  });

  it('of another program is another file', () => {
    cache('one').write(code);
    expect(cache('two').read()).toBeUndefined();
  });

  it.each([
    ['a folder that others may write to', () => chmodSync(folder, 0o777)],
    ['a file that others may write to', () => chmodSync(kept(), 0o622)],
  ])('is ignored in %s', (_name, open) => {
    cache().write(code);
    open();
    expect(cache().read()).toBeUndefined();
  });

  it.skipIf(!isRoot)('of another user is ignored (needs root to make one)', () => {
    cache().write(code);
    chownSync(kept(), 12_345, 12_345);
    expect(cache().read()).toBeUndefined();
    chownSync(kept(), 0, 0);
    chownSync(folder, 12_345, 12_345);
    expect(cache().read()).toBeUndefined();
  });

  it('is not looked for behind a link', () => {
    cache().write(code);
    const elsewhere = join(base, 'elsewhere');
    mkdirSync(elsewhere, { mode: 0o700 });
    writeFileSync(join(elsewhere, 'file'), readFileSync(kept()), { mode: 0o600 });
    const file = kept();
    rmSync(file);
    symlinkSync(join(elsewhere, 'file'), file);
    expect(cache().read()).toBeUndefined();
  });

  it('that cannot be written is done without', () => {
    writeFileSync(folder, 'a file in the way');
    expect(() => cache().write(code)).not.toThrow();
    expect(cache().read()).toBeUndefined();
  });
});

describe('the server', () => {
  /** Starts, is greeted, lists its tools, stays a while, and ends. @returns the list */
  async function visit(env: NodeJS.ProcessEnv): Promise<unknown> {
    const server = startServer([], { MIST_HOST: 'http://127.0.0.1:9', ...env });
    server.send(initialize);
    server.send({ id: 2, method: 'tools/list' });
    const list = await server.answer(2);
    if (env.XDG_CACHE_HOME) {
      for (let turn = 0; turn < 100; turn += 1) {
        if (readdirSync(base).includes('mistmcp') && readdirSync(folder).some((name) => name.endsWith('.code'))) break;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
    await endsCleanly(server, () => server.child.stdin.end());
    messages(server.stdout());
    return list;
  }

  it('keeps its compiled code, says the same with it, and replaces what is damaged', async () => {
    const env = { XDG_CACHE_HOME: base };
    const plain = await visit({});
    expect(await visit(env)).toEqual(plain);
    const size = statSync(kept()).size;
    expect(size).toBeGreaterThan(100_000);
    expect(await visit(env)).toEqual(plain);
    writeFileSync(kept(), readFileSync(kept()).fill(7, 1000, 2000));
    expect(await visit(env)).toEqual(plain);
  });

  it('keeps the compiled code of a part that was used, finds the same with it, and replaces what is damaged', async () => {
    const find = async (wait: boolean): Promise<unknown> => {
      const server = startServer(['--demo'], { XDG_CACHE_HOME: base });
      server.send(initialize);
      await server.answer(1);
      server.send({ id: 2, method: 'tools/call', params: { name: 'mist_find', arguments: { text: 'canteen AP' } } });
      const { result } = await server.answer(2);
      if (wait) await vi.waitFor(() => expect(part()).toBeDefined(), { timeout: 15_000, interval: 100 });
      await endsCleanly(server, () => server.child.stdin.end());
      return JSON.parse(JSON.stringify(result).replace(/\d+ (seconds?|minutes?) ago|\d{4}-[\d:.TZ-]+/g, 'then'));
    };
    const part = () =>
      readdirSync(base).includes('mistmcp')
        ? readdirSync(folder).find((name) => name.endsWith('-questions.code'))
        : undefined;
    const plain = await find(true);
    const file = join(folder, part() ?? '');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await find(false)).toEqual(plain);
    writeFileSync(file, readFileSync(file).fill(7, 1000, 2000));
    expect(await find(false)).toEqual(plain);
  });
});
