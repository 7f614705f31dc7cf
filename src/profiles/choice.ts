import { InputError } from '../core/errors/input-error.ts';
import { foldName } from '../core/fold-name.ts';
import { parseId } from '../core/ids.ts';
import { isRecord } from '../core/json.ts';
import type { Session } from '../mist/session.ts';
import type { ChosenProfile, ProfileChoice } from '../server-setup.ts';

/** One of several profiles that somebody may use. */
export interface ProfileOption {
  readonly name: string;
  /** Its session, or why there is none now. */
  readonly session: Session | { readonly problem: string };
  /** Organizations that it leads to, as far as they are known: id and name. */
  readonly orgs: readonly { readonly id: string; readonly name: string }[];
}

/** Organizations that a token sees, cut to those that are meant. */
export function orgsOf(self: unknown, meant: readonly string[]): ProfileOption['orgs'] {
  const privileges = isRecord(self) && Array.isArray(self.privileges) ? self.privileges.filter(isRecord) : [];
  const seen = privileges.flatMap(({ org_id: id, org_name, scope, name }) => {
    if (typeof id !== 'string' || (meant.length > 0 && !meant.includes(id))) return [];
    return [[id, String(org_name ?? (scope === 'org' ? name : '') ?? '')] as const];
  });
  const all = new Map([...meant.map((id) => [id, ''] as const), ...seen]);
  return [...all].map(([id, name]) => ({ id, name }));
}

const PROFILE = {
  type: 'string',
  description: 'Profile to ask with; needed where org_id does not tell it (self, constants, handles, next pages).',
} as const;

/**
 * The profiles of somebody who has several: each call says which, by its name or by an organization that belongs to
 * just one of them. None is ever tried to find out.
 */
export function choiceOf(options: readonly ProfileOption[]): ProfileChoice {
  const names = options.map(({ name }) => name);
  return {
    property: { ...PROFILE, enum: names },
    choose(raw) {
      const { profile, ...args } = isRecord(raw) ? raw : {};
      const { name, session } = optionOf(options, profile, args.org_id);
      if ('problem' in session) throw new InputError(session.problem, 'Ask whoever runs this server to see to it.');
      return { name, session, args } satisfies ChosenProfile;
    },
  };
}

function optionOf(options: readonly ProfileOption[], profile: unknown, org: unknown): ProfileOption {
  const named = options.find(({ name }) => name === profile);
  if (named) return named;
  if (profile !== undefined && profile !== null && profile !== '') {
    throw new InputError('`profile` names none of your profiles.', `Give one of them: ${listed(options)}.`);
  }
  const fitting = typeof org === 'string' && org.trim() !== '' ? options.filter(({ orgs }) => has(orgs, org)) : [];
  const [only, ...others] = fitting;
  if (only && others.length === 0) return only;
  throw only
    ? new InputError('`org_id` fits several of your profiles.', `Give \`profile\` too: ${listed(fitting)}.`)
    : new InputError(
        'You have several profiles, and the call does not say which.',
        `Give \`profile\`: ${listed(options)}.`,
      );
}

const has = (orgs: ProfileOption['orgs'], text: string): boolean =>
  orgs.some(({ id, name }) => id === parseId(text) || (name !== '' && foldName(name) === foldName(text)));

const listed = (options: readonly ProfileOption[]): string =>
  options
    .map(({ name, orgs }) => {
      const known = orgs.slice(0, 3).map((org) => org.name || org.id);
      return known.length > 0 ? `${name} (${known.join(', ')})` : name;
    })
    .join('; ');
