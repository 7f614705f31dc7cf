import { InputError } from '../core/errors/input-error.ts';
import { foldName } from '../core/fold-name.ts';
import { parseId } from '../core/ids.ts';
import { isRecord } from '../core/json.ts';
import { nearest } from '../core/nearest.ts';
import type { NamedObject } from '../mist/directory.ts';
import type { Session } from '../mist/session.ts';
import type { ChosenProfile, ProfileChoice } from '../server-setup.ts';

/** Organizations of a profile, as far as they are known. */
export interface ProfileOrgs {
  readonly entries: readonly NamedObject[];
  /** Why there may be more; a sentence each. */
  readonly failures: readonly string[];
}

/** A profile that can be used now. */
export interface OpenProfile {
  readonly session: Session;
  /** Whether nothing may be changed by it. */
  readonly readonly: boolean;
}

/** One of several profiles that somebody may use. */
export interface ProfileOption {
  readonly name: string;
  /** Ids of the only organizations that it leads to; all that its token sees where there is none. */
  readonly orgs: readonly string[];
  /** @throws InputError where it cannot be used now */
  open(): Promise<OpenProfile>;
  /** Organizations that it leads to; asked with its own token alone. */
  directory(): Promise<ProfileOrgs>;
}

/** Organizations that a token sees, cut to those that are meant; one whose name is unknown goes by its id. */
export function orgsOf(self: unknown, meant: readonly string[]): readonly NamedObject[] {
  const privileges = isRecord(self) && Array.isArray(self.privileges) ? self.privileges.filter(isRecord) : [];
  const seen = privileges.flatMap(({ org_id: id, org_name, scope, name }) => {
    if (typeof id !== 'string' || (meant.length > 0 && !meant.includes(id))) return [];
    return [[id, String(org_name ?? (scope === 'org' ? name : undefined) ?? id)] as const];
  });
  const all = new Map([...meant.map((id) => [id, id] as const), ...seen]);
  return [...all].map(([id, name]) => ({ id, name }));
}

/** An organization with the profile that leads to it. */
interface Candidate {
  readonly option: ProfileOption;
  readonly org?: NamedObject | undefined;
}

/** Candidates that an error lists at most. */
const SHOWN = 20;

/**
 * The profiles of somebody who has several: each call says which, by its name or by an organization that belongs to just
 * one of them. Which organizations there are is asked of each profile with its own token; what a call is about is asked
 * of none but the one that is found.
 */
export function choiceOf(options: readonly ProfileOption[]): ProfileChoice {
  return {
    names: options.map(({ name }) => name),
    all: options.map(({ name, open }) => ({ name, session: async () => (await open()).session })),
    async choose(raw, { input, takesOrg, takesNext }) {
      const { [input]: profile, ...args } = isRecord(raw) ? raw : {};
      const org = takesNext ? orgOfLink(args.url ?? args.next) : takesOrg ? args.org_id : undefined;
      const option = await optionOf(options, { profile, input, org, takesOrg });
      return { name: option.name, ...(await option.open()), args } satisfies ChosenProfile;
    },
  };
}

/** The organization in the path of a `next`; one of a site does not tell. */
const orgOfLink = (link: unknown): string | undefined =>
  typeof link === 'string' ? /\/api\/v1\/orgs\/([\da-f-]{36})[/?]/i.exec(link)?.[1] : undefined;

/** What of a call tells which profile it is about. */
interface Hint {
  readonly profile: unknown;
  /** Name of the input that names a profile. */
  readonly input: string;
  readonly org: unknown;
  /** Whether an organization could be named. */
  readonly takesOrg: boolean;
}

