import { isSecretName } from '../../mist/spec/secret-names.ts';
import { isObjectId, maskValue } from './value.ts';

/** Text between a tag and its end, also with the brackets as entities. */
const TAG =
  /(<|&lt;)([A-Za-z][\w.:-]{0,59})((?:\s[^<>&]{0,200})?(?:>|&gt;))([^<>&]{1,2000})(?=(?:<|&lt;)\/\2(?:>|&gt;))/g;

/** What a secret is called in several words, and what stands behind it. The value has a digit, or is all capitals. */
const PHRASE =
  /\b((?:registration|activation|claim|invite|enrollment)[ -]codes?|(?:pre-?shared|shared|api|secret|access|encryption|wep|private|client|psk)[ -]keys?|(?:wi-?fi|wlan|root|admin) (?:password|passphrase)|(?:shared|client) secret|api token)(\s{0,2}[:=]\s{0,4}|\s{1,2}is\s{1,4})(["']?)([^\s"',;<•]{6,})/gi;

/** What is no word of a sentence. */
const CODE = /\d|^[A-Z-]{6,}$/;

/** A name of a secret in one attribute and its value in the next. */
const NEXT =
  /(\\{0,7}["'](?:name|key|field|attribute)\\{0,7}["']\s{0,4}:\s{0,4}\\{0,7}["']([\w.-]{1,60})\\{0,7}["']\s{0,4},\s{0,4}\\{0,7}["'](?:value|val|old|new|before|after)\\{0,7}["']\s{0,4}:\s{0,4}\\{0,7}["'])([^"'\\•]{1,2000})/g;

/**
 * Masks secrets in forms that are neither JSON nor pairs: `<psk>K</psk>`, `registration code: K`, and a name in one
 * attribute with its value in the next.
 */
export function maskForms(text: string): string {
  let masked = text;
  if (/<|&lt;/.test(masked))
    masked = masked.replace(TAG, (all, open: string, name: string, rest: string, value: string) =>
      isSecretName(name.replace(/^.*:/, '')) ? `${open}${name}${rest}${maskValue(value, name)}` : all,
    );
  if (masked.includes(':') && /["']/.test(masked))
    masked = masked.replace(NEXT, (all, before: string, name: string, value: string) =>
      isSecretName(name) ? `${before}${maskValue(value, name)}` : all,
    );
  return masked.replace(PHRASE, (all, name: string, between: string, quote: string, value: string) =>
    isObjectId(value) || !CODE.test(value) ? all : `${name}${between}${quote}${maskValue(value, name)}`,
  );
}

/** Signs of JSON as a URL writes them. */
const SIGNS: Readonly<Record<string, string>> = {
  '%22': '"',
  '%3a': ':',
  '%7b': '{',
  '%7d': '}',
  '%5b': '[',
  '%5d': ']',
  '%2c': ',',
  '%20': ' ',
};

/** JSON whose signs are written as entities of HTML or as in a URL, with the signs themselves; else the very same text. */
export function withPlainSigns(text: string): string {
  if (/&(?:quot|#34|#x22);/i.test(text)) return text.replace(/&(?:quot|#34|#x22);/gi, '"');
  if (!/%22/.test(text) || text.includes('"')) return text;
  return text.replace(/%(?:22|3a|7b|7d|5b|5d|2c|20)/gi, (sign) => SIGNS[sign.toLowerCase()] ?? sign);
}
