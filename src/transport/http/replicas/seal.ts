import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Closes texts so that only replicas with one of the keys can read or make them. Each purpose has keys of its own, so that
 * what was closed for one opens for no other.
 */
export class Seal {
  readonly #keys: readonly Buffer[];

  /** @param keys that replicas share, one at least; the first closes, all open */
  constructor(keys: readonly string[], purpose: string) {
    this.#keys = keys.map((key) => Buffer.from(hkdfSync('sha256', key, '', `mistmcp ${purpose}`, 32)));
  }

  /** @param boundTo what has to be given again to open it; it is not kept in it */
  close(text: string, boundTo: string): string {
    const [key] = this.#keys;
    if (!key) throw new Error('there is no key to seal with');
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(boundTo));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url');
  }

  /** @returns the text, or undefined for what was not closed here, was altered, or is bound to something else */
  open(sealed: string, boundTo: string): string | undefined {
    const bytes = Buffer.from(sealed, 'base64url');
    if (bytes.length < IV_BYTES + TAG_BYTES || bytes.toString('base64url') !== sealed) return undefined;
    for (const key of this.#keys) {
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES));
      decipher.setAAD(Buffer.from(boundTo)).setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const body = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES));
        return Buffer.concat([body, decipher.final()]).toString('utf8');
      } catch {
        // Another key may fit.
      }
    }
    return undefined;
  }
}
