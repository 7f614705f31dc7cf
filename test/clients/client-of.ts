import type { Client } from '../../src/clients/client.ts';
import { findClient } from '../../src/clients/clients.ts';

/** The row of a client that must be there. */
export function clientOf(id: string): Client {
  const client = findClient(id);
  if (!client) throw new Error(id);
  return client;
}
