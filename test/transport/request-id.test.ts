import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { newRequest, traceIdOf } from '../../src/core/request-context.ts';
import { errorResult } from '../../src/tool/result.ts';
import { openHttpStage } from '../harness/http-stage.ts';
import { openStage, type Stage } from '../harness/stage.ts';
import { ask } from '../harness/wire.ts';

const folder = mkdtempSync(join(tmpdir(), 'mistmcp-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

let stage: Stage | undefined;
afterEach(() => stage?.close());

type Line = Readonly<Record<string, unknown>>;
const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));

describe('a request', () => {
  it('has its id in every line that is written for it, and in no other', async () => {
    stage = await openStage({ args: ['--debug'] });
    for (const action_type of ['account_info', 'api_usage']) await stage.call('mist_get_self', { action_type });
    const lines = linesOf(stage.stderr());
    const ids = new Set(lines.flatMap(({ request_id }) => (typeof request_id === 'string' ? [request_id] : [])));
    expect(ids.size).toBe(2);
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{10}$/);
      const said = lines.filter(({ request_id }) => request_id === id).map(({ msg }) => msg);
      expect(said).toEqual(['Mist API', 'Tool call']);
    }
    expect(lines.find(({ msg }) => String(msg).includes('is ready'))).not.toHaveProperty('request_id');
  });

  it('over http has the id that came with it, or one of its own, in the header of its answer', async () => {
    const http = await openHttpStage();
    const id = async (headers: Record<string, string>) => {
      const answer = await ask(http.url, { headers, body: '{}' });
      return answer.headers['x-request-id'];
    };
    expect(await id({ 'X-Request-Id': 'edge-7f3a.0001' })).toBe('edge-7f3a.0001');
    expect(await id({ traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` })).toBe('ab'.repeat(16));
    expect(await id({ 'X-Request-Id': 'two words' })).toMatch(/^[0-9a-f]{10}$/);
    expect(await id({})).not.toBe(await id({}));
    await http.close();
  });

  it.each(['2025-11-25', '2026-07-28'] as const)('of the %s protocol takes its id into the tool call', async (era) => {
    const log = join(folder, `${era}.log`);
    const server = await openStage({ era, args: ['--debug', '--log-file', log] });
    stage = server;
    const trace = 'ef'.repeat(16);
    const meta = { traceparent: `00-${trace}-${'cd'.repeat(8)}-01` };
    await server.client.callTool({ name: 'mist_get_self', arguments: { action_type: 'account_info' }, _meta: meta });
    expect(linesOf(readFileSync(log, 'utf8')).filter(({ request_id }) => request_id === trace)).toHaveLength(2);
  });

  it('names itself in the error that only the log explains', () => {
    const result = errorResult(new Error('internal words'), undefined, 'edge-1');
    expect(JSON.stringify(result)).toMatch(/log of mistmcp, in the lines of request edge-1\./);
    expect(JSON.stringify(result)).not.toContain('internal words');
  });

  it('keeps its form whatever is sent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (requestId, traceparent) => {
        const { id } = newRequest({ requestId, traceparent });
        expect(id).toMatch(/^[A-Za-z0-9][A-Za-z0-9._:=+/-]{3,63}$/);
      }),
    );
    for (const wrong of [
      '',
      '00',
      `ff-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`,
      `00-${'0'.repeat(32)}-${'cd'.repeat(8)}-01`,
    ]) {
      expect(traceIdOf(wrong)).toBeUndefined();
    }
  });
});

describe('the log file', () => {
  it('may be rotated by renaming or by truncating', async () => {
    const path = join(folder, 'server.log');
    stage = await openStage({ args: ['--debug', '--log-file', path] });
    const self = () => stage?.call('mist_get_self', { action_type: 'account_info' });
    const calls = (file: string): number =>
      linesOf(readFileSync(file, 'utf8')).filter(({ msg }) => msg === 'Tool call').length;
    await self();
    renameSync(path, `${path}.1`);
    await self();
    await self();
    expect([calls(`${path}.1`), calls(path)]).toEqual([1, 2]);
    writeFileSync(path, '');
    await self();
    expect(calls(path)).toBe(1);
    expect(readFileSync(path, 'utf8')).not.toContain('\0');
  });
});
