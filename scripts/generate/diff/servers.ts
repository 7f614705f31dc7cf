import type { Table } from '../operations.ts';
import type { Change } from './change.ts';

type Servers = Table['servers'];

const byUrl = (servers: Servers): Map<string, string> => new Map(servers.map(({ url, name }) => [url, name]));

/**
 * Compares the servers of two documents by address. Every difference counts as breaking: tokens are sent to these
 * hosts, and a region's name that now stands for another host would take them along.
 */
export function compareServers(from: Servers, to: Servers): Change[] {
  const [before, after] = [byUrl(from), byUrl(to)];
  const change = (kind: Change['kind'], subject: string, detail: string): Change => ({
    kind,
    subject,
    detail,
    breaking: true,
    routes: [],
  });
  return [
    ...from.filter(({ url }) => !after.has(url)).map(({ url, name }) => change('server removed', url, name)),
    ...to.flatMap(({ url, name }) => {
      const was = before.get(url);
      if (was === undefined) return [change('server added', url, `${name}; tokens may go there`)];
      return was === name ? [] : [change('server changed', url, `${was} → ${name}`)];
    }),
  ];
}
