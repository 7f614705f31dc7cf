import { inflateSync } from 'node:zlib';

const SIGNATURE = '89504e470d0a1a0a';

/** What a PNG says of itself; its picture data must be whole. */
export interface Png {
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  /** How many different bytes the unpacked picture has: an empty ground has a handful. */
  readonly variety: number;
}

/** Reads a PNG chunk by chunk. @throws Error when it is not one, or ends early */
export function readPng(bytes: Uint8Array): Png {
  const data = Buffer.from(bytes);
  if (data.subarray(0, 8).toString('hex') !== SIGNATURE) throw new Error('no PNG');
  const chunks: { type: string; body: Buffer }[] = [];
  for (let at = 8; at < data.length; ) {
    const length = data.readUInt32BE(at);
    chunks.push({
      type: data.subarray(at + 4, at + 8).toString('latin1'),
      body: data.subarray(at + 8, at + 8 + length),
    });
    at += length + 12;
  }
  const [header] = chunks;
  if (header?.type !== 'IHDR' || chunks.at(-1)?.type !== 'IEND') throw new Error('a PNG without beginning or end');
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ body }) => body));
  return {
    width: header.body.readUInt32BE(0),
    height: header.body.readUInt32BE(4),
    bytes: data.length,
    variety: new Set(inflateSync(packed)).size,
  };
}
