import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LogOptions, openLog } from '../../src/log.ts';

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
