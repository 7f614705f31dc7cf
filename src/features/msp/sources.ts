import type { NamedObject } from '../../mist/directory.ts';
import { listMsps, listOrgs } from '../../mist/directory.ts';
import type { Session } from '../../mist/session.ts';
import type { ToolContext } from '../../tool/context.ts';
import type { Asker } from './ask.ts';

/** One token with what it leads to. */
export interface TokenSource {
  /** Name of its profile, where there are several. */
  readonly profile: string | undefined;
  readonly session: Session;
  readonly msps: readonly NamedObject[];
  readonly orgs: readonly NamedObject[];
  /** Why there may be more organizations; a sentence each. */
  readonly failures: readonly string[];
}

/** A profile that could not be asked at all. */
export interface SourceFailure {
  readonly profile: string | undefined;
  readonly reason: string;
  readonly error: unknown;
}

/** What all tokens of a call lead to. */
export interface Sources {
  readonly tokens: readonly TokenSource[];
  readonly failed: readonly SourceFailure[];
  /** Whether there are several profiles, so that rows say whose they are. */
  readonly several: boolean;
}

/** A sentence about one source, with its profile where there are several. */
export const about = (profile: string | undefined, sentence: string): string =>
  profile === undefined ? sentence : `Profile ${profile}: ${sentence}`;

/** Asks each token which MSPs and organizations it sees. One that cannot be asked leaves the others. */
export async function readSources(context: ToolContext, asker: Asker): Promise<Sources> {
  const { profiles, session } = context;
  const all = profiles ?? [{ name: undefined, session: async () => session }];
  const tokens: TokenSource[] = [];
  const failed: SourceFailure[] = [];
  const read = async (profile: string | undefined, open: () => Promise<Session>): Promise<void> => {
    try {
      const opened = await within(open(), asker.signal);
      const asking = { session: opened, signal: asker.signal };
      const { entries, failures } = await within(listOrgs(asking), asker.signal);
      const msps = await within(listMsps(asking), asker.signal);
      tokens.push({ profile, session: opened, msps, orgs: entries, failures });
    } catch (error) {
      failed.push({ profile, reason: asker.reasonOf(error), error });
    }
  };
  await Promise.all(all.map(({ name, session: open }) => read(name, open)));
  const order = (profile: string | undefined): number => all.findIndex(({ name }) => name === profile);
  return {
    tokens: tokens.sort((a, b) => order(a.profile) - order(b.profile)),
    failed: failed.sort((a, b) => order(a.profile) - order(b.profile)),
    several: profiles !== undefined,
  };
}

/** Ends waiting for what others wait for too when nobody waits here any more. */
function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
