import { maskOf } from '../core/mask.ts';

/** Hashes and reversible encodings of Junos and Unix: `$1$` MD5, `$5$` and `$6$` SHA, `$8$` and `$9$` Junos. */
const HASH = /\$(?:1|5|6|8|9|2[aby]|sha1|y)\$[^\s"';,]+/g;

/** A private key, whole or cut off. */
const PRIVATE_KEY = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)/g;

/** `https://user:password@host`. */
const URL_PASSWORD = /(:\/\/[^\s/:@?#]*:)[^\s/@]+(?=@)/g;

/** A URL with a host; one without is the API's own, whose `token` only continues a list. */
const URL_WITH_HOST = /:\/\/[^\s"'<>]+/g;
const URL_TOKEN = /([?&](?:[\w-]{0,40}(?:token|secret|password|api_?key|signature)|sig)=)[^&#]+/gi;

/** A credential of a header. The digit tells it from words: "basic authentication-policies" is none. */
const AUTHORIZATION = /\b((?:bearer|basic|token)\s{1,4})(?=[A-Za-z._~+/-]*\d)[A-Za-z0-9._~+/-]{16,}=*/gi;

/**
 * What must not be taken for a secret, or the words before a secret and then its value, in a line of device
 * configuration. Repetitions are bounded: the text is not ours, and its length must not multiply the time.
 */
const CLI = new RegExp(
  [
    /\b(?:description|message|announcement)[ \t]{1,8}"[^"\n]*"/,
    /\b((?:[\w-]{0,40}(?:password(?:-value)?|passwd|passphrase|secret|psk|shared-key|(?:authentication|encryption|privacy|auth|hello)-key|key-string)|pre-shared-key[ \t]{1,8}ckn[ \t]{1,8}[^\s]{1,80}[ \t]{1,8}cak|\bcak|(?<!\b(?:policy-options|from|then)[ \t]{1,8})community|md5[ \t]{1,8}\d{1,3}[ \t]{1,8}key)(?:[ \t]{1,8}(?:ascii-text|hexadecimal|plain-text|sha\d{0,3}|md5|[05-9]))?[ \t]{1,8})("[^"\n]*"|'[^'\n]*'|[^\s;]+)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
);

/** Words that follow such a word without being its value. */
const NOT_A_VALUE = /^(?:\{|members|add|delete|set|read-only|ascii-text|hexadecimal|plain-text|ckn)$/;

/** Names whose text is device configuration. */
const CLI_NAME = /(?:^|_)(?:cli|cmds?|commands?)$/;

/** A line of device configuration wherever it stands: in notes, audit logs, output of commands. */
const COMMAND =
  /^[ \t]{0,8}(?:set|delete)[ \t]{1,4}(?:access|event-options|groups|interfaces|policy-options|protocols|routing-instances|security|services|snmp|system|vlans)[ \t]/im;

/** Whether the text under a name is lines of device configuration. */
export const isCliName = (name: string): boolean => CLI_NAME.test(name);

/** Variables are references, not secrets. */
const isPlain = (value: string): boolean => NOT_A_VALUE.test(value) || value.includes('{{');

const maskCli = (text: string): string =>
  text.replace(CLI, (all: string, before?: string, value: string = '') =>
    before === undefined || isPlain(value) ? all : `${before}"${maskOf('cli')}"`,
  );

const maskUrls = (text: string): string =>
  text
    .replace(URL_WITH_HOST, (url) => url.replace(URL_TOKEN, `$1${maskOf('token')}`))
    .replace(URL_PASSWORD, `$1${maskOf('password')}`);

/**
 * Masks what looks like a secret inside free text.
 *
 * @param cli whether the text is device configuration, where the word before a value tells what it is
 */
export function maskText(text: string, cli: boolean): string {
  let masked = cli || (text.includes('set ') && COMMAND.test(text)) ? maskCli(text) : text;
  if (masked.includes('$')) masked = masked.replace(HASH, maskOf('hash'));
  if (masked.includes('-----BEGIN')) masked = masked.replace(PRIVATE_KEY, maskOf('private key'));
  if (masked.includes('://')) masked = maskUrls(masked);
  return masked.length > 20 ? masked.replace(AUTHORIZATION, `$1${maskOf('authorization')}`) : masked;
}
