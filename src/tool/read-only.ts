import { InputError } from '../core/errors/input-error.ts';
import type { Policy } from './context.ts';

/**
 * The refusal of what would change something where nothing may be changed.
 *
 * @param what that is, such as `PUT /api/v1/sites/{site_id} is write`
 */
export const readOnlyError = (what: string, { readonlyProfile }: Pick<Policy, 'readonlyProfile'>): InputError =>
  readonlyProfile === undefined
    ? new InputError(
        `${what}, and this server runs without write tools; nothing was sent.`,
        'Whoever runs mistmcp can start it with --enable-write-tools and a token that may write.',
      )
    : new InputError(
        `${what}, and the profile ${readonlyProfile} is for reading; nothing was sent.`,
        'Ask whoever runs mistmcp to let the profile change something, with a token that may.',
      );
