const FULL = /^[0-9a-f]{12}$/;
const PIECE = /^\*?[0-9a-f]{2,12}\*?$/;

/**
 * Reads a MAC address as people write it (`AA:BB:CC:DD:EE:FF`, `aabb.ccdd.eeff`, `aa-bb-…`), or a piece of one for the
 * searches that match prefixes.
 *
 * @returns lower-case hex digits without separators, the form that the API takes
 * @throws Error with a sentence that shows the accepted forms
 */
export function parseMac(text: string): string {
  const digits = text
    .trim()
    .toLowerCase()
    .replace(/[:.\-\s]/g, '');
  if (FULL.test(digits) || PIECE.test(digits)) return digits;
  throw new Error(`"${text}" is not a MAC address; write 12 hex digits such as 5c:5b:35:00:00:01`);
}
