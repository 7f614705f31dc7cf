import { isWholeMask, maskOf } from '../../core/mask.ts';

/** The whole value is a reference to a variable, not the secret itself. */
const REFERENCE = /^\s*\{\{[^{}]*\}\}\s*$/;

/** A text that stands in the place of a secret, masked; nothing, a mask and a reference to a variable stay. */
export const maskValue = (text: string, name: string): string =>
  text === '' || isWholeMask(text) || REFERENCE.test(text) ? text : maskOf(name);

const ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Whether a text is the id of an object, which is no secret whatever word stands before it. */
export const isObjectId = (text: string): boolean => ID.test(text);
