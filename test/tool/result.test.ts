import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors/input-error.ts';
import { MistError } from '../../src/core/errors/mist-error.ts';
import { errorResult, isForPeople, kindOfFailure, resultOf } from '../../src/tool/result.ts';

const said = (error: unknown, token?: string): unknown => {
  const { content, isError } = errorResult(error, token);
  expect(isError).toBe(true);
  expect(content).toHaveLength(1);
  const [first] = content;
  return JSON.parse(first?.type === 'text' ? first.text : '');
};

describe('an answer', () => {
  it('says the same as text and as an object', () => {
    expect(resultOf({ a: 1 }, 'json')).toEqual({
      content: [{ type: 'text', text: '{"a":1}' }],
      structuredContent: { a: 1 },
    });
    expect(resultOf({ a: 1 }, 'string')).toEqual({ content: [{ type: 'text', text: '{"a":1}' }] });
    for (const data of ['text', 7, null]) expect(resultOf(data, 'json').structuredContent).toEqual({ result: data });
  });

  it('with files has no object beside them', () => {
    const text = { uri: 'mistmcp://x', mimeType: 'text/csv', text: 'a' };
    expect(resultOf({ a: 1 }, 'json', [text, { mimeType: 'image/png', image: 'AAAA' }])).toEqual({
      content: [
        { type: 'text', text: '{"a":1}' },
        { type: 'resource', resource: text },
        { type: 'image', data: 'AAAA', mimeType: 'image/png' },
      ],
    });
  });

  it('that is many times too large is refused, to the character', () => {
    const data = { a: 'x'.repeat(400 - '{"a":""}'.length) };
    expect(resultOf(data, 'string', [], 10).isError).toBeUndefined();
    expect(() => resultOf({ a: `${data.a}x` }, 'string', [], 10)).toThrow('The answer has 401 characters');
    expect(() => resultOf(data, 'string')).not.toThrow();
  });
});

describe('an error', () => {
  it('says what happened, what the API said and what to do', () => {
    const whole = new MistError('rate_limited', 'Too many.', 'Wait.', {
      status: 429,
      detail: 'slow down',
      retryAfter: 7,
    });
    expect(said(whole)).toEqual({
      ...{ error: 'Too many.', api_said: 'slow down', status: 429, retry_after_seconds: 7, next_step: 'Wait.' },
    });
    expect(said(new MistError('network', 'No way.', 'Look.', { detail: '' }))).toEqual({
      error: 'No way.',
      next_step: 'Look.',
    });
    expect(said(new InputError('No.', 'Do.'))).toEqual({ error: 'No.', next_step: 'Do.' });
  });

  it('that was not made for people says nothing of itself', () => {
    for (const error of [new Error('token abc at https://x'), 'token abc', undefined, null]) {
      expect(said(error)).toEqual({
        error: expect.stringContaining('on its own account'),
        next_step: expect.stringMatching(/in the log of mistmcp\.$/),
      });
      expect(isForPeople(error)).toBe(false);
      expect(kindOfFailure(error)).toBe('defect');
    }
  });

  it('holds no token, no secret and no endless sentence', () => {
    const words = JSON.stringify(
      said(new InputError('Was a-long-token here?', 'https://me:word@host/'), 'a-long-token'),
    );
    expect(words).not.toMatch(/a-long-token|word@/);
    const long = JSON.stringify(said(new InputError('x'.repeat(3000), 'y'.repeat(2000))));
    expect(long).toContain('(1000 more characters)');
    expect(long).toContain('y'.repeat(2000));
  });

  it('shows the beginning of what the API said, masked before it is cut', () => {
    const detail = `${'x'.repeat(270)} {"psk":"hunter2-S3cret","pad":"${'y'.repeat(500)}"} a-long-token`;
    const { api_said } = Object(said(new MistError('bad_request', 'No.', 'Look.', { detail }), 'a-long-token'));
    expect(api_said).toMatch(/"psk":"••• masked by mistmcp \(psk\) •••…$/);
    expect(api_said.length).toBeLessThan(400);
    const edge = { detail: `${'x'.repeat(290)} a-long-token and more` };
    expect(JSON.stringify(said(new MistError('bad_request', 'No.', 'Look.', edge), 'a-long-token'))).not.toContain(
      'a-l',
    );
  });

  it('has a kind', () => {
    expect(kindOfFailure(new MistError('not_found', 'a', 'b'))).toBe('not_found');
    expect(kindOfFailure(new InputError('a', 'b'))).toBe('refusal');
    expect(isForPeople(new MistError('not_found', 'a', 'b'))).toBe(true);
    expect(isForPeople(new InputError('a', 'b'))).toBe(true);
  });
});
