import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

/** An answer's object as an application gets it. */
export type Answer = Readonly<Record<string, unknown>>;

/** A guided session: a real MCP client, the server as a process of its own, the simulated cloud behind it. */
export interface Session {
  /** Prints a heading. */
  title(text: string): void;
  /** Prints a sentence. */
  say(text: string): void;
  /** Calls a tool, printing the call; `show` prints what matters of the answer. */
  call(tool: string, args: Record<string, unknown>): Promise<Answer>;
  /** Prints rows as a table of the given columns. */
  table(rows: unknown, columns: readonly string[], most?: number): void;
  close(): Promise<void>;
}

const server = fileURLToPath(new URL('../../dist/mistmcp.js', import.meta.url));
const print = (line: string): void => console.log(line);

export const isRecord = (value: unknown): value is Answer =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The rows of a list answer. */
export const rowsOf = (answer: Answer): Answer[] =>
  Array.isArray(answer.results) ? answer.results.filter(isRecord) : [];

const cell = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > 36 ? `${text.slice(0, 35)}…` : text;
};

function printTable(rows: unknown, columns: readonly string[], most: number): void {
  const records = (Array.isArray(rows) ? rows : []).filter(isRecord);
  const cells = [columns, ...records.slice(0, most).map((row) => columns.map((name) => cell(row[name])))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)));
  for (const line of cells)
    print(
      `    ${line
        .map((text, index) => text.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd()}`,
    );
  if (records.length > most) print(`    … ${records.length - most} more`);
}

/** Starts the packed server on the simulated cloud and connects to it over stdio. */
export async function openSession(): Promise<Session> {
  const client = new Client({ name: 'demo', version: '1' });
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [server, '--demo'], stderr: 'ignore' }),
  );
  return {
    title: (text) => print(`\n## ${text}\n`),
    say: print,
    async call(tool, args) {
      const shown = Object.entries(args).map(([name, value]) => `${name}=${cell(value)}`);
      print(`→ ${tool}(${shown.join(', ')})`);
      const result = await client.callTool({ name: tool, arguments: args });
      const [first] = Array.isArray(result.content) ? result.content : [];
      const answer: unknown = first?.type === 'text' ? JSON.parse(first.text) : undefined;
      if (!isRecord(answer) || result.isError) throw new Error(`${tool} failed: ${JSON.stringify(answer)}`);
      return answer;
    },
    table: (rows, columns, most = 8) => printTable(rows, columns, most),
    close: () => client.close(),
  };
}
