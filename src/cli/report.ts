import { join } from 'node:path';
import { writeWhole } from '../features/snapshot/folder.ts';
import { jsonText } from '../features/snapshot/json-text.ts';
import { type Output, oneLine } from './output.ts';

/** Lines of a report with `--brief`. */
export const BRIEF = 40;

/** What a command found, as data and in words; lines with blanks before them belong to the one above. */
export interface Report {
  /** Of its files, without the ending. */
  readonly name: string;
  readonly data: object;
  readonly lines: readonly string[];
}

/**
 * Shows a report.
 *
 * @param out a folder for all of it, as `NAME.json` and `NAME.txt`
 */
export function showReport({ name, data, lines }: Report, out: string | undefined, output: Output): void {
  if (out !== undefined) {
    writeWhole(join(out, `${name}.json`), jsonText(data));
    writeWhole(join(out, `${name}.txt`), `${lines.map(oneLine).join('\n')}\n`);
  }
  if (output.json) output.printJson(data);
  else for (const line of lines) output.print(line.startsWith('  ') ? `  ${oneLine(line.trim())}` : oneLine(line));
}
