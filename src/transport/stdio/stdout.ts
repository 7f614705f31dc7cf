import { Writable } from 'node:stream';

/**
 * Keeps stdout for the protocol: from now on whatever else writes to it (a dependency's `console.log`) lands on stderr,
 * where it cannot break a message in two.
 *
 * @returns the real stdout; it emits `error` when the reader has gone
 */
export function reserveStdout(): Writable {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  stdout.write = stderr.write.bind(stderr);
  // The failure of a write arrives through its callback below; unheard here it would be an uncaught exception.
  stdout.on('error', () => {});
  return new Writable({
    decodeStrings: false,
    write: (chunk: string | Buffer, encoding, done) => {
      if (typeof chunk === 'string') write(chunk, encoding, done);
      else write(chunk, done);
    },
  });
}
