import type { Client } from './client.ts';
import { BLANK, type EntryOptions } from './entry.ts';

/** Sentences on where the token of an entry comes from, for a person who has just seen the entry. */
export function tokenWords(client: Client, { target, demo, envFile, token }: EntryOptions): string {
  if (demo) return 'The simulated cloud needs no token.';
  if (token !== undefined) return 'The token is written in the file, which holds a secret now.';
  if (envFile !== undefined)
    return `The server reads \`MIST_APITOKEN\` from ${envFile}; let only yourself read that file.`;
  if (!('url' in target) || passesToken(client)) return client.token;
  const bridge =
    client.url === undefined ? `${client.title} only starts programs, so mcp-remote stands in between. ` : '';
  return `${bridge}Put your token in place of \`${BLANK}\` in the file, or let \`--with-token\` write it there.`;
}

/** Whether an application brings the token in by itself, by a placeholder or a variable. */
export const passesToken = ({ reference, forwards }: Client): boolean => reference !== undefined || forwards === true;
