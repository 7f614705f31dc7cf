import { type Cloud, clouds, parseCloud } from '../../mist/clouds.ts';

/** The clouds that a client may choose: the public regions and those that the operator has named. */
export interface CloudList {
  /** Chosen where a client names none. */
  readonly fallback: Cloud | undefined;
  /** @throws Error with one sentence that lists what may be named */
  choose(text: string): Cloud;
}

/** What a client names and what the operator has allowed, in one form: lower case, no scheme, portal as API host. */
const authorityOf = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '')
    .replace(/^manage\./, 'api.');

const isPlain = (text: string): boolean => /^[\x20-\x7e]{1,300}$/.test(text);

/**
 * Makes the list. Whatever a client writes, the origin that its token goes to comes from the spec or from the operator.
 *
 * @param named clouds that the operator allows besides the public ones
 * @param only whether just those count, as with the simulated cloud
 */
export function cloudList(named: readonly Cloud[], fallback: Cloud | undefined, only = false): CloudList {
  const choices = [...(only ? [] : clouds()), ...named];
  const list = [...new Set(choices.map(({ name }) => name))].join(', ');
  return {
    fallback,
    choose(text) {
      const authority = isPlain(text) ? authorityOf(text) : '';
      const own = named.find(({ name }) => authorityOf(name) === authority);
      if (own) return own;
      try {
        if (!only) return parseCloud(text);
      } catch {}
      throw new Error(`That is no cloud that this server may use. It may use: ${list}`);
    },
  };
}
