import { foldName } from '../../core/fold-name.ts';
import { parseMac } from '../../core/ids.ts';

/** How well a text fits what was found. */
export type Fit = 'exact' | 'part';

/**
 * How a text fits the values that something goes by: one of them whole (MACs in any notation, names in any case, a user
 * without the domain, a host without its own), or a part of one.
 *
 * @returns undefined where it fits none
 */
export function fitOf(text: string, values: readonly (string | undefined)[]): Fit | undefined {
  const wanted = foldName(text).replaceAll('*', '');
  const mac = parseMac(text);
  let fit: Fit | undefined;
  for (const value of values) {
    if (value === undefined || value === '') continue;
    const own = foldName(value);
    const short = own.split(/[@.]/, 1)[0];
    if (own === wanted || (mac !== undefined && parseMac(value) === mac)) return 'exact';
    if (short === wanted && !/^\d+$/.test(short)) return 'exact';
    if (wanted !== '' && own.includes(wanted)) fit = 'part';
  }
  return fit;
}

/** What kind of word a text is, as far as its form tells. */
export type TextForm = 'mac' | 'hex' | 'ip' | 'user' | 'serial' | 'word';

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const IPV6 = /^(?=.*::|(?:[^:]*:){7})[0-9a-f:]+$/i;
/** Serial numbers are in upper case, and some have twelve hexadecimal digits, as a MAC has. */
const HEX_SERIAL = /^(?=.*[A-F])[0-9A-F]{12}$/;
const SERIAL = /^(?=(?:.*\d){3})[A-Z0-9]{8,20}$/i;

/** The form of a text, which decides where to look first. */
export function formOf(text: string): TextForm {
  if (IPV4.test(text) || IPV6.test(text)) return 'ip';
  if (HEX_SERIAL.test(text)) return 'hex';
  if (parseMac(text) !== undefined) return 'mac';
  if (text.includes('@')) return 'user';
  return SERIAL.test(text) ? 'serial' : 'word';
}

/**
 * A text as the API searches for it anywhere in a value.
 *
 * @param text what was asked for; its own `*` are kept
 */
export const anywhere = (text: string): string => (text.includes('*') ? text : `*${text}*`);
