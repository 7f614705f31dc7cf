import { familyNames } from '../../src/mist/families.ts';
import { schemaNames } from '../../src/mist/schema-lookup.ts';
import { filled, lines, symbolsOf } from '../../test/tools/request-table.ts';
import type { Link, Question } from './link.ts';
import type { Upstream } from './upstream.ts';

/** A question whose answer is the same whenever it is asked, with the requests that it should lead to where they are known. */
export interface Asking {
  readonly question: Question;
  /** Paths with query. */
  readonly paths: readonly string[];
}

/** Configuration that a run changes; what shows it has no answer that stays. */
export const CHANGED = 'assetfilters';

/** Answers that count the calls made so far, or tell how the server is reached. */
const MOVING = ['api_usage', 'mist://clouds'];

const tool = (name: string, args: Readonly<Record<string, unknown>>, paths: readonly string[] = []): Asking => ({
  question: { kind: 'tool', name, args },
  paths,
});

/** One question for every selector value of every tool, as the tests have them. */
function fromTable(symbols: Readonly<Record<string, string>>): Asking[] {
  return lines
    .filter(({ name }) => !name.includes(CHANGED) && !MOVING.some((word) => name.includes(word)))
    .map((line) => {
      const args = Object.entries(line.args).map(([name, value]) => [name, filled(value, symbols)]);
      const paths = line.requests.map((request) => `/api/v1/${filled(request, symbols)}`);
      return tool(line.tool, Object.fromEntries(args), paths);
    });
}

/** Lists of every configuration family. */
function families(site_id: string): Asking[] {
  const names = familyNames.filter((name) => !name.includes(CHANGED));
  return names.map((object_type) =>
    tool('mist_get_configuration_objects', { object_type, ...(object_type.startsWith('site_') ? { site_id } : {}) }),
  );
}

const SEARCHES = ['wlan psk', 'reboot a device', 'site groups', 'nac rules', 'delete map', 'switch ports'];

/** Looked up in the server itself; only the first call loads something. */
function offline(): Asking[] {
  return [
    ...schemaNames.map((name) => tool('mist_get_configuration_object_schema', { object_type: name })),
    ...SEARCHES.map((query) => tool('mist_search_api', { query })),
    tool('mist_utilities', { device_type: 'ex' }),
    tool('mist_get_stats', { stats_type: 'nonsense' }),
    tool('mist_search_events', { event_source: 'device', limt: 3 }),
  ];
}

/** Prompts and resources that need no inputs. */
async function besides({ client }: Link): Promise<Asking[]> {
  const { prompts } = await client.listPrompts();
  const { resources } = await client.listResources();
  const plain = prompts.filter((prompt) => (prompt.arguments ?? []).every(({ required }) => !required));
  return [
    ...plain.map(({ name }): Asking => ({ question: { kind: 'prompt', name, args: {} }, paths: [] })),
    ...resources
      .filter(({ uri }) => !MOVING.includes(uri))
      .map(({ uri }): Asking => ({ question: { kind: 'resource', name: uri }, paths: [] })),
  ];
}

/** Everything that is asked about what a run leaves alone. */
export async function questionsFor(upstream: Upstream, link: Link): Promise<readonly Asking[]> {
  const call = async (name: string, args: Record<string, unknown> = {}) => link.ask({ kind: 'tool', name, args });
  const symbols = await symbolsOf({ cloud: upstream.cloud, call });
  const all = [...fromTable(symbols), ...families(symbols.SITE ?? ''), ...offline(), ...(await besides(link))];
  return [...new Map(all.map((asking) => [JSON.stringify(asking.question), asking])).values()];
}
