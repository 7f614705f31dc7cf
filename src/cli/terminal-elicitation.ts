import { createInterface, type Interface } from 'node:readline/promises';
import { isRecord, type JsonObject } from '../core/json.ts';
import { indented, oneLine } from './output.ts';

/** What somebody said to a form, in the words of the protocol. */
export interface Reply {
  readonly action: 'accept' | 'decline' | 'cancel';
  readonly content?: Record<string, string | number | boolean>;
}

/** Somebody who can be asked. */
export interface ElicitationHandler {
  /** @param form message and flat schema, as a server asks an application to show them */
  ask(form: unknown): Promise<Reply>;
}

/** Where a question is put and the answer is typed. */
export interface Desk {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** The person at the terminal that this process was started from, or nobody. Questions never go to stdout. */
export function terminalHandler(): ElicitationHandler | undefined {
  const { stdin, stderr } = process;
  return stdin.isTTY && stderr.isTTY ? handlerAt({ input: stdin, output: stderr }) : undefined;
}

/** Somebody who reads questions and types answers. The end of the input and Ctrl+C are no answer. */
export function handlerAt(desk: Desk): ElicitationHandler {
  return {
    async ask(form) {
      const { message, requestedSchema: schema } = isRecord(form) ? form : {};
      const fields = isRecord(schema) && isRecord(schema.properties) ? Object.entries(schema.properties) : [];
      if (typeof message === 'string') desk.output.write(`\n${indented(message, '')}\n\n`);
      const lines = createInterface({ ...desk, terminal: false });
      try {
        return await filled(fields, lineReader(lines, desk));
      } finally {
        lines.close();
      }
    },
  };
}

type ReadLine = (prompt: string) => Promise<string | undefined>;

/** Lines that were typed ahead wait for their question; at the end of the input there are no more. */
function lineReader(lines: Interface, { output }: Desk): ReadLine {
  const typed = lines[Symbol.asyncIterator]();
  return async (prompt) => {
    output.write(prompt);
    const { value, done } = await typed.next();
    return done ? undefined : value.trim();
  };
}

async function filled(fields: readonly [string, unknown][], read: ReadLine): Promise<Reply> {
  const content: Record<string, string | number | boolean> = {};
  for (const [name, field] of fields) {
    const { type, title = name, enum: choices } = isRecord(field) ? field : {};
    const prompt = oneLine(String(title));
    const line = await read(`${prompt}${hint({ type, choices })}: `);
    if (line === undefined) return { action: 'cancel' };
    if (type !== 'boolean') content[name] = type === 'string' ? line : Number(line);
    // A form with one "no" in it is a no as a whole: nothing else needs to be typed then.
    else if (!/^y(es)?$/i.test(line)) return { action: 'decline' };
    else content[name] = true;
  }
  return { action: 'accept', content };
}

function hint({ type, choices }: JsonObject): string {
  if (type === 'boolean') return ' [y/N]';
  return Array.isArray(choices) ? ` (${choices.map((choice) => oneLine(String(choice))).join(', ')})` : '';
}
