import { cleanText } from '../core/clean-text.ts';
import { MistError, refused } from '../core/errors/mist-error.ts';
import { isMask, withoutToken } from '../core/mask.ts';
import { redact } from '../tool/redact.ts';

/**
 * A copy of a value without its secrets, each replaced by a mask that names it: for logs, tickets and messages. A value
 * without secrets comes back as it is. Secrets are known by the names around them, so give whole answers, not parts.
 */
export const maskSecrets = (value: unknown): unknown => redact(value);

const holdsMask = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.values(value).some(holdsMask) : isMask(value);

/**
 * Refuses to send what holds a mask: the cloud would store the mask as the secret.
 *
 * @throws MistError of kind `refused`
 */
export function checkNoMask(body: unknown): void {
  if (!holdsMask(body)) return;
  throw refused(
    'The body holds a mask in the place of a secret.',
    'Leave the member out, or read the object again without masks; nothing was sent.',
  );
}

/** An error as it may be printed: what the API said without secrets and token. */
export function printable(error: MistError, token: string | undefined): MistError {
  const { detail, ...more } = error.more;
  if (detail === undefined) return error;
  const shown = withoutToken(cleanText(String(redact(detail))), token);
  return new MistError(error.kind, error.what, error.advice, { ...more, detail: shown });
}
