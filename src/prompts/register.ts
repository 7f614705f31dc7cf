import { completable, type McpServer, type StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import { isRecord } from '../core/json.ts';
import { nearest } from '../core/nearest.ts';
import { type KnownNames, knownNames } from '../mist/known-names.ts';
import type { Session } from '../mist/session.ts';
import type { Tool } from '../tool/define.ts';
import { type ArgumentName, type ArgumentValues, meaningOf, readArgument } from './arguments.ts';
import { complete } from './completion.ts';
import { mspPrompts, prompts } from './index.ts';
import type { Prompt } from './prompt.ts';
import { promptText } from './text.ts';

/** What prompts need of the server they are on. */
export interface PromptSetup {
  readonly session: Session;
  readonly log: { debug(message: string, details?: Readonly<Record<string, unknown>>): void };
  /** The tools that are offered at this moment. */
  readonly offered: () => readonly Tool[];
  /** Whether there are several organizations to look after. */
  readonly across?: boolean;
}

/** The arguments of a prompt as the SDK reads them: a schema with a part for each, where it looks for the completion. */
interface ArgumentsSchema extends StandardSchemaWithJSON<unknown, ArgumentValues> {
  readonly shape: Readonly<Record<string, object>>;
}

/** Applications that are known to add an argument of this name mean nothing by it. */
const STRAY = '_';

/** Problems that a refusal words, as one of a tool does: whoever asks may name thousands of arguments, each of any length. */
const MOST_WORDED = 5;
/** Letters of a name that a refusal repeats. */
const NAME_SHOWN = 60;

type ArgumentsReading = { value: ArgumentValues } | { issues: { message: string }[] };

function read(prompt: Prompt, given: unknown): ArgumentsReading {
  const known: readonly ArgumentName[] = [...prompt.needs, ...prompt.takes];
  const typed = Object.entries(isRecord(given) ? given : {}).filter(
    ([name, text]) => name !== STRAY && typeof text === 'string' && text.trim() !== '',
  );
  const values = new Map(typed.map(([name, text]) => [name, String(text)]));
  const unknown = [...values.keys()].filter((name) => !known.some((one) => one === name));
  const sentences = unknown.slice(0, MOST_WORDED).map((name) => {
    const [close] = nearest(name, known, 1);
    const meant = close ? `did you mean \`${close}\`?` : `there are ${known.join(', ')}`;
    return `there is no argument \`${name.slice(0, NAME_SHOWN)}\`; ${meant}`;
  });
  const filled: Record<string, string> = {};
  for (const name of known) {
    const text = values.get(name);
    try {
      if (text !== undefined) filled[name] = readArgument(name, text);
      else if (prompt.needs.includes(name)) sentences.push(`\`${name}\` is required: ${meaningOf(name).description}`);
    } catch (error) {
      sentences.push(error instanceof Error ? error.message : `\`${name}\` cannot be read`);
    }
  }
  return sentences.length > 0
    ? { issues: sentences.slice(0, MOST_WORDED).map((message) => ({ message })) }
    : { value: filled };
}

/** What the list of prompts says of an argument. */
function described(prompt: Prompt, name: ArgumentName): { type: 'string'; description: string } {
  const fallback = prompt.defaults?.[name];
  const { description } = meaningOf(name);
  return { type: 'string', description: fallback === undefined ? description : `${description}; default ${fallback}` };
}

const anything: StandardSchemaWithJSON<string>['~standard'] = {
  version: 1,
  vendor: 'mistmcp',
  validate: (value) => ({ value: String(value) }),
  jsonSchema: { input: () => ({ type: 'string' }), output: () => ({ type: 'string' }) },
};

function schemaOf(prompt: Prompt, names: KnownNames): ArgumentsSchema {
  const all = [...prompt.needs, ...prompt.takes];
  const properties = () => Object.fromEntries(all.map((name) => [name, described(prompt, name)]));
  const part = (name: ArgumentName) =>
    completable({ '~standard': anything }, (typed, context) => complete(name, typed, names, context?.arguments ?? {}));
  return {
    shape: Object.fromEntries(all.map((name) => [name, part(name)])),
    '~standard': {
      version: 1,
      vendor: 'mistmcp',
      validate: (given) => read(prompt, given),
      jsonSchema: {
        input: () => ({ type: 'object', properties: properties(), required: prompt.needs }),
        output: () => ({}),
      },
    },
  };
}

/**
 * Puts the prompts on a server. Their texts are made when they are asked for; what completes an argument is this
 * session's alone.
 */
export function registerPrompts(server: McpServer, { session, log, offered, across = false }: PromptSetup): void {
  const names = knownNames(session, (message, details) => log.debug(message, details));
  for (const prompt of across ? [...prompts, ...mspPrompts] : prompts) {
    const { name, title, description } = prompt;
    server.registerPrompt(
      name,
      { title, description, argsSchema: schemaOf(prompt, names) },
      (filled: ArgumentValues) => {
        const text = promptText(prompt, filled, new Set(offered()));
        return { description, messages: [{ role: 'user', content: { type: 'text', text } }] };
      },
    );
  }
}
