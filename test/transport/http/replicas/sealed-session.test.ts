import { describe, expect, it } from 'vitest';
import { Seal } from '../../../../src/transport/http/replicas/seal.ts';
import {
  GOOD_MS,
  openSealedSession,
  type SessionOpening,
  sealSession,
} from '../../../../src/transport/http/replicas/sealed-session.ts';

const [FIRST, SECOND] = ['k'.repeat(32), 'l'.repeat(32)];
const seal = new Seal([FIRST], 'session');

describe('a sealed text', () => {
  it('opens for whom it is bound to, by the keys and the purpose it was closed with', () => {
    const sealed = seal.close('a text', 'ann');
    expect(seal.open(sealed, 'ann')).toBe('a text');
    expect(seal.open(sealed, 'bob')).toBeUndefined();
    expect(new Seal([SECOND], 'session').open(sealed, 'ann')).toBeUndefined();
    expect(new Seal([FIRST], 'question').open(sealed, 'ann')).toBeUndefined();
    expect(sealed).not.toContain('text');
    expect(seal.open(seal.close('', ''), '')).toBe('');
  });

  it('is closed with the first key and opens with any', () => {
    const both = new Seal([SECOND, FIRST], 'session');
    expect(both.open(seal.close('x', 'ann'), 'ann')).toBe('x');
    expect(seal.open(both.close('x', 'ann'), 'ann')).toBeUndefined();
    expect(() => new Seal([], 'session').close('x', 'ann')).toThrow('no key');
  });

  it('is another one each time, and opens no more when a letter of it is another', () => {
    const sealed = seal.close('x', 'ann');
    expect(seal.close('x', 'ann')).not.toBe(sealed);
    for (let at = 0; at < sealed.length; at += 1) {
      const altered = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
      expect(seal.open(altered, 'ann')).toBeUndefined();
    }
    for (const text of ['', 'AAAA', `${sealed}=`, ` ${sealed}`, sealed.slice(0, -1), 'ä', 'A'.repeat(37)])
      expect(seal.open(text, 'ann')).toBeUndefined();
  });
});

describe('the id of a session', () => {
  const opening = (over: Partial<SessionOpening['params']> = {}, view: Partial<SessionOpening['view']> = {}) => ({
    params: {
      ...{ protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'app', version: '1.2' } },
      ...over,
    },
    view: { readonly: false, format: 'json' as const, ...view },
  });
  const again = (one: SessionOpening, now?: number) =>
    openSealedSession(seal, sealSession(seal, one, 'ann'), 'ann', ...(now === undefined ? [] : [now]));

  it('leads another replica to how it was opened', () => {
    expect(again(opening())).toEqual(opening());
    const asking = opening({ capabilities: { elicitation: { form: {}, url: { x: 1 }, other: {} }, roots: {} } });
    expect(again(asking)?.params.capabilities).toEqual({ elicitation: { form: {}, url: {} } });
    for (const capabilities of [undefined, 'x', { elicitation: 'x' }])
      expect(again(opening({ capabilities }))?.params.capabilities).toEqual({});
    expect(again(opening({}, { readonly: true, format: 'string' }))?.view).toEqual({
      readonly: true,
      format: 'string',
    });
  });

  it('keeps what asks with no way of its own apart from what cannot ask', () => {
    expect(again(opening({ capabilities: { elicitation: {} } }))?.params.capabilities).toEqual({ elicitation: {} });
  });

  it('holds the beginning of what the client calls itself', () => {
    const long = 'x'.repeat(100);
    expect(again(opening({ clientInfo: { name: long, version: long }, protocolVersion: long }))?.params).toEqual({
      ...{
        protocolVersion: 'x'.repeat(60),
        capabilities: {},
        clientInfo: { name: 'x'.repeat(60), version: 'x'.repeat(60) },
      },
    });
    for (const clientInfo of [undefined, 'x', { name: 7 }])
      expect(again(opening({ clientInfo, protocolVersion: 7 }))?.params).toEqual({
        ...{ protocolVersion: '', capabilities: {}, clientInfo: { name: 'client', version: '' } },
      });
  });

  it('is good for a week, and for whom it is bound to', () => {
    expect(again(opening(), Date.now() + GOOD_MS - 1000)).toBeDefined();
    expect(again(opening(), Date.now() + GOOD_MS + 1000)).toBeUndefined();
    expect(openSealedSession(seal, sealSession(seal, opening(), 'ann'), 'bob')).toBeUndefined();
    expect(sealSession(seal, opening(), 'ann')).not.toBe(sealSession(seal, opening(), 'ann'));
  });

  it.each([{}, ['x'], [Date.now(), '', '', 0, 'client', [0, 'json']], [Date.now(), '', '', 0, ['a', 'b'], 'view']])(
    'is none where %j was sealed',
    (value) => {
      expect(openSealedSession(seal, seal.close(JSON.stringify(value), 'ann'), 'ann')).toBeUndefined();
    },
  );
});