async function optionOf(
  options: readonly ProfileOption[],
  { profile, input, org, takesOrg }: Hint,
): Promise<ProfileOption> {
  const named = typeof profile === 'string' ? foldName(profile) : '';
  if (named !== '') {
    const option = options.find(({ name }) => foldName(name) === named);
    if (option) return option;
    throw new InputError(`\`${input}\` names none of your profiles.`, `Give one of them: ${namesOf(options)}.`);
  }
  const text = typeof org === 'string' ? org.trim() : '';
  if (text === '') {
    throw new InputError(
      'You have several profiles, and the call does not say which.',
      `Give ${takesOrg ? '`org_id`, or ' : ''}\`${input}\`: ${namesOf(options)}.`,
    );
  }
  const { matches, others, failures } = await lookUp(options, text);
  const [only] = matches;
  if (only && matches.length === 1) return only.option;
  if (only) {
    const isOne = new Set(matches.map(({ org: one }) => one?.id)).size === 1;
    throw new InputError(
      isOne
        ? `Several of your profiles lead to the organization ${quoted(text)}.`
        : `Several organizations of your profiles fit ${quoted(text)}.`,
      `Give \`${input}\` too${isOne ? '' : ', or the id'}: ${listed(matches)}.`,
    );
  }
  const close = nearest(
    text,
    others.map(({ org: one }) => one?.name ?? ''),
    3,
  );
  const candidates = others.filter(({ org: one }) => one && close.includes(one.name));
  throw new InputError(
    `None of your profiles has an organization ${quoted(text)}.`,
    [
      takesOrg && others.length > 0
        ? `Give one of: ${listed(candidates.length > 0 ? candidates : others)}.`
        : `Give \`${input}\`: ${namesOf(options)}.`,
      ...failures,
    ].join(' '),
  );
}

interface LookupResult {
  readonly matches: readonly Candidate[];
  readonly others: readonly Candidate[];
  readonly failures: readonly string[];
}

/** A profile that cannot be asked leaves the others; what it would have is then not known. */
async function lookUp(options: readonly ProfileOption[], text: string): Promise<LookupResult> {
  const id = parseId(text);
  const wanted = foldName(text);
  const found = await Promise.all(options.map((option) => candidatesOf(option, id)));
  const all = found.flatMap(({ candidates }) => candidates);
  const fits = ({ org }: Candidate): boolean => org !== undefined && (org.id === id || foldName(org.name) === wanted);
  return {
    matches: all.filter(fits),
    others: all.filter((candidate) => !fits(candidate)),
    failures: found.flatMap(({ failures }) => failures),
  };
}

async function candidatesOf(
  option: ProfileOption,
  id: string | undefined,
): Promise<{ candidates: readonly Candidate[]; failures: readonly string[] }> {
  // Where the operator has written the ids down, none of them has to be asked for.
  if (id !== undefined && option.orgs.length > 0) {
    const candidates = option.orgs.includes(id) ? [{ option, org: { id, name: id } }] : [];
    return { candidates, failures: [] };
  }
  try {
    const { entries, failures } = await option.directory();
    const whose = failures.map((failure) => `Profile ${option.name}: ${failure}`);
    return { candidates: entries.map((org) => ({ option, org })), failures: whose };
  } catch (error) {
    const why = error instanceof InputError ? error.what : error instanceof Error ? error.message : 'unknown';
    return { candidates: [], failures: [`The organizations of the profile ${option.name} are not known: ${why}`] };
  }
}

/** Characters of a name that an error repeats. */
const LONGEST = 80;

const quoted = (text: string): string => JSON.stringify(text.slice(0, LONGEST));

const namesOf = (options: readonly ProfileOption[]): string => options.map(({ name }) => name).join(', ');

function listed(candidates: readonly Candidate[]): string {
  const lines = candidates.slice(0, SHOWN).map(({ option, org }) => {
    const called = org === undefined || org.name === org.id ? '' : `${org.name} `;
    return `${option.name}: ${called}${org === undefined ? '' : `(${org.id})`}`;
  });
  return lines.join('; ') + (candidates.length > SHOWN ? ` and ${candidates.length - SHOWN} more` : '');
}
