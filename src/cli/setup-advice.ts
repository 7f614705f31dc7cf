import type { Client } from '../clients/client.ts';
import { type EntryOptions, travelsInClear } from '../clients/entry.ts';
import { passesToken } from '../clients/token-instructions.ts';
import { settings } from '../config/settings.ts';
import { readVariables } from '../config/variables-file.ts';
import type { FileFlags } from './setup-flags.ts';

/** How long an address may take to answer, in milliseconds. */
const ADDRESS_MS = 3000;

/** What a person should think of before saying yes. */
export function cautions(
  client: Client,
  { target, token, cloud, demo, writeTools }: EntryOptions,
  { scope }: FileFlags,
): string[] {
  const shared = scope === 'project' && token !== undefined;
  const open = 'url' in target && travelsInClear(target.url);
  const assumed = cloud === undefined && !demo && 'command' in target;
  return [
    ...(assumed
      ? [
          `No cloud was named: unless the entry has one already, it gets ${settings.cloud.default}; --cloud names another.`,
        ]
      : []),
    ...(writeTools && !client.asks
      ? [`${client.title} is not known to show questions, so the tools that change things will not be offered there.`]
      : []),
    ...(shared ? ['Mind that the file of a project is often shared: this one will hold your token.'] : []),
    ...(open ? ['Mind that the token travels in clear to this address: it is neither https nor on this machine.'] : []),
  ];
}

/** What an entry still lacks before it answers for a network: the ends of a sentence, none where it is complete. */
export function missing(client: Client, options: EntryOptions): readonly string[] {
  const { demo, token, cloud, envFile, target } = options;
  if (demo) return [];
  const read = envFile === undefined ? undefined : readVariables(envFile);
  const inFile = read !== undefined && 'variables' in read && Boolean(read.variables[settings.token.variable]?.trim());
  const passed = client.asksForInputs || (passesToken(client) && Boolean(process.env[settings.token.variable]?.trim()));
  const hasToken = token !== undefined || (envFile === undefined ? passed : inFile);
  return [
    ...(hasToken
      ? []
      : [envFile === undefined ? 'it has no token yet' : `there is no MIST_APITOKEN in ${envFile} yet`]),
    ...(cloud === undefined && 'command' in target ? ['its cloud is a guess'] : []),
  ];
}

/** Whether a server answers at an address that somebody named; it is asked for its health, without a token. */
export async function answers(url: string): Promise<string> {
  try {
    const response = await fetch(new URL('/healthz', url), {
      redirect: 'error',
      signal: AbortSignal.timeout(ADDRESS_MS),
    });
    return response.ok
      ? `A server answers at ${url}.`
      : `${url} answers with status ${response.status}: is it mistmcp?`;
  } catch {
    return `Nothing answers at ${url} from here at the moment.`;
  }
}
