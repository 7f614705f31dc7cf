import type { Client } from '../clients/client.ts';
import { type EntryOptions, travelsInClear } from '../clients/entry.ts';
import { settings } from '../config/settings.ts';
import { type TokenCheck, tokenOfEntry } from './setup-check.ts';
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
export function missing(
  client: Client,
  options: EntryOptions,
  { token, address }: { readonly token: TokenCheck; readonly address: AddressAnswer | undefined },
): readonly string[] {
  const { demo, cloud, envFile, target } = options;
  if (demo) return [];
  const hasToken = client.asksForInputs === true || tokenOfEntry(client, options) !== undefined;
  const noToken = envFile === undefined ? 'it has no token yet' : `there is no MIST_APITOKEN in ${envFile} yet`;
  const noCloud = 'command' in target ? 'its cloud is a guess' : 'it names no cloud (--cloud)';
  return [
    ...(hasToken ? [] : [noToken]),
    ...(cloud === undefined ? [noCloud] : []),
    ...(token === 'unreached' ? ['its cloud could not be asked about the token'] : []),
    ...(address && !address.ok ? ['no server answers at its address'] : []),
  ];
}

/** What came of trying an address. */
export interface AddressAnswer {
  readonly ok: boolean;
  readonly sentence: string;
}

/** Whether a server answers at an address that somebody named; it is asked for its health, without a token. */
export async function tryAddress(url: string): Promise<AddressAnswer> {
  try {
    const response = await fetch(new URL('/healthz', url), {
      redirect: 'error',
      signal: AbortSignal.timeout(ADDRESS_MS),
    });
    const { ok, status } = response;
    return {
      ok,
      sentence: ok ? `A server answers at ${url}.` : `${url} answers with status ${status}: is it mistmcp?`,
    };
  } catch {
    return { ok: false, sentence: `Nothing answers at ${url} from here at the moment.` };
  }
}
