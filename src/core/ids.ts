/** Mist ids look like UUIDs but carry no RFC 4122 version: only the shape counts. */
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ID_DIGITS = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/;

const MAC = /^[0-9a-f]{12}$/;
const MAC_PIECE = /^(?:\*[0-9a-f]{1,12}\*?|[0-9a-f]{1,12}\*|[0-9a-f]{2,10})$/;
const SEPARATORS = /[:.\-\s]/g;

/** A device's id is its MAC behind this. */
const DEVICE_PREFIX = '00000000-0000-0000-1000-';

/** The shape of an id, for sentences about what is none. */
export const ID_SHAPE = '8-4-4-4-12 hexadecimal digits';

/** Whether a text has the shape of a Mist id, in either case. */
export const isId = (text: string): boolean => ID.test(text);

/** An id as the API writes it, from one in either case, with or without dashes; undefined for anything else. */
export function parseId(text: string): string | undefined {
  const [, ...parts] = ID_DIGITS.exec(text.trim().toLowerCase()) ?? [];
  return parts.length > 0 ? parts.join('-') : undefined;
}

const withoutSeparators = (text: string): string => text.replace(SEPARATORS, '').toLowerCase();

/**
 * The 12 lower-case hex digits of a whole MAC in any notation (`AA:BB:CC:DD:EE:FF`, `aabb.ccdd.eeff`, `aa-bb-…`), or of
 * the device id that holds it; undefined for anything else.
 */
export function parseMac(text: string): string | undefined {
  const digits = withoutSeparators(text);
  if (MAC.test(digits)) return digits;
  const id = parseId(text);
  return id?.startsWith(DEVICE_PREFIX) ? id.slice(DEVICE_PREFIX.length) : undefined;
}

/**
 * A piece of a MAC for searches that match by one: with `*` where digits are left out (`5c5b35*`, `*0a1b*`), or its
 * first digits, ten at most; undefined for anything else. Eleven digits are a MAC with a digit lost.
 */
export function parseMacPiece(text: string): string | undefined {
  const digits = withoutSeparators(text);
  return MAC_PIECE.test(digits) ? digits : undefined;
}

/** How many hex digits a text has in the place of a MAC, or undefined where it holds anything else. */
function countMacDigits(text: string): number | undefined {
  const digits = withoutSeparators(text);
  return /^[0-9a-f]{2,}$/.test(digits) ? digits.length : undefined;
}

/** The id of a device given by its MAC in any notation; anything else stays as it is. */
export function deviceIdOf(text: string): string {
  const digits = withoutSeparators(text);
  return MAC.test(digits) ? DEVICE_PREFIX + digits : text;
}

/** The MAC of a device given by its id; anything else stays as it is. */
export const macOf = (text: string): string => parseMac(text) ?? text;

/** Digits from which a text is rather an id that lost or gained some. */
const ID_DIGITS_FROM = 21;

/** Why a text names no MAC, as the end of a sentence: with the number of its digits where that is what is wrong. */
export function macProblem(text: string): string {
  if (parseId(text) !== undefined) return 'must be a MAC address, or a device ID that holds one';
  const digits = countMacDigits(text) ?? 12;
  if (digits >= ID_DIGITS_FROM) return `must be a MAC address or device ID (32 hex digits, not ${digits})`;
  return `must be a MAC address${digits === 12 ? '' : ` (12 hex digits, not ${digits})`} or device ID`;
}
