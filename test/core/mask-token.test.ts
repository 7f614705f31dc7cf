import { describe, expect, it } from 'vitest';
import { withoutToken } from '../../src/core/mask.ts';

const TOKEN = 'q7Wc2LrT9vXn4KpB8sHd3FjM6gZy1AeU5oQi0RtN';

describe('a text without the token', () => {
  it.each(['', 'x', 'me:', 'abc'])('has it not in base64 either, behind %j', (before) => {
    for (const alphabet of ['base64', 'base64url'] as const) {
      const text = `sent ${Buffer.from(`${before}${TOKEN}:y`).toString(alphabet)} there`;
      const shown = withoutToken(text, TOKEN);
      expect(shown).toContain('[token]');
      const rest = shown.replaceAll('[token]', '').replace(/^sent | there$/g, '');
      expect(Buffer.from(rest, alphabet).toString('latin1')).not.toContain(TOKEN.slice(4, 12));
      expect(rest.length).toBeLessThan(16);
    }
  });

  it('has it not in the other alphabet either, whose signs are others', () => {
    const token = '>>>???~~~>>>???~~~>>>';
    for (const before of ['', 'x', 'xy']) {
      for (const alphabet of ['base64', 'base64url'] as const) {
        const text = Buffer.from(`${before}${token}`).toString(alphabet);
        expect(text).toMatch(alphabet === 'base64' ? /[+/]/ : /[-_]/);
        expect(withoutToken(`sent ${text}`, token)).toContain('[token]');
      }
    }
    expect(withoutToken('sent a%2Fb%2Fc%2Fd%2Fe', 'a/b/c/d/e')).toBe('sent [token]');
  });

  it('stays where the token is too short to be looked for', () => {
    expect(withoutToken('abcdefg and YWJjZGVmZw', 'abcdefg')).toBe('abcdefg and YWJjZGVmZw');
    expect(withoutToken('abcdefgh', 'abcdefgh')).toBe('[token]');
    expect(withoutToken('abcdefg', 'abcdefgh')).toBe('abcdefg');
  });

  it('is the very same where it holds none', () => {
    const text = Buffer.from('another text, long enough to hold a token of forty letters').toString('base64');
    expect(withoutToken(text, TOKEN)).toBe(text);
  });
});
