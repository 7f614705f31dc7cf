import { isRecord } from '../../core/json.ts';

/** One message of the stream, taken out of its envelopes. */
export interface Frame {
  /** `channel_subscribed`, `data` and the like; empty where the message names none. */
  readonly event: string;
  readonly channel: string | undefined;
  /** What the command's answer called `session`. */
  readonly session: string | undefined;
  /** Output as the device wrote it, with its control codes. */
  readonly raw: string;
  /** The device said that nothing follows. */
  readonly finished: boolean;
  /** Why the cloud refused, where it said so; text from outside. */
  readonly detail: string | undefined;
}

/** JSON in JSON in JSON: the cloud encodes twice, and no more is to be expected. */
const DEEPEST = 3;

function parsed(text: string): unknown {
  if (!/^\s*["{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Opens text that holds a JSON object, however often it was encoded; anything else stays as it is. */
function opened(value: unknown): unknown {
  let open = value;
  for (let depth = 0; depth < DEEPEST && typeof open === 'string'; depth++) {
    const next = parsed(open);
    if (next === open) break;
    open = next;
  }
  // A line of output that happens to be a quoted text is output.
  return isRecord(open) ? open : value;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Output that came as lines, numbers or an object is shown as such. */
function output(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : `${JSON.stringify(value)}\n`;
}

/**
 * Reads a message of the stream: `{event, channel, data}`, where `data` may be JSON as text, holding `session` and `raw`.
 *
 * @returns undefined for a message that is not a JSON object
 */
export function readFrame(message: string): Frame | undefined {
  const outer = opened(message);
  if (!isRecord(outer)) return undefined;
  const data = opened(outer.data);
  const inner = isRecord(data) ? data : outer;
  return {
    event: text(outer.event) ?? '',
    channel: text(outer.channel),
    session: text(inner.session) ?? text(outer.session),
    raw: typeof data === 'string' ? data : output(inner.raw),
    finished: inner.finished === true || outer.finished === true,
    detail: text(outer.detail) ?? text(inner.detail) ?? text(outer.reason),
  };
}
