import type { Client } from '@modelcontextprotocol/client';

/** Protocol revisions: the one with sessions that most applications speak, and the stateless one. */
export type Era = '2025-11-25' | '2026-07-28';

type ClientOptions = NonNullable<ConstructorParameters<typeof Client>[1]>;

/** The options of a client that speaks one revision. */
export const speaking = (era: Era): Pick<ClientOptions, 'versionNegotiation'> => ({
  versionNegotiation: { mode: era === '2026-07-28' ? { pin: era } : 'legacy' },
});
