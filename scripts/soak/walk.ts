import { asked, judgeError, sinceOf, type Worker } from './activity.ts';
import { HANDLE_GONE, type Question } from './link.ts';

const tool = (name: string, args: Readonly<Record<string, unknown>>): Question => ({ kind: 'tool', name, args });

/** Lists of some hundred rows, and a column to count by. */
const WALKS = [
  { name: 'mist_search_events', args: { event_source: 'device', start: '-1d' }, column: 'type' },
  { name: 'mist_get_stats', args: { stats_type: 'org_ports' }, column: 'site_id' },
  { name: 'mist_search_client', args: { client_type: 'wireless' }, column: 'ssid' },
  { name: 'mist_get_stats', args: { stats_type: 'sites' }, column: 'country_code' },
];

const queriesFor = (column: string): readonly Readonly<Record<string, unknown>>[] => [
  { limit: 3 },
  { limit: 5, skip: 5 },
  { limit: 1000, fields: ['mac'] },
  { group_by: column },
  { format: 'csv', limit: 10 },
];

/** Nearly all: what is left to expire is there for a quarter of an hour, and would look like a leak until then. */
const DROPPED = 0.97;

const MAIN = 'Lakeside Retail Group';

/** Fetches all pages of a list, asks of the rows that the server keeps, and drops them or leaves them to expire. */
export async function walk(worker: Worker): Promise<void> {
  const { dice, tally, faults, link } = worker;
  const named = link.profile === undefined ? {} : { profile: link.profile };
  const chosen = dice.pick(WALKS);
  // The cost is confirmed: after a 429 there may be nothing left of the hour.
  const args = { ...chosen.args, org_id: MAIN, limit: 40, all_pages: true, confirm_cost: true };
  const question = tool(chosen.name, args);
  const began = Date.now();
  const reply = await asked(worker, question);
  if (!reply) return;
  if (reply.isError) {
    judgeError(worker, question, reply, began);
    return;
  }
  const { handle, total, complete } = reply.data;
  if (typeof handle !== 'string') {
    if (reply.data.total !== 0 && reply.data.returned !== 0) tally.fail('walk without rows', reply.text);
    return;
  }
  tally.count('walks');
  if (complete !== 'yes' && !faults.wasBad(sinceOf(began))) tally.fail('walk incomplete', reply.text);
  if (complete === 'yes' && !Number.isInteger(total)) tally.count('walks of unknown length');
  let held: unknown;
  const queries = queriesFor(chosen.column);
  for (const query of dice.chance(0.5) ? queries : queries.slice(0, 2)) {
    const rows = await asked(worker, tool('mist_query_result', { handle, ...query, ...named }));
    if (!rows) return;
    if (rows.isError) {
      // Of twenty handles the oldest goes when another comes: several applications share a token.
      if (HANDLE_GONE.test(String(rows.data.error))) tally.count('handles gone');
      else tally.fail('kept rows', `${JSON.stringify(query)}: ${rows.text}`);
      return;
    }
    if ('group_by' in query) continue;
    held ??= rows.data.total;
    if (rows.data.total !== held) tally.fail('kept rows changed', `${String(held)}, then ${rows.text.slice(0, 200)}`);
    if (complete === 'yes' && typeof total === 'number' && rows.data.total !== total) {
      tally.fail('kept rows are not all', `${rows.data.total} of ${total}: ${JSON.stringify(question)}`);
    }
  }
  if (dice.chance(DROPPED)) await asked(worker, tool('mist_query_result', { handle, drop: true, ...named }));
}
