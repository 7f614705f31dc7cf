import { type AccessList, parseAccess, readAccessText } from '../../../config/access-file.ts';
import type { Profile } from '../../../config/profile.ts';
import type { Grant } from '../../../mist/access-rights.ts';
import { ProfileTokens, type ProfileTokensSource } from '../../../profiles/tokens.ts';
import type { Caller } from './caller.ts';

/** What somebody may do by one profile, as the file has it. */
export interface ProfileRights {
  readonly profile: Profile;
  readonly grants: readonly Grant[];
}

interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** How often the file and the places of tokens are looked at; a volume that is swapped is not seen by watching it. */
const LOOK_MS = 30_000;

/**
 * The access file and the Mist tokens of its profiles, followed while the server runs: a file that cannot be used any
 * more changes nothing, and is told in the log.
 */
export class Access {
  readonly tokens: ProfileTokens;
  readonly #path: string;
  readonly #log: Log;
  #text: string;
  #list: AccessList;
  /** What was told of a file that cannot be used, so that it is told once. */
  #told: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #changed: () => void = () => {};

  /** @throws ConfigError when the file cannot be used */
  constructor(path: string, source: ProfileTokensSource, log: Log) {
    this.#path = path;
    this.#log = log;
    this.#text = readAccessText(path);
    this.#list = parseAccess(this.#text, path);
    this.tokens = new ProfileTokens(source, log);
    this.tokens.follow(this.#list.profiles);
  }

  start(everyMs: number = LOOK_MS): void {
    this.#timer = setInterval(() => {
      void this.look();
    }, everyMs);
    this.#timer.unref();
  }

  /** @param changed told that another file counts from now on */
  follow(changed: () => void): void {
    this.#changed = changed;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Reads the file and the tokens again. */
  async look(): Promise<void> {
    try {
      const text = readAccessText(this.#path);
      if (text !== this.#text) {
        this.#list = parseAccess(text, this.#path);
        this.#text = text;
        this.tokens.follow(this.#list.profiles);
        this.#log.info('The access file has changed and is in use', { rows: this.#list.rows.length });
        this.#changed();
      } else if (this.#told !== undefined) this.#log.info('The access file is as it was before, and in use');
      this.#told = undefined;
    } catch (error) {
      if (this.#told !== String(error)) {
        this.#log.warn('The access file has changed and cannot be used; the one before it counts', { error });
      }
      this.#told = String(error);
    }
    await this.tokens.look();
  }

  /** What somebody may do, by the name of the profile; in the order of the file. */
  rightsOf({ subject, groups }: Caller): ReadonlyMap<string, ProfileRights> {
    const { profiles, rows } = this.#list;
    const rights = new Map<string, ProfileRights>();
    for (const row of rows) {
      const isMeant = row.subject === subject || row.groups.some((group) => groups.includes(group));
      for (const name of isMeant ? row.profiles : []) {
        const profile = profiles.get(name);
        const sites = profile && meet(profile.sites, row.sites);
        if (!profile || !sites) continue;
        const grant = { write: row.role === 'write' && !profile.readonly, sites };
        rights.set(name, { profile, grants: [...(rights.get(name)?.grants ?? []), grant] });
      }
    }
    return rights;
  }
}

/** Sites that are in both lists, of which an empty one means all; undefined where none is. */
function meet(one: readonly string[], other: readonly string[]): readonly string[] | undefined {
  if (one.length === 0 || other.length === 0) return [...one, ...other];
  const both = one.filter((site) => other.includes(site));
  return both.length > 0 ? both : undefined;
}
