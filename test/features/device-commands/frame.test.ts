import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFrame } from '../../../src/mist/stream/frame.ts';

const data = { session: 's', raw: 'line\n' };

describe('messages of the stream', () => {
  it.each([
    ['once', { event: 'data', channel: 'c', data }],
    ['twice', { event: 'data', channel: 'c', data: JSON.stringify(data) }],
    ['three times', { event: 'data', channel: 'c', data: JSON.stringify(JSON.stringify(data)) }],
  ])('data encoded %s', (_, message) => {
    expect(readFrame(JSON.stringify(message))).toMatchObject({
      event: 'data',
      channel: 'c',
      session: 's',
      raw: 'line\n',
    });
  });

  it('keeps text that only looks encoded', () => {
    expect(readFrame(JSON.stringify({ event: 'data', data: { session: 's', raw: '{"a":1}' } }))?.raw).toBe('{"a":1}');
    expect(readFrame(JSON.stringify({ event: 'data', session: 's', data: '"quoted"' }))).toMatchObject({
      raw: '"quoted"',
    });
    expect(readFrame(JSON.stringify({ data: { session: 's', raw: { up: 1 } } }))?.raw).toBe('{"up":1}\n');
  });

  it('knows the end and the reason of a refusal', () => {
    expect(readFrame('{"event":"data","data":"{\\"session\\":\\"s\\",\\"finished\\":true}"}')?.finished).toBe(true);
    expect(readFrame('{"event":"subscribe_failed","channel":"c","detail":"no"}')).toMatchObject({ detail: 'no' });
  });

  it('is undefined for anything that is no object, and never throws', () => {
    for (const text of ['', '<html>', '[1]', '12', 'null', '"text"', '{']) expect(readFrame(text)).toBeUndefined();
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readFrame(text)));
  });
});
