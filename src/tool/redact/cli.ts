import { maskOf } from '../../core/mask.ts';

const GAP = '[ \\t]{1,8}';

/** Words that a credential follows. */
const BEFORE = [
  'password(?:-value)?|passwd|passphrase|secret(?:-key)?|psk|key-string|(?:auth|priv)-pass|\\bcak',
  'registration-code|activation-key|wpa-passphrase',
  '(?:pre-shared|shared|server|authentication|encryption|privacy|auth|hello|message-digest|client)-key',
  `community(?:-name)?(?<!\\b(?:policy-options|from|then)${GAP}community)`,
  `md5${GAP}\\d{1,3}${GAP}key`,
  `\\b(?:radius|tacacs|tacplus)-server${GAP}[^\\n]{0,120}?\\bkey`,
  `\\bkey(?=${GAP}(?:plaintext|ciphertext|ascii-text|hexadecimal|[078])${GAP})`,
].join('|');

/** Words between: the number of the key, how it is written, with which algorithm. */
const BETWEEN = [
  `\\d{1,5}(?=${GAP}(?:type|value|md5|sha|hmac|plaintext|ciphertext|secret)\\b)`,
  'ascii-text|hexadecimal|plain-?text|clear-?text|ciphertext|encrypted|hashed|value|md5|sha[\\d-]{0,8}|hmac-[\\w-]{1,20}',
  `type${GAP}[\\w-]{1,20}|ckn${GAP}[^\\s]{1,80}${GAP}cak|cak|[05-9]`,
].join('|');

/** What must not be taken for a credential, or the words before one and then its value. */
const CREDENTIAL = new RegExp(
  `\\b(?:description|message|announcement|banner)${GAP}"[^"\\n]*"|((?:${BEFORE})${GAP}(?:(?:${BETWEEN})${GAP}){0,4})(\\\\{0,15}"[^"\\n]*"?|'[^'\\n]*'?|[^\\s;]+)(${GAP}(?:members|\\{[ \\t]{0,8}members)\\b)?`,
  'gi',
);

/** Junos marks what is secret in a configuration in curly form. */
const MARKED = /("[^"\n]*"|(?<![^\s;])[^\s;]+)(?=;?[ \t]{0,8}##[ \t]{1,4}SECRET-DATA)/;

/** Words that follow such a word without being its value. */
const NOT_A_VALUE = /^(?:\{|\[|members|add|delete|set|read-only|ascii-text|hexadecimal|plain-text|ckn|##)$/;

/** Variables are references, not secrets. */
const isPlain = (value: string): boolean => NOT_A_VALUE.test(value) || value.includes('{{');

/** A line of device configuration wherever it stands: in notes, audit logs, output of commands. */
const SET_LINE =
  /^[ \t]{0,8}(?:set|delete)[ \t]{1,4}(?:access|event-options|groups|interfaces|policy-options|protocols|routing-instances|security|services|snmp|system|vlans)[ \t]/i;
const OTHER_LINE = new RegExp(
  `^[ \\t]{0,8}(?:${[
    `snmp-server${GAP}community|snmpv3${GAP}user|(?:radius|tacacs)-server${GAP}[^\\n]{0,120}\\bkey`,
    `[^\\n]{0,120}\\b(?:registration-code|activation-key|wpa-passphrase)${GAP}[^\\s]`,
    `enable${GAP}(?:secret|password)${GAP}\\d|ntp${GAP}authentication-key`,
    `user(?:name)?${GAP}[^\\s]{1,80}${GAP}[^\\n]{0,80}(?:password|secret)${GAP}(?:\\d|plaintext|ciphertext)`,
    `[^\\n]{0,200}\\b(?:key|password|secret)${GAP}7${GAP}[0-9A-Fa-f]{8,}`,
    `[^\\n]{0,200}\\b(?:plaintext|ciphertext)${GAP}[^\\s]`,
  ].join('|')})`,
  'i',
);

/** The beginning of a block, of a configuration in curly form. */
const CURLY =
  /^[ \t]{0,40}(?:access|groups|interfaces|login|macsec|ntp|policy-options|pre-shared-key|protocols|radius-server|root-authentication|routing-instances|security|snmp|system|tacplus-server|v3)(?:[ \t][^\n{]{0,80})?[ \t]{1,4}\{/m;
const CURLY_LINE = /[;{][ \t]{0,8}(?:##.{0,80})?\r?$/;

/** Whether a community is one of routes, which is no secret: the conditions and actions of a policy name those. */
const isOfRoutes = (before: string, block: string): boolean =>
  /^community/i.test(before) && /^(?:from|then)$/.test(block);

function maskLine(line: string, block: string): string {
  const masked = line.replace(CREDENTIAL, (all: string, before?: string, value: string = '', members?: string) =>
    before === undefined || members !== undefined || isPlain(value) || isOfRoutes(before, block)
      ? all
      : `${before}"${maskOf('cli')}"`,
  );
  return masked.includes('SECRET-DATA')
    ? masked.replace(MARKED, (all) => (all.startsWith('"•••') ? all : `"${maskOf('cli')}"`))
    : masked;
}

/** The first word of a line that begins a block. */
const headOf = (line: string): string => /^[ \t]{0,40}([\w-]{1,40})/.exec(line)?.[1] ?? '';

/**
 * Masks credentials in lines of device configuration: Junos in set and curly form, AOS-CX and its like.
 *
 * @param all every line is one; else only those that look like one, so that prose stays
 */
export function maskCli(text: string, all: boolean): string {
  if (!all && !text.includes(' ')) return text;
  const curly = text.includes('{') && CURLY.test(text);
  const blocks: string[] = [];
  return text
    .split('\n')
    .map((line) => {
      const block = blocks.at(-1) ?? '';
      if (/\{[ \t]{0,8}\r?$/.test(line)) blocks.push(headOf(line));
      else if (/^[ \t]{0,80}\}/.test(line)) blocks.pop();
      const isCommand = all || SET_LINE.test(line) || OTHER_LINE.test(line) || line.includes('SECRET-DATA');
      return isCommand || (curly && CURLY_LINE.test(line)) ? maskLine(line, block) : line;
    })
    .join('\n');
}
