import { isRecord } from '../../src/core/json.ts';

/** What a tool answered, as an application sees it. */
export interface ToolAnswer {
  /** The answer's object: structured content, or the text read as JSON for an error. */
  readonly data: Record<string, unknown>;
  readonly isError: boolean;
  readonly text: string;
}

/** Reads a tool result; text and structured content must say the same. */
export function readAnswer(result: Readonly<Record<string, unknown>>): ToolAnswer {
  const [first]: unknown[] = Array.isArray(result.content) ? result.content : [];
  const text = isRecord(first) && typeof first.text === 'string' ? first.text : '';
  const parsed: unknown = JSON.parse(text);
  if (!isRecord(parsed)) throw new Error(`the answer is not an object: ${text.slice(0, 200)}`);
  const isError = result.isError === true;
  if (isError && result.structuredContent !== undefined) throw new Error('an error with structured content');
  if (!isError && result.structuredContent !== undefined && JSON.stringify(result.structuredContent) !== text) {
    throw new Error('text and structured content differ');
  }
  return { data: { ...parsed }, isError, text };
}
