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

  it('is the very same where it holds none', () => {
    const text = Buffer.from('another text, long enough to hold a token of forty letters').toString('base64');
    expect(withoutToken(text, TOKEN)).toBe(text);
  });
});
