import type { Operation } from './operations.ts';

/**
 * The operation table without its rows being read: a run asks for a few of a thousand, and reading all of them is a
 * tenth of the time until a client is answered.
 */
export interface OperationRows {
  readonly version: string;
  readonly servers: readonly { url: string; name: string }[];
  routes(): readonly string[];
  has(route: string): boolean;
  /** @throws Error for a route that is not in the table */
  row(route: string): Operation;
}

interface Head {
  version: string;
  servers: readonly { url: string; name: string }[];
}

// The generator's output is the one input that is trusted without a check: it is committed and proven fresh by CI.
const isHead = (value: unknown): value is Head =>
  typeof value === 'object' && value !== null && 'version' in value && 'servers' in value;
const isOperation = (value: unknown): value is Operation =>
  typeof value === 'object' && value !== null && 'effect' in value;

const ROWS = /"operations":\s*\{/;

/** A row begins with its route; in a text the quotes would be escaped, and behind one there is no colon. */
const KEY = /"((?:GET|POST|PUT|PATCH|DELETE) [^"\\]+)":\s*/g;

/** Route → where its row begins and ends, or the row once it was read. */
type Places = Map<string, readonly [number, number] | Operation>;

function places(text: string, start: number): Places {
  const end = text.lastIndexOf('}', text.lastIndexOf('}') - 1);
  const keys = [...text.slice(start).matchAll(KEY)];
  return new Map(
    keys.map(({ 0: key, 1: route = '', index }, at) => [
      route,
      [start + index + key.length, start + (keys[at + 1]?.index ?? end - start)] as const,
    ]),
  );
}

/**
 * Finds the rows in the table: nothing but their beginnings is looked at, and those when a row is first asked for.
 *
 * @throws Error when the text is not such a table
 */
export function readRows(text: string): OperationRows {
  const begun = ROWS.exec(text);
  const head: unknown = begun ? JSON.parse(`${text.slice(0, begun.index)}"operations": {}}`) : undefined;
  if (!begun || !isHead(head)) {
    throw new Error('generated/operations.json is not an operation table; run: npm run generate');
  }
  let found: Places | undefined;
  const rows = (): Places => {
    found ??= places(text, begun.index);
    return found;
  };
  return {
    version: head.version,
    servers: head.servers,
    routes: () => [...rows().keys()],
    has: (route) => rows().has(route),
    row(route) {
      const place = rows().get(route);
      if (place && 'effect' in place) return place;
      const row: unknown = place && JSON.parse(text.slice(...place).replace(/,\s*$/, ''));
      if (!isOperation(row)) throw new Error(`${route} is not in generated/operations.json`);
      rows().set(route, row);
      return row;
    },
  };
}
