import { readFileSync } from 'node:fs';
import { ConfigError } from '../config/error.ts';
import { isRecord, type JsonObject } from '../core/json.ts';

const PAIR = /^([A-Za-z_][\w-]*)(:?=)(.*)$/s;

/**
 * Reads a tool's inputs as they are typed: `key=text`, which the tool reads as it reads a model's words (`42`, `true`,
 * lists with commas), and `key:=json` for anything with a structure. A key given twice makes a list.
 *
 * @throws ConfigError for what is neither, or no JSON; values are not repeated, they may be secrets
 */
export function readPairs(words: readonly string[]): Record<string, unknown> {
  const inputs = new Map<string, unknown>();
  for (const [index, word] of words.entries()) {
    const [, name = '', sign = '', text = ''] = PAIR.exec(word) ?? [];
    if (name === '') {
      throw new ConfigError(`Input ${index + 1} after the tool is not of the form key=value or key:=json.`);
    }
    const value = sign === '=' ? text : fromJson(text, `${name}:=`);
    const before = inputs.get(name);
    inputs.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(inputs);
}

/**
 * Reads a tool's inputs from a file of JSON.
 *
 * @param place path of the file, or `-` for stdin
 * @throws ConfigError when it cannot be read or holds no object
 */
export function readInputFile(place: string): JsonObject {
  const value = fromJson(textOf(place), place === '-' ? 'stdin' : '--input');
  if (isRecord(value)) return value;
  throw new ConfigError('--input needs a JSON object: the inputs by name.');
}

function textOf(place: string): string {
  try {
    return readFileSync(place === '-' ? 0 : place, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new ConfigError(`--input cannot be read: ${code === 'ENOENT' ? 'no such file' : code}.`);
  }
}

function fromJson(text: string, from: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const hint = from.endsWith(':=') ? `quote it for the shell, as in payload:='{"ssid": "Guest"}'` : 'correct it';
    throw new ConfigError(`${from} holds no valid JSON: ${hint}.`);
  }
}
