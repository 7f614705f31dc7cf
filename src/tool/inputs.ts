import * as z from 'zod';
import { matchChoice } from '../core/choice.ts';
import { ID_SHAPE, macProblem, parseId, parseMac, parseMacPiece } from '../core/ids.ts';
import { parseSpan, parseTime, spanText } from '../core/time.ts';
import { MAX_PAGE_SIZE } from '../mist/limits.ts';

/** Characters of a value that a sentence about it repeats. */
export const LONGEST_SHOWN = 80;

/** Raw shape of a tool's inputs. */
export type Inputs = Readonly<Record<string, z.ZodType>>;

/** The schema of a tool's inputs together. Making one costs more than reading by it. */
export const inputsObject = <I extends Inputs>(inputs: I) => z.strictObject(inputs);

/** What a tool sees after its inputs were read. */
export type Values<I extends Inputs> = z.output<ReturnType<typeof inputsObject<I>>>;

/** A text that is read into another form; what cannot be read becomes the issue's message. */
function reading(read: (text: string) => string) {
  return z.string().transform((text, context) => {
    try {
      return read(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      return z.NEVER;
    }
  });
}

/** Epoch seconds, ISO 8601 or relative to now; the tool sees epoch seconds as text, the form of the API. */
export const time = () => reading((text) => String(parseTime(text)));

const got = (text: string): string => `got ${JSON.stringify(text.slice(0, LONGEST_SHOWN))}`;

/** An id in either case, with or without dashes; the tool sees it as the API writes it. */
export const id = () =>
  reading((text) => {
    const read = parseId(text);
    if (read === undefined) throw new Error(`must be an ID (${ID_SHAPE}); ${got(text)}`);
    return read;
  });

/** An id or a name: a text that has the shape of an id becomes the id as the API writes it. */
export const idOrName = () => z.string().transform((text) => parseId(text) ?? text);

/** A length of time; the tool sees the form of the API, such as `90m`. A number alone is seconds. */
const span = () =>
  reading((text) => {
    const seconds = /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : parseSpan(text.replace(/^\s*-/, ''));
    if (seconds === undefined) throw new Error(`must be a duration such as 10m, 1d or 2w; ${got(text)}`);
    return spanText(seconds);
  });

function readMac(text: string): string {
  const mac = parseMac(text) ?? parseMacPiece(text);
  if (mac === undefined) throw new Error(`${macProblem(text)}; ${got(text)}`);
  return mac;
}

/**
 * A MAC in any notation, a device id that holds one, or several with commas; the tool sees 12 lower-case hex digits, or
 * the piece that some searches take.
 */
export const macAddress = () => reading((text) => text.split(',').map(readMac).join(','));

/** The same of a device, which its exact name says too; what is no MAC stays as it is, to be looked up. */
export const deviceMac = () =>
  z.string().transform((text) => {
    const parts = text.split(',').map((part) => parseMac(part) ?? parseMacPiece(part));
    return parts.every((part) => part !== undefined) ? parts.join(',') : text;
  });

/**
 * Inputs that many tools share. They are described once, in the server's instructions, not in every tool: a
 * description here would be paid for some twenty times in every conversation. A tool that always needs one takes it
 * with `unwrap()`.
 */
export const org_id = idOrName().optional();
export const site_id = idOrName().optional();
export const mac = macAddress().optional();
export const start = time().optional();
export const end = time().optional();
export const duration = span().optional();
export const interval = span().optional();
export const limit = z.int().min(1).max(MAX_PAGE_SIZE).default(20);
export const page = z.int().min(1).optional();
export const fields = z.array(z.string()).optional();
/** Configuration as it is written: nothing inside it is left out, and thousands of its lines of commands are one list. */
export const CONTENT = { maxItems: 20_000, isContent: true };
/** Whether a picture of the time series is wanted beside its numbers. */
export const chart = z.boolean().optional();

/** A word of a list too long to advertise, in any case and number; another word stays as it is. */
export const choiceOf = (words: readonly string[]) => z.string().transform((text) => matchChoice(text, words) ?? text);

/** A device by id or by MAC, each in any notation; what is neither stays as it is, a name to be looked up. */
export const deviceName = z.string().transform((text) => parseId(text) ?? parseMac(text) ?? text);
