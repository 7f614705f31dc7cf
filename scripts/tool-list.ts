// Prints the list of tools as an application gets it, write tools included, as JSON: npx tsx scripts/tool-list.ts > FILE
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const entry = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const client = new Client(
  { name: 'tool-list', version: '1' },
  // An application that can ask the person is offered the write tools too.
  { capabilities: { elicitation: { form: {} } } },
);
await client.connect(
  new StdioClientTransport({
    command: process.execPath,
    args: ['--import', 'tsx', entry, '--enable-write-tools'],
    stderr: 'ignore',
  }),
);
const { tools } = await client.listTools();
await client.close();
console.log(JSON.stringify(tools));
