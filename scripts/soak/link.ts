import { Client, type Transport } from '@modelcontextprotocol/client';
import type { TokenName } from '../../simulator/caller.ts';
import { isRecord } from '../../src/core/json.ts';
import type { ElicitationHandler } from './elicitation-handler.ts';
import type { Tally } from './tally.ts';
import { Wire } from './wire.ts';

/** Protocol revisions. */
export type Era = '2025-11-25' | '2026-07-28';

/** What is asked of a server. */
export type Question =
  | { readonly kind: 'tool'; readonly name: string; readonly args: Readonly<Record<string, unknown>> }
  | { readonly kind: 'prompt'; readonly name: string; readonly args: Readonly<Record<string, string>> }
  | { readonly kind: 'resource'; readonly name: string };

/** What a server answered. */
export interface Reply {
  /** The whole answer as text; the same answer has the same text. */
  readonly text: string;
  readonly isError: boolean;
  /** The answer's object; empty for prompts and resources. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** A connected application. */
export interface Link {
  readonly name: string;
  /** Whose rights count: answers are held against what this token sees. */
  readonly tenant: TokenName;
  /** What its answers have in common with those of others: the token, unless told. */
  readonly view: string;
  /** The profile that is meant where a call names no organization; where there are several. */
  readonly profile: string | undefined;
  readonly client: Client;
  readonly wire: Wire;
  readonly person: ElicitationHandler;
  /** @throws Error for an answer that is none, and when the signal aborts */
  ask(question: Question, signal?: AbortSignal): Promise<Reply>;
}

/** Who asks by an application, as `Link` has it. */
export interface Asker {
  readonly name: string;
  readonly tenant: TokenName;
  readonly era: Era;
  readonly view?: string;
  readonly profile?: string;
}

/** How an application connects. */
interface Joining extends Asker {
  readonly transport: Transport;
  readonly person: ElicitationHandler;
  readonly tally: Tally;
}

/** What is said of rows that went since others came, or that another replica keeps. */
export const HANDLE_GONE = /There is no such handle|That handle is one of the replica/;

/** No answer may take longer, in milliseconds; several waits and attempts upstream are in it. */
export const BOUND = 90_000;

const isLine = (value: unknown): value is { text: string } => isRecord(value) && typeof value.text === 'string';

/** @throws Error when text and structured content differ, or the text is no JSON object */
function readTool(result: Readonly<Record<string, unknown>>): Reply {
  const content: unknown[] = Array.isArray(result.content) ? result.content : [];
  const [first] = content;
  const text = isLine(first) ? first.text : '';
  const data: unknown = JSON.parse(text);
  if (!isRecord(data)) throw new Error(`no object: ${text.slice(0, 300)}`);
  const isError = result.isError === true;
  const structured = result.structuredContent;
  if (isError ? structured !== undefined : structured !== undefined && JSON.stringify(structured) !== text) {
    throw new Error(`text and structured content differ: ${text.slice(0, 300)}`);
  }
  return { text: content.length > 1 ? JSON.stringify(content) : text, isError, data };
}

/** Connects an application. @throws Error when it cannot connect */
export async function join(joining: Joining): Promise<Link> {
  const { name, tenant, era, transport, person, tally, view = tenant, profile } = joining;
  const mode = era === '2026-07-28' ? ({ pin: '2026-07-28' } as const) : ('legacy' as const);
  const client = new Client(
    { name: 'soak', version: '1' },
    { versionNegotiation: { mode }, capabilities: { elicitation: { form: {} } } },
  );
  person.sitDownAt(client);
  await client.connect(transport, { timeout: BOUND });
  const wire = new Wire(tally, name);
  wire.watch(transport);
  return {
    ...{ name, tenant, view, profile, client, wire, person },
    async ask(question, signal) {
      const options = { timeout: BOUND, ...(signal ? { signal } : {}) };
      if (question.kind === 'tool') {
        return readTool({ ...(await client.callTool({ name: question.name, arguments: question.args }, options)) });
      }
      // The newer revision says more around it, so only what was asked for counts.
      const answer =
        question.kind === 'prompt'
          ? (await client.getPrompt({ name: question.name, arguments: question.args }, options)).messages
          : (await client.readResource({ uri: question.name }, options)).contents;
      return { text: JSON.stringify(answer), isError: false, data: {} };
    },
  };
}
