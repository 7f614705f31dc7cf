import { isRecord } from '../../../core/json.ts';
import { plainMasks } from '../../../core/mask.ts';
import { redact } from '../../../tool/redact.ts';

/** Characters of a value that are told. */
const MOST = 80;

/** A value on one line, secrets masked. @param name of the attribute, which tells what is secret */
export function shortValue(name: string, value: unknown): string {
  const row = redact({ [name]: value });
  const masked = isRecord(row) ? row[name] : undefined;
  const text = plainMasks(typeof masked === 'string' ? masked : (JSON.stringify(masked) ?? ''), '(secret)');
  return text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text;
}
