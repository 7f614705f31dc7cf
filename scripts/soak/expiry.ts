import type { Link, Question } from './link.ts';
import type { HttpServer } from './servers.ts';
import type { Tally } from './tally.ts';

/** Rows that are kept at the beginning and left alone. */
export interface Left {
  readonly handle: string;
  readonly rows: unknown;
  /** Epoch milliseconds. */
  readonly at: number;
}

const SITE = 'London Store';

/** How long kept rows stay, in milliseconds, and how much later nobody may have them any more. */
const KEPT = 15 * 60_000;
const MARGIN = 5000;

const tool = (name: string, args: Readonly<Record<string, unknown>>): Question => ({ kind: 'tool', name, args });

/** Keeps the devices of a site. @throws Error when the server does not keep them */
export async function leaveRows(link: Link): Promise<Left> {
  const args = { stats_type: 'site_devices', site_id: SITE, all_pages: true };
  const { data, text } = await link.ask(tool('mist_get_stats', args));
  if (typeof data.handle !== 'string') throw new Error(`nothing was kept: ${text}`);
  return { handle: data.handle, rows: data.total, at: Date.now() };
}

/** Rows that were left alone are there until their time is over, and not a moment longer. */
export async function checkLeft(http: HttpServer, { handle, rows, at }: Left, tally: Tally): Promise<void> {
  const link = await http.connect({ name: 'expiry', tenant: 'site', era: '2026-07-28' });
  const age = Date.now() - at;
  const { data, isError, text } = await link.ask(tool('mist_query_result', { handle, limit: 1 }));
  await link.leave(true);
  if (age > KEPT + MARGIN && !isError) tally.fail('kept rows stay', `after ${age} ms: ${text}`);
  if (age < KEPT && (isError || data.total !== rows)) tally.fail('kept rows gone', `after ${age} ms: ${text}`);
  tally.count(isError ? 'kept rows expired' : 'kept rows not yet expired');
}
