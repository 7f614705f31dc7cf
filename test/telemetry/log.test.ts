import { mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openAudit } from '../../src/telemetry/audit-log.ts';
import { type LogOptions, openLog } from '../../src/telemetry/log.ts';

const TOKEN = 'q7Wc2LrT9vXn4KpB8sHd3FjM6gZy1AeU5oQi0RtN';

let lines: string[];
beforeEach(() => {
  lines = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => {
    lines.push(String(line));
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

const open = (options: Partial<LogOptions> = {}) => openLog({ debug: false, token: TOKEN, ...options });

describe('the log', () => {
  it('writes one JSON object a line', () => {
    open().info('hello', { count: 1 });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toEqual({ level: 'info', time: expect.any(String), msg: 'hello', count: 1 });
  });

  it('keeps debug lines for those who asked', () => {
    open().debug('quiet');
    open({ debug: true }).debug('loud');
    expect(lines.join('')).toMatch(/^\{"level":"debug".*loud/);
  });

  it('hides the token in sentences, details and errors', () => {
    const error = new Error(`outer ${TOKEN}`, { cause: new Error(`inner ${TOKEN}`) });
    open().warn(`sentence ${TOKEN}`, { deep: [{ value: `x${TOKEN}y` }], error });
    const line = lines.join('');
    expect(line).not.toContain(TOKEN);
    expect(line.match(/\[token\]/g)?.length).toBeGreaterThanOrEqual(4);
    expect(line).toContain('inner');
  });

  it('hides fields that hold credentials of any kind', () => {
    const secret = 'another-secret';
    open().info('request', {
      token: secret,
      authorization: secret,
      headers: { cookie: secret },
      request: { headers: { Authorization: secret }, token: secret, path: '/api/v1/self' },
    });
    expect(lines.join('')).not.toContain(secret);
    expect(lines.join('')).toContain('/api/v1/self');
  });

  it('takes no short text for a token', () => {
    open({ token: ':' }).info('hello');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: 'hello' });
  });
});

const folder = mkdtempSync(join(tmpdir(), 'mistmcp-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the form of a line', () => {
  it('is text where that was asked for, with the request and the day', () => {
    const file = join(folder, 'text.log');
    const log = open({ format: 'text', file });
    log.warn('two\nlines \u001b[31m', { request_id: 'abcd-1', count: 1 });
    expect(lines).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\dT\S+Z warn {2}\[abcd-1\] two lines {2}\[31m count=1\n$/),
    ]);
    expect(readFileSync(file, 'utf8')).toBe(lines[0]);
  });

  it('is text on a terminal and JSON in the file unless told', () => {
    const file = join(folder, 'auto.log');
    const { isTTY } = process.stderr;
    process.stderr.isTTY = true;
    open({ file }).info('hello');
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d info {2}hello\n$/);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ msg: 'hello' });
    open({ format: 'json' }).info('again');
    process.stderr.isTTY = isTTY;
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ msg: 'again' });
  });
});

describe('secrets besides the token', () => {
  it('are hidden too', () => {
    open({ secrets: ['proxy-password'] }).info('http://user:proxy-password@proxy', {
      error: new Error('proxy-password'),
    });
    expect(lines.join('')).not.toContain('proxy-password');
  });

  it.each(['json', 'text'] as const)('are hidden as %s writes them', (format) => {
    open({ secrets: ['pass"word\\proxy'], format }).info('with pass"word\\proxy', { at: 'pass"word\\proxy' });
    expect(lines.join('')).not.toMatch(/word|proxy/);
  });
});

describe('files', () => {
  it('are for their owner alone, and found again after a rotation', () => {
    const [log, audit] = [join(folder, 'server.log'), join(folder, 'audit.log')];
    const opened = open({ file: log });
    const record = openAudit(opened, audit);
    record.write({ request_id: 'first-1', tool: 'mist_update' });
    for (const path of [log, audit]) {
      expect(statSync(path).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600);
      renameSync(path, `${path}.1`);
    }
    record.write({ tool: 'mist_update' });
    for (const path of [log, audit]) expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(readFileSync(`${audit}.1`, 'utf8'))).toMatchObject({
      request_id: 'first-1',
      tool: 'mist_update',
    });
    expect(JSON.parse(readFileSync(audit, 'utf8'))).not.toHaveProperty('request_id');
  });

  it('whose folder has gone go on in the old place', () => {
    const place = mkdtempSync(join(folder, 'gone-'));
    const log = open({ file: join(place, 'server.log') });
    rmSync(place, { recursive: true });
    expect(() => log.info('still here')).not.toThrow();
  });
});
