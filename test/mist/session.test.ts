import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parseCloud } from '../../src/mist/clouds.ts';
import { createSession } from '../../src/mist/session.ts';
import { parseToken } from '../../src/mist/token.ts';

const TOKEN = 'h1dden-Token_value.123';
const cloud = parseCloud('api.mist.com');

describe('a session', () => {
  it('knows its token but never shows it', () => {
    const session = createSession({ cloud, token: TOKEN });
    expect(session.token).toBe(TOKEN);
    const shown = [
      JSON.stringify(session),
      JSON.stringify({ session, client: session.client }),
      inspect(session, { showHidden: true, depth: 10, getters: true }),
      inspect({ deep: [session.client] }, { showHidden: true, depth: 10 }),
      String(session),
      JSON.stringify({ ...session }),
      JSON.stringify(Object.entries(session)),
    ].join('\n');
    expect(shown).not.toContain(TOKEN);
    expect(shown).toContain(session.principal);
  });

  it('has a principal that stands for token and cloud together', () => {
    const principal = (token: string | undefined, host = 'api.mist.com') =>
      createSession({ cloud: parseCloud(host), token }).principal;
    expect(principal(TOKEN)).toBe(principal(`Token ${TOKEN} `));
    expect(principal(TOKEN)).toMatch(/^[0-9a-f]{32}$/);
    const all = [principal(TOKEN), principal(TOKEN, 'api.eu.mist.com'), principal(`${TOKEN}x`), principal(undefined)];
    expect(new Set(all).size).toBe(4);
  });
});

describe('a token over two lines or words', () => {
  it('is told apart from one with wrong characters', () => {
    expect(() => parseToken('abc def')).toThrow(/blank or a line break/);
    expect(() => parseToken(['$', '{env:MIST_APITOKEN}'].join(''))).toThrow(
      /placeholder that the application did not fill in/,
    );
    expect(() => parseToken('$MIST_APITOKEN')).toThrow(/placeholder/);
    expect(() => parseToken('abc, def')).toThrow(/list with commas/);
    expect(() => parseToken('"abc"')).toThrow(/characters that no token has/);
  });
});

describe('a token', () => {
  it('is taken as people paste it', () => {
    for (const text of [
      TOKEN,
      ` ${TOKEN}\n`,
      `Token ${TOKEN}`,
      `token  ${TOKEN}`,
      `Authorization: Token ${TOKEN}`,
      `Bearer ${TOKEN}`,
    ]) {
      expect(parseToken(text)).toBe(TOKEN);
    }
    expect(parseToken('')).toBeUndefined();
    expect(parseToken('Token ')).toBeUndefined();
  });

  it('that cannot be one is refused without being shown', () => {
    for (const text of [
      `${TOKEN} x`,
      `${TOKEN}, ${TOKEN}`,
      `${TOKEN},`,
      `${TOKEN}\r\nX-Evil: 1`,
      `"${TOKEN}"`,
      `${TOKEN}\u0000`,
      `${TOKEN}é`,
      'x'.repeat(5000),
    ]) {
      const open = () => createSession({ cloud, token: text });
      expect(open).toThrow(/API token/);
      expect(open).not.toThrow(TOKEN);
    }
  });
});
