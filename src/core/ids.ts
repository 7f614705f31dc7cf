/** A device's id is its MAC behind this. */
const PREFIX = '00000000-0000-0000-1000-';
const MAC = /^[0-9a-f]{12}$/;

/** The id of a device given by its MAC (12 lower-case hex digits); anything else stays as it is. */
export const deviceIdOf = (text: string): string => (MAC.test(text) ? PREFIX + text : text);

/** The MAC of a device given by its id, in lower case; anything else stays as it is. */
export const macOf = (text: string): string =>
  text.startsWith(PREFIX) ? text.slice(PREFIX.length).toLowerCase() : text;
