import type { Client } from '../clients/client.ts';
import type { EntryOptions } from '../clients/entry.ts';
import { passesToken } from '../clients/token-instructions.ts';
import { readEnvironment } from '../config/environment.ts';
import { readProxy } from '../config/proxy.ts';
import { settings } from '../config/settings.ts';
import { readUserFile } from '../config/user-file.ts';
import { readVariables, type VariablesRead } from '../config/variables-file.ts';
import { workingFolder } from '../config/working-folder.ts';
import { type Cloud, parseCloud } from '../mist/clouds.ts';
import { createSession } from '../mist/session.ts';
import { parseToken } from '../mist/token.ts';
import { checkToken, type Identity } from './doctor/account.ts';
import { say } from './output.ts';
import type { ApplicationFlags } from './setup-flags.ts';

/** How long the cloud may take to say whose token it is, in milliseconds. */
const CHECK_MS = 15_000;

/** Asks a cloud once who a token is, over the proxy of the environment, and says it. */
export async function sayWhoIs(cloud: Cloud, token: string): Promise<Identity> {
  const surroundings = { env: process.env, cwd: workingFolder(), uid: process.getuid?.() };
  const proxy = readProxy(readEnvironment(surroundings, undefined).environment);
  const session = createSession({ cloud, token, proxy });
  const identity = await checkToken(session, AbortSignal.timeout(CHECK_MS));
  await session.client.close();
  const { found, remedy } = identity.check;
  say(remedy === undefined ? found : `${found}\n${remedy}`);
  return identity;
}

const tokenIn = (read: VariablesRead): string | undefined =>
  'variables' in read ? read.variables[settings.token.variable]?.trim() || undefined : undefined;

/** The token that a server of this entry gets, as far as it can be known here. */
export function tokenOfEntry(client: Client, { token, envFile, demo }: EntryOptions): string | undefined {
  if (demo) return undefined;
  if (token !== undefined) return token;
  if (envFile !== undefined) return tokenIn(readVariables(envFile));
  const given = process.env[settings.token.variable]?.trim() || undefined;
  if (passesToken(client)) return given;
  // An entry that passes none leaves it to the file of the user, which the server reads by itself.
  return tokenIn(readUserFile(process.env, process.getuid?.()));
}

/** The cloud to ask, where it is a public one or the person has named it here, and not only a file that others may write. */
function cloudToAsk({ cloud, envFile }: EntryOptions, flags: ApplicationFlags): Cloud | undefined {
  if (cloud === undefined) return undefined;
  try {
    const parsed = parseCloud(cloud, { operator: true });
    const named = flags.cloud ?? process.env[settings.cloud.variable];
    const own = named === undefined ? undefined : parseCloud(named, { operator: true });
    const known = parsed.region !== 'local' && parsed.region !== 'other';
    return known || own?.api === parsed.api || envFile !== undefined ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** What is known of a token by asking its cloud; `unasked` where there is none, or nobody to ask. */
export type TokenCheck = 'accepted' | 'rejected' | 'unreached' | 'unasked';

/** Asks the cloud of an entry about its token, once for the same pair. */
export class TokenChecks {
  readonly #known = new Map<string, TokenCheck>();

  async check(client: Client, options: EntryOptions, flags: ApplicationFlags): Promise<TokenCheck> {
    const cloud = cloudToAsk(options, flags);
    const text = tokenOfEntry(client, options);
    if (flags.check === false || flags.dryRun || cloud === undefined || text === undefined) return 'unasked';
    const token = tokenOr(text);
    if (token === undefined) return 'rejected';
    const key = `${cloud.api} ${token}`;
    const known = this.#known.get(key) ?? (await ask(cloud, token));
    this.#known.set(key, known);
    return known;
  }
}

function tokenOr(text: string): string | undefined {
  try {
    return parseToken(text);
  } catch (error) {
    say(`${error instanceof Error ? error.message : 'That is no token'}.`);
    return undefined;
  }
}

async function ask(cloud: Cloud, token: string): Promise<TokenCheck> {
  const { check, rejected } = await sayWhoIs(cloud, token);
  if (check.status === 'ok') return 'accepted';
  return rejected ? 'rejected' : 'unreached';
}
