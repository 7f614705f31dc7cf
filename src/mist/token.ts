import { createHash } from 'node:crypto';
import type { Cloud } from './clouds.ts';

/**
 * Takes a token as people paste it, with blanks around it or the header's word `Token` or `Bearer` before it.
 *
 * @returns the bare token, or undefined for an empty text
 * @throws Error when it holds what no token holds (blanks, commas, quotes, control or non-ASCII characters)
 */
export function parseToken(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^authorization\s*:\s*/i, '')
    .replace(/^(?:token|bearer)(\s+|$)/i, '');
  if (bare === '') return undefined;
  if (bare.includes(',')) {
    throw new Error(
      'The Mist API token is a list with commas; one server works with one token, so keep the one it shall use',
    );
  }
  if (/\s/.test(bare))
    throw new Error('The Mist API token holds a blank or a line break; paste the bare token, on one line');
  if (/^\$(env:|\{|[A-Z_]+$)/i.test(bare)) {
    throw new Error('The Mist API token is a placeholder that the application did not fill in: set its variable there');
  }
  if (!/^[A-Za-z0-9._~+/=:-]{1,4096}$/.test(bare)) {
    throw new Error('The Mist API token holds characters that no token has (quotes, control or special characters)');
  }
  return bare;
}

/**
 * Whose work it is: an opaque key for caches, queues, confirmations and records. Equal keys are the same principal, and
 * nothing else may be read from one. Today it is a digest of token and cloud, from which no token can be found.
 */
export type Principal = string;

/** Stands for token and cloud in cache keys and logs; the token cannot be found from it. */
export function principalOf(token: string | undefined, { api }: Pick<Cloud, 'api'>): Principal {
  const digest = createHash('sha256').update(`${token ?? ''}\n${api}`);
  return digest.digest('hex').slice(0, PRINCIPAL_DIGITS);
}

/** Hexadecimal digits of the digest that are kept: 128 bits, far beyond any accidental meeting of two tokens. */
const PRINCIPAL_DIGITS = 32;
