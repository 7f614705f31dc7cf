import type { ChangeCall } from './change-context.ts';

/**
 * The name of an object, or undefined where there is a secret in it: some objects have no name, and are called by
 * another text that somebody wrote. What has no name is known by its id.
 */
export const openly = ({ mask }: Pick<ChangeCall, 'mask'>, name: string | undefined): string | undefined =>
  name === undefined || mask(name) === name ? name : undefined;
