import { writeFileSync } from 'node:fs';
import { ConfigError } from '../config/error.ts';
import { shellWords } from '../core/shell-words.ts';
import { answerText, errorText, rowsFor } from './answer.ts';
import type { ToolAnswer } from './connection.ts';
import { type Output, oneLine } from './output.ts';

/** What an answer is shown with. */
export interface ShowOptions {
  readonly output: Output;
  /** The settings of the call, repeated in the command that goes on from here. */
  readonly flags: readonly string[];
  /** Whether its picture was written to a file. */
  readonly saved: boolean;
}

/** Shows the answer of a tool in the form that was asked for; an error of a person's form goes to stderr. */
export function showAnswer({ data, isError, extras }: ToolAnswer, { output, flags, saved }: ShowOptions): void {
  const goOn = (url: string): string => shellWords(['mistmcp', 'call', 'mist_get_next_page', `url=${url}`, ...flags]);
  if (output.json) {
    output.printJson(extras.length > 0 && !saved ? { ...data, attachments: extras } : data);
  } else if (isError) output.note(errorText(data, output));
  else if (output.form === 'csv' || output.form === 'name') {
    output.print(rowsFor(output.form, data));
    // Whoever reads the rows alone must not take a part for the whole.
    if (typeof data.next === 'string') output.note(`more: ${oneLine(goOn(data.next))}`);
    else if (typeof data.note === 'string') output.note(oneLine(data.note));
  } else {
    output.print(answerText(data, output, goOn));
    // Files come from the tool that this command refuses, so these are pictures.
    if (saved) return;
    for (const { mimeType } of extras) {
      output.print(output.paint('quiet', `(${oneLine(String(mimeType))}: --save FILE writes it)`));
    }
  }
}

/**
 * Writes the first picture of an answer to a file.
 *
 * @returns whether there was one
 * @throws ConfigError when the file cannot be written
 */
export function savePicture({ extras }: ToolAnswer, file: string): boolean {
  const picture = extras.find(({ type, data }) => type === 'image' && typeof data === 'string');
  if (!picture) return false;
  try {
    writeFileSync(file, Buffer.from(String(picture.data), 'base64'));
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new ConfigError(`--save: ${file} cannot be written: ${code}.`);
  }
}
