import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceIdOf, isId, macOf, macProblem, parseId, parseMac, parseMacPiece } from '../../src/core/ids.ts';

const DEVICE = '00000000-0000-0000-1000-5c5b35000001';
const bytes = fc
  .uint8Array({ minLength: 6, maxLength: 6 })
  .map((six) => [...six].map((byte) => byte.toString(16).padStart(2, '0')));

describe('parseMac', () => {
  it('reads a MAC address in every notation', () => {
    fc.assert(
      fc.property(bytes, fc.boolean(), (six, upper) => {
        const plain = six.join('');
        const dotted = plain.replace(/(.{4})(?=.)/g, '$1.');
        for (const form of [plain, six.join(':'), six.join('-'), dotted, ` ${six.join(' ')} `, deviceIdOf(plain)]) {
          expect(parseMac(upper ? form.toUpperCase() : form)).toBe(plain);
        }
      }),
    );
  });

  it('takes the MAC address out of a device ID, with or without dashes', () => {
    expect(parseMac(DEVICE)).toBe('5c5b35000001');
    expect(parseMac(DEVICE.replaceAll('-', '').toUpperCase())).toBe('5c5b35000001');
  });

  it.each([
    ...['', 'printer', '5c5b350000011', 'gg:00:00:00:00:00', '../..', '5c%35', '5', '*', '5c5b3500000g', '5c_5b'],
    ...['5c5b35000001x', 'x5c5b35000001', '5c5b35', '83592ae0-6f17-4a83-a060-fa7db9d97a25'],
  ])('reads no MAC address in %j', (text) => {
    expect(parseMac(text)).toBeUndefined();
  });

  it('passes over blanks and line breaks around and inside', () => {
    expect(parseMac('\n 5c 5b 35 00 00 01\t')).toBe('5c5b35000001');
  });
});

describe('parseMacPiece', () => {
  it.each([
    ['5c:5b:35', '5c5b35'],
    ['5c5b35*', '5c5b35*'],
    ['*0A1B', '*0a1b'],
    ['*5C5B*', '*5c5b*'],
    ['5c5b3500000*', '5c5b3500000*'],
  ])('reads %s as a piece', (text, piece) => {
    expect(parseMacPiece(text)).toBe(piece);
  });

  it.each(['5c5b3500000', '5c5b350000011', '5', '*', '**5c', '5c*35', 'printer'])('reads no piece in %j', (text) => {
    expect(parseMacPiece(text)).toBeUndefined();
  });
});

describe('macProblem', () => {
  it.each([
    ['5c:5b:35:00:00:1', 'must be a MAC address (12 hex digits, not 11) or device ID'],
    ['5c5b350000012', 'must be a MAC address (12 hex digits, not 13) or device ID'],
    ['printer', 'must be a MAC address or device ID'],
    ['00000000-0000-0000-1000-5c5b3500001', 'must be a MAC address or device ID (32 hex digits, not 31)'],
    ['83592ae0-6f17-4a83-a060-fa7db9d97a25', 'must be a MAC address, or a device ID that holds one'],
  ])('says of %s: %s', (text, words) => {
    expect(macProblem(text)).toBe(words);
  });
});

describe('parseId', () => {
  it('reads an ID in either case, with or without dashes', () => {
    for (const text of [DEVICE, DEVICE.toUpperCase(), ` ${DEVICE} `, DEVICE.replaceAll('-', '')])
      expect(parseId(text)).toBe(DEVICE);
  });

  it.each(['', 'Main', `${DEVICE}0`, DEVICE.slice(1), '5c5b35000001'])('reads no ID in %j', (text) => {
    expect(parseId(text)).toBeUndefined();
  });

  it('is stricter than isId about nothing but the way an ID is written', () => {
    expect(isId(DEVICE)).toBe(true);
    expect(isId(DEVICE.replaceAll('-', ''))).toBe(false);
    expect(isId(`x${DEVICE}`)).toBe(false);
  });
});

describe('deviceIdOf and macOf', () => {
  it('are each the way back of the other', () => {
    expect(deviceIdOf('5C:5B:35:00:00:01')).toBe(DEVICE);
    expect(macOf(DEVICE.toUpperCase())).toBe('5c5b35000001');
  });

  it('leave other texts as they are', () => {
    for (const text of ['AP 1', '5c5b35', '83592AE0-6f17-4a83-a060-fa7db9d97a25']) {
      expect(deviceIdOf(text)).toBe(text);
      expect(macOf(text)).toBe(text);
    }
  });
});
