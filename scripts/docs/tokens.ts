import type { Tool } from '@modelcontextprotocol/client';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { TOOL_GROUPS } from '../../src/config/tools-setting.ts';
import { startServer } from './server.ts';

const tokens = (value: unknown): number => encode(typeof value === 'string' ? value : JSON.stringify(value)).length;

/** What an application gets from a server with these flags, and with the tools for several organizations where told. */
async function offered(
  args: readonly string[],
  seesMsp = false,
): Promise<{ tools: readonly Tool[]; instructions: string }> {
  const server = await startServer(args, undefined, undefined, seesMsp);
  try {
    return { tools: await server.tools(), instructions: server.instructions() };
  } finally {
    await server.close();
  }
}

const row = (group: string, tools: readonly Tool[]): string => `| ${group} | ${tools.length} | ${tokens(tools)} |`;

/** What the list of tools costs a model, by group and in all, counted with o200k_base. */
export async function tokenTable(): Promise<string> {
  const [reading, writing, across] = await Promise.all([
    offered([]),
    offered(['--enable-write-tools']),
    offered(['--enable-write-tools'], true),
  ]);
  const groups = Object.entries(TOOL_GROUPS).map(([group, names]) => {
    const own = new Set<string>(names);
    return row(
      `\`${group}\``,
      across.tools.filter(({ name }) => own.has(name)),
    );
  });
  return [
    '| group | tools | tokens |',
    '|---|--:|--:|',
    ...groups,
    row('**all that read**', reading.tools),
    row('**all, with `--enable-write-tools`**', writing.tools),
    `| the server’s instructions | | ${tokens(writing.instructions)} |`,
  ].join('\n');
}
