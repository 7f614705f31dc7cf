import { isSecretName } from '../../mist/spec/secret-names.ts';
import { maskCli } from './cli.ts';
import { type Sensitivity, sensitivityOf } from './sensitivity.ts';
import { isObjectId, maskValue } from './value.ts';

/** A name in quotes and its colon, in JSON however often it was put into a text, or as Python prints it. */
const NAME = /(\\{0,15})(["'])([\w.$ -]{1,60})\1\2\s{0,8}:\s{0,8}/g;

/** Containers in containers that are looked at by their place; deeper ones are masked whole. */
const DEEPEST = 3;

/** A piece of a text, end excluded. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** The content of the quoted text that begins at a place, and where it is over; a text that was cut is so at its end. */
function quotedAt(text: string, at: number, slashes: number): (Span & { readonly after: number }) | undefined {
  const quote = text[at + slashes];
  if ((quote !== '"' && quote !== "'") || text.slice(at, at + slashes) !== '\\'.repeat(slashes)) return undefined;
  const start = at + slashes + 1;
  for (let end = text.indexOf(quote, start); end >= 0; end = text.indexOf(quote, end + 1)) {
    let run = 0;
    while (end - run > start && text[end - run - 1] === '\\') run += 1;
    // Each time JSON is put into a text doubles the slashes; a quote with others belongs to the content.
    if (run >= slashes && (run - slashes) % (2 * (slashes + 1)) === 0) {
      return { start, end: end - slashes, after: end + 1 };
    }
  }
  return { start, end: text.length, after: text.length };
}

/** Signs of JSON in a text: brackets, and quotes with their slashes. */
const SIGN = /[{}[\]]|\\{0,15}["']/g;

/** Where the object or list that begins at a place ends; the end of the text where it was cut. */
function containerEnd(text: string, at: number): number {
  const sign = new RegExp(SIGN);
  sign.lastIndex = at;
  let depth = 0;
  for (let found = sign.exec(text); found; found = sign.exec(text)) {
    const [one] = found;
    if (one === '{' || one === '[') depth += 1;
    else if (one === '}' || one === ']') depth -= 1;
    else sign.lastIndex = quotedAt(text, found.index, one.length - 1)?.after ?? sign.lastIndex;
    if (depth === 0) return sign.lastIndex;
  }
  return text.length;
}

/** Lines of device configuration as the content of a quoted text, where quotes and line feeds have slashes. */
function maskLines(content: string, slashes: number): string {
  const quote = `${'\\'.repeat(2 * slashes + 1)}"`;
  return content
    .split(/(\\{1,15}n)/)
    .map((line) => maskCli(line, true).replaceAll('"•••', `${quote}•••`).replaceAll('•••"', `•••${quote}`))
    .join('');
}

/** The same with every quoted text in an object or a list. */
function maskAllLines(text: string): string {
  const sign = new RegExp(SIGN);
  let masked = '';
  let done = 0;
  for (let found = sign.exec(text); found; found = sign.exec(text)) {
    const slashes = found[0].length - 1;
    const quoted = quotedAt(text, found.index, slashes);
    if (!quoted) continue;
    masked += text.slice(done, quoted.start) + maskLines(text.slice(quoted.start, quoted.end), slashes);
    done = quoted.end;
    sign.lastIndex = quoted.after;
  }
  return masked + text.slice(done);
}

const SCALAR = /[^\s,;}\]"'\\]{1,200}/y;
const SWITCH = /^(?:true|false|null|none|undefined)$/i;

/** Schemas describe secrets and hold none. */
const SCHEMA =
  /^\{\s{0,8}\\{0,15}"(?:\$ref|properties|type\\{0,15}"\s{0,8}:\s{0,8}\\{0,15}"(?:string|object|array|integer|number|boolean)\\{0,15}")/;

/** A plain `key` that looks like one: long, of letters and digits, and no id; of one that was cut, any beginning. */
const isKeyLike = (name: string, value: string, cut: boolean): boolean =>
  name === 'key' &&
  (/^(?=\D*\d)[\w+/=.-]{20,}$/.test(value) || (cut && /^(?=\D*\d)[\w+/=.-]{4,}$/.test(value))) &&
  !isObjectId(value);

/** Where a name leads, and what is known there. */
interface NameContext {
  readonly place: Sensitivity;
  readonly owner: string;
  readonly depth: number;
}

/** What is known of the value under a name. */
interface ValueContext extends NameContext {
  readonly name: string;
  /** Slashes before each quote around it. */
  readonly slashes: number;
}

function maskContainer(text: string, { name, place, depth, slashes }: ValueContext): string {
  if (SCHEMA.test(text)) return text;
  if (place === 'secret' || place === 'all_values' || depth >= DEEPEST) return quotedMask(text, name, slashes);
  if (place === 'cli') return maskAllLines(text);
  return maskNamed(text, { place, owner: name === 'auth' ? 'wlan_auth' : name, depth: depth + 1 });
}

const quotedMask = (text: string, name: string, slashes: number): string => {
  const quote = `${'\\'.repeat(slashes)}"`;
  return `${quote}${maskValue(text, name)}${quote}`;
};

function maskNamed(text: string, around: NameContext): string {
  const finder = new RegExp(NAME);
  let masked = '';
  let done = 0;
  const put = ({ start, end }: Span, by: string): void => {
    masked += text.slice(done, start) + by;
    done = end;
    finder.lastIndex = Math.max(end, finder.lastIndex);
  };
  for (let found = finder.exec(text); found; found = finder.exec(text)) {
    const [, { length: slashes } = '', , name = ''] = found;
    const at = finder.lastIndex;
    const place = sensitivityOf(name, around.owner, around.place);
    // The end of a quoted text is looked for only where it matters, so that nothing is read twice.
    const quoted = place !== 'plain' || name === 'key' ? quotedAt(text, at, slashes) : undefined;
    if (quoted) {
      const content = text.slice(quoted.start, quoted.end);
      if (place === 'secret' || place === 'all_values' || isKeyLike(name, content, quoted.after === text.length))
        put(quoted, maskValue(content, name));
      else if (place === 'cli') put(quoted, maskLines(content, slashes));
    } else if ((text[at] === '{' || text[at] === '[') && (place !== 'plain' || name === 'auth')) {
      const end = containerEnd(text, at);
      put(
        { start: at, end },
        maskContainer(text.slice(at, end), { name, place, slashes, owner: '', depth: around.depth }),
      );
    } else if (place === 'secret') {
      SCALAR.lastIndex = at;
      const [value = ''] = SCALAR.exec(text) ?? [];
      if (value !== '' && !/^[{["'\\]/.test(value) && !SWITCH.test(value))
        put({ start: at, end: at + value.length }, quotedMask(value, name, slashes));
    }
  }
  return done === 0 ? text : masked + text.slice(done);
}

/** The API's own links, whose `token` only continues a list; or `name=value`, or `name: value` where it looks like one. */
const PAIR =
  /(?<![\w.:/-])\/api\/[^\s"'<>]*|(?<![\w.-])([A-Za-z][\w.-]{0,59})(?:([ \t]{0,2}=[ \t]{0,2})("[^"\n]*"?|'[^'\n]*'?|[^\s,;&"'•]+)|(:[ \t]{0,4})(?:(?=[^\s\d]{0,200}\d)([^\s,;"'{}[\]•]{8,})|("[^"\n•]{1,2000}"|'[^'\n•]{1,2000}')))/g;

/** Cookies that are a login; as names of attributes they may be anything. */
const COOKIES = /^(?:csrftoken|sessionid|jsessionid|phpsessid|connect\.sid)$/i;

type Maybe = string | undefined;

const maskPair = (
  all: string,
  name?: Maybe,
  equals?: Maybe,
  value = '',
  colon?: Maybe,
  word = '',
  quoted = '',
): string => {
  if (name === undefined || !(isSecretName(name) || (equals !== undefined && COOKIES.test(name)))) return all;
  const given = (equals === undefined ? word || quoted : value).replace(/^["']|["']$/g, '');
  if (SWITCH.test(given) || isObjectId(given) || given.startsWith('•••') || /^<|^\{\{|:\/\//.test(given)) return all;
  return `${name}${equals ?? colon}${maskValue(given, name)}`;
};

/**
 * Masks values under the names of secrets in a text that is not JSON as a whole: cut off, with words around it, several
 * of them, quoted once more, or written as `name=value`. Every character is read a bounded number of times.
 */
export function maskPairs(text: string): string {
  const named =
    text.includes(':') && /["']/.test(text) ? maskNamed(text, { place: 'plain', owner: '', depth: 0 }) : text;
  return /[=:]/.test(named) ? named.replace(PAIR, maskPair) : named;
}
