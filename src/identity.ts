import { version } from './core/version.ts';

/** What the server calls itself when a client greets it. */
export const identity = { name: 'mistmcp', title: 'Juniper Mist', version };
