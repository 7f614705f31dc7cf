import { redact } from '../../tool/redact.ts';

/**
 * The name of an object, or undefined where there is a secret in it: some objects have no name, and are called by
 * another text that somebody wrote. What has no name is known by its id.
 */
export const displayName = (name: string | undefined): string | undefined =>
  name === undefined || redact(name) === name ? name : undefined;
