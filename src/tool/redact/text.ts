import { maskOf } from '../../core/mask.ts';
import { maskCli } from './cli.ts';
import { maskForms, withPlainSigns } from './forms.ts';
import { maskPairs } from './pairs.ts';
import { maskUrls } from './urls.ts';
import { isObjectId } from './value.ts';

/** Hashes and reversible encodings of Junos and Unix: `$1$` MD5, `$5$` and `$6$` SHA, `$8$` and `$9$` Junos. */
const HASH = /\$(?:1|5|6|8|9|2[aby]|sha1|y)\$[^\s"';,\\]+/g;

/** A private key, whole or cut off. */
const PRIVATE_KEY =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g;

/** A JSON Web Token, signed or encrypted, whole or cut off: a header in base64url, a dot, and what follows. */
const JWT = /(?:(?<![\w-])|(?<=%[0-9a-f]{2}))eyJ[\w-]{5,}(?:\.|%2e)[\w-]{5,}(?:(?:\.|%2e)[\w-]*){0,3}/gi;

/** A credential of a header. The digit tells it from words: "basic authentication-policies" is none. */
const AUTHORIZATION = /\b((?:bearer|basic|token)\s{1,4})(?=[A-Za-z._~+/-]*\d)([A-Za-z0-9._~+/-]{16,}=*)/gi;

/** The same under its name, however short. */
const AUTHORIZATION_NAMED =
  /(\bauthorization\\{0,15}["']?\s{0,4}[:=]\s{0,4}\\{0,15}["']?(?:bearer|basic|digest|token)\s{1,4})([^\s"',;\\•]{3,})/gi;

const maskAuthorization = (all: string, before: string, value: string): string =>
  /^token/i.test(before) && isObjectId(value) ? all : `${before}${maskOf('authorization')}`;

/**
 * Masks what is secret inside free text, by the name it stands under or by its form. Time grows with the length of the
 * text alone: it is not ours, and may be megabytes.
 *
 * @param cli whether all of the text is device configuration, where the word before a value tells what it is
 */
export function maskText(text: string, cli: boolean): string {
  const plain = withPlainSigns(text);
  const masked = maskPlain(plain, cli);
  return masked === plain ? text : masked;
}

function maskPlain(text: string, cli: boolean): string {
  // A mask has spaces, where a URL ends: its parameters are masked together, before any of them alone.
  let masked = maskCli(maskForms(maskPairs(maskUrls(text))), cli);
  if (masked.includes('$')) masked = masked.replace(HASH, maskOf('hash'));
  if (masked.includes('-----BEGIN')) masked = masked.replace(PRIVATE_KEY, maskOf('private key'));
  if (masked.includes('eyJ')) masked = masked.replace(JWT, maskOf('jwt'));
  if (masked.length <= 20) return masked;
  return masked.replace(AUTHORIZATION_NAMED, `$1${maskOf('authorization')}`).replace(AUTHORIZATION, maskAuthorization);
}
