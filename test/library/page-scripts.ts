import { readFileSync } from 'node:fs';

const PAGE = new URL('../../docs/client.md', import.meta.url);
const SCRIPT = /<!-- script: ([\w-]+) -->\n```ts\n([\s\S]*?)```/g;

/** The scripts of the page about the client, by their names. */
export const scripts: ReadonlyMap<string, string> = new Map(
  [...readFileSync(PAGE, 'utf8').matchAll(SCRIPT)].map(([, name = '', text = '']) => [name, text]),
);
