import { type Example, examples } from '../../src/cli/examples.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { excerpt, steady, wholeInputs } from './excerpt.ts';
import { type DocsServer, startServer } from './server.ts';

const fence = (language: string, text: string): string => [`\`\`\`${language}`, text, '```'].join('\n');

/** Inputs that come from the answer of the call before. */
async function inputsOf(server: DocsServer, { inputs, after }: Example): Promise<JsonObject> {
  if (!after) return inputs;
  const { answer } = await server.call(after.tool, after.inputs);
  const given = Object.entries(after.gives).map(([input, member]) => [input, answer[String(member)]] as const);
  const missing = given.find(([, value]) => value === undefined);
  if (missing) throw new Error(`The call before an example gives nothing for ${missing[0]}: ${JSON.stringify(after)}`);
  return { ...Object.fromEntries(given), ...inputs };
}

async function shown(server: DocsServer, tool: string, example: Example): Promise<string> {
  const inputs = await inputsOf(server, example);
  const { answer, question } = await server.call(tool, inputs);
  if ((question !== undefined) !== (example.changes === true)) {
    throw new Error(`The example of ${tool} ${question === undefined ? 'asks nobody' : 'asks a person'}`);
  }
  return [
    `**${example.asks}**`,
    fence('json', wholeInputs(inputs)),
    ...(question === undefined ? [] : ['The person is asked:', fence('text', steady(question)), 'After the yes:']),
    fence('jsonc', excerpt(answer)),
  ].join('\n\n');
}

/** One call after another: the questions of a server are asked one by one. */
async function allShown(server: DocsServer, changes: boolean): Promise<ReadonlyMap<Example, string>> {
  const made = new Map<Example, string>();
  for (const [tool, own] of Object.entries(examples)) {
    for (const example of own) {
      if ((example.changes === true) === changes) made.set(example, await shown(server, tool, example));
    }
  }
  return made;
}

/**
 * Calls the real server with every example.
 *
 * @returns Markdown by tool
 * @throws Error when an example fails, or asks a person where it should not, or the reverse
 */
export async function exampleAnswers(): Promise<ReadonlyMap<string, string>> {
  const [reading, writing] = await Promise.all([
    startServer([], undefined, undefined, true),
    startServer(['--enable-write-tools']),
  ]);
  try {
    const made = new Map(
      (await Promise.all([allShown(reading, false), allShown(writing, true)])).flatMap((all) => [...all]),
    );
    return new Map(
      Object.entries(examples).map(([tool, own]) => [tool, own.map((example) => made.get(example)).join('\n\n')]),
    );
  } finally {
    await Promise.all([reading.close(), writing.close()]);
  }
}
