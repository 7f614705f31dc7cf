import { describe, expect, it } from 'vitest';
import { checkPieces, parseBody } from '../../../src/mist/http/answer-body.ts';

const route = 'GET /api/v1/orgs/{org_id}/wlans';

describe('an answer of very many pieces', () => {
  it.each([
    ['empty objects', `[${'{},'.repeat(600_000)}{}]`],
    ['numbers', `[${'0,'.repeat(5_100_000)}0]`],
    ['names', `{${Array.from({ length: 120_000 }, (_, index) => `"n${index}":0`).join()}}`],
  ])('%s is refused before it is parsed, with what to ask instead', (_, text) => {
    expect(() => checkPieces(route, Buffer.from(text))).toThrow('has too many pieces to be read');
  });

  it('of any size is read while its pieces are those of an answer', () => {
    const rows = Array.from({ length: 2000 }, (_, index) => ({ id: String(index), note: '{[,:"'.repeat(2000) }));
    const text = JSON.stringify(rows);
    checkPieces(route, Buffer.from(text));
    expect(parseBody(route, text)).toEqual(rows);
  });
});
