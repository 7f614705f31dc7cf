import { createHash } from 'node:crypto';
import type { CallerRecord } from '../tenant.ts';

/** Who signed in, as the provider's token says. */
export interface Caller {
  readonly issuer: string;
  readonly subject: string;
  /** For people to read; never a key, since it changes hands. */
  readonly name?: string | undefined;
  /** The application. */
  readonly client: string;
  readonly groups: readonly string[];
  readonly scopes: readonly string[];
}

/** What of a caller is put on record. */
export const recordOf = ({ issuer, subject, name, client }: Caller, profile: string | undefined): CallerRecord => ({
  issuer,
  subject,
  client,
  profile,
  name,
});

/**
 * Stands for one person with one set of rights, as `principalOf` does for a token: what was kept for somebody who might
 * do more, or something else, is nothing to who they are now.
 *
 * @param rights stands for the profiles and what may be done by them
 */
export function callerPrincipal({ issuer, subject }: Pick<Caller, 'issuer' | 'subject'>, rights: string): string {
  const whole = JSON.stringify([issuer, subject, rights]);
  return createHash('sha256').update(whole).digest('hex').slice(0, 32);
}
