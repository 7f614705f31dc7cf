import { styleText } from 'node:util';
import { cleanText, visibleJson } from '../core/clean-text.ts';

/** What a text is, which decides its color. */
export type Tone = 'heading' | 'quiet' | 'good' | 'warning' | 'bad';

const STYLES = { heading: 'bold', quiet: 'dim', good: 'green', warning: 'yellow', bad: 'red' } as const;

const NARROWEST = 40;

/** Forms of an answer: `wide` is a table with every column, `name` one name a line. */
export const FORMS = ['table', 'wide', 'json', 'csv', 'name'] as const;
export type Form = (typeof FORMS)[number];

/** Where a command writes its answer, and in which form. */
export interface Output {
  readonly form: Form;
  /** Whether the answer is JSON: elsewhere than on a terminal, or where it was asked for. */
  readonly json: boolean;
  /** Characters of a line; infinite where nobody looks at lines, as in a pipe. */
  readonly width: number;
  /** A text in its color, where colors are wanted. */
  paint(tone: Tone, text: string): string;
  /** Writes text for a person to stdout, with a line feed behind it. */
  print(text: string): void;
  /** Writes one JSON document to stdout. */
  printJson(value: unknown): void;
  /** Writes what is not the answer to stderr. */
  note(text: string): void;
}

/** What decides over the form of an answer, apart from the terminal. */
export interface FormFlags {
  /** `-o`, checked by the command line. */
  readonly output?: string | undefined;
  /** `--json` or `--no-json`. */
  readonly json?: boolean | undefined;
}

/** NO_COLOR, then FORCE_COLOR, then whether there is a terminal: the order that most programs keep. */
export function wantsColor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** A terminal says its width; a person may say one in COLUMNS for what is piped on. */
function widthOf(stream: { columns?: number }, env: NodeJS.ProcessEnv): number {
  const width = Number(stream.columns || env.COLUMNS) || Number.POSITIVE_INFINITY;
  return Math.max(NARROWEST, width);
}

function formOf({ output, json }: FormFlags, stream: { isTTY?: boolean }): Form {
  const named = FORMS.find((form) => form === output);
  if (named !== undefined) return named;
  return (json ?? stream.isTTY !== true) ? 'json' : 'table';
}

/** Opens the screen on the process's own stdout and stderr. */
export function openOutput(flags: FormFlags): Output {
  const { stdout, stderr, env } = process;
  const color = wantsColor(stdout, env);
  const form = formOf(flags, stdout);
  return {
    form,
    json: form === 'json',
    width: form === 'wide' ? Number.POSITIVE_INFINITY : widthOf(stdout, env),
    // Which stream is meant was decided above; Node 22 would decide once more.
    paint: (tone, text) => (color ? styleText(STYLES[tone], text, { validateStream: false }) : text),
    print: (text) => void stdout.write(`${text}\n`),
    printJson: (value) => void stdout.write(`${visibleJson(JSON.stringify(value, null, 2))}\n`),
    note: (text) => void stderr.write(`${text}\n`),
  };
}

/** Writes a line to stdout for a person, in commands that have one form only. */
export const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Text from elsewhere as one line: nothing that a terminal obeys, no line feeds. */
export const oneLine = (text: string): string => cleanText(text).replace(/\s*[\n\t]+\s*/g, ' ');

/** Text from elsewhere that keeps its lines, each behind the indent; nothing that a terminal obeys. */
export const indented = (text: string, indent: string): string =>
  cleanText(text)
    .replaceAll('\t', '    ')
    .split(/\r?\n/)
    .map((line) => indent + line)
    .join('\n');
