import { z } from 'zod';
import { macProblem, parseId, parseMac, parseMacPiece } from '../core/ids.ts';
import { parseTime } from '../core/time.ts';

/** Characters of a value that a sentence about it repeats. */
export const LONGEST_SHOWN = 80;

/** Raw shape of a tool's inputs. */
export type Inputs = Readonly<Record<string, z.ZodType>>;

/** The schema of a tool's inputs together. */
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

function readMac(text: string): string {
  const mac = parseMac(text) ?? parseMacPiece(text);
  if (mac === undefined) throw new Error(`${macProblem(text)}; got ${JSON.stringify(text.slice(0, LONGEST_SHOWN))}`);
  return mac;
}

/**
 * A MAC in any notation, a device id that holds one, or several with commas; the tool sees 12 lower-case hex digits, or
 * the piece that some searches take.
 */
export const macAddress = () => reading((text) => text.split(',').map(readMac).join(','));

/**
 * Inputs that many tools share. They are described once, in the server's instructions, not in every tool: a
 * description here would be paid for some twenty times in every conversation. A tool that always needs one takes it
 * with `unwrap()`.
 */
export const org_id = z.string().optional();
export const site_id = z.string().optional();
export const mac = macAddress().optional();
export const start = time().optional();
export const end = time().optional();
export const duration = z.string().optional();
export const interval = z.string().optional();
export const limit = z.int().min(1).max(1000).default(20);
export const page = z.int().min(1).optional();
export const fields = z.array(z.string()).optional();
/** Configuration as it is written: thousands of its lines of commands or rows to import are one list. */
export const LONG_LISTS = { maxItems: 20_000 };
/** Whether a picture of the time series is wanted beside its numbers. */
export const chart = z.boolean().optional();

/** A device by id or by MAC, each in any notation; what is neither stays as it is, for the route to judge. */
export const deviceName = z.string().transform((text) => parseId(text) ?? parseMac(text) ?? text);
