import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { isRecord, parseJson } from '../core/json.ts';
import { INVALID_PARAMS } from './frame-error.ts';

/** A list of a validator's findings, which is what the SDK words a caller's mistake as, often after a few words. */
const DUMP = /\[\s*\{.*\}\s*\]\s*$/s;

/** An answer as it leaves: what a validator found wrong with the parameters is the caller's mistake, in one sentence. */
export function withPlainError(message: JSONRPCMessage): JSONRPCMessage {
  const [dump] = ('error' in message && DUMP.exec(message.error.message)) || [];
  if (dump === undefined) return message;
  const findings = parseJson(dump);
  const [first]: unknown[] = Array.isArray(findings) ? findings : [];
  const path = isRecord(first) && Array.isArray(first.path) ? first.path.join('.').slice(0, 100) : '';
  const text = path === '' ? 'The parameters are not valid.' : `\`${path}\` is not valid.`;
  return { ...message, error: { code: INVALID_PARAMS, message: text } };
}
