import { MistError } from '../../core/errors/mist-error.ts';
import { isDeeper } from '../../core/json-depth.ts';
import { type JsonBounds, passes, scanJson } from '../../core/json-scan.ts';
import { readGenerated } from '../spec/layer-files.ts';
import { effectOf, operation } from '../spec/operations.ts';
import type { Route } from '../spec/routes.ts';
import { isHtml } from './error-detail.ts';

const JSON_TYPE = /^(?:application|text)\/(?:[\w.-]+\+)?json\b/i;

/** Levels that an answer may have; what walks it may call itself that often. */
const DEEPEST = 200;

/** Below this size an answer cannot hold more than is read in a moment, in bytes. */
const SMALL = 1024 * 1024;
/**
 * Objects and lists, members and elements, and different names of members of the largest answers that the API gives,
 * several times over.
 */
const MOST: JsonBounds = { containers: 500_000, separators: 5_000_000, names: 50_000 };

/**
 * Refuses a body whose reading would keep everybody waiting: ten megabytes of `{}` take seconds, those of an answer do
 * not.
 *
 * @throws MistError of kind `too_large`
 */
export function checkPieces(route: Route, body: Uint8Array): void {
  if (body.byteLength <= SMALL || !passes(scanJson(body, MOST), MOST)) return;
  throw new MistError(
    'too_large',
    `The answer to ${route} has too many pieces to be read.`,
    'Ask for less: a smaller limit, a narrower time, or a filter.',
  );
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** Whether the spec lets a route answer with a file. Read only when an answer turns out not to be JSON. */
function answersWithFile(route: Route): boolean {
  const { response = '', response_types = [] } = operation(route);
  if (response_types.some((type) => !JSON_TYPE.test(type))) return true;
  const definition = member(member(readGenerated('responses.json'), '$defs'), response);
  return member(definition, 'contentMediaType') !== undefined;
}

/**
 * The value of a successful answer.
 *
 * @param text the body, read whole
 * @returns the JSON value; the text itself where the route answers with a file of text (CSV, XML); undefined when
 * something that changes the network answered with nothing, as the API often does
 * @throws MistError of kind `not_json` saying what came instead
 */
export function parseBody(route: Route, text: string): unknown {
  if (text.trim() === '') {
    if (!route.startsWith('GET ') || effectOf(route) !== 'read') return undefined;
    throw notJson(`The answer to ${route} was empty.`, 'Try again; an empty list would have been written as one.');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    if (isHtml(text)) {
      const advice = 'A proxy, firewall or login portal in between answers for it: check MIST_HOST and the way to it.';
      throw notJson(`The answer to ${route} was a web page, not the API's JSON.`, advice);
    }
    if (answersWithFile(route)) {
      if (!/[\0\uFFFD]/.test(text)) return text;
      throw notJson(
        `The answer to ${route} is a binary file.`,
        'Fetch it in the Mist portal; it cannot be shown here.',
      );
    }
    const looksCut = /^\s*[[{"]/.test(text);
    throw looksCut
      ? notJson(`The answer to ${route} is broken JSON, probably cut off.`, 'Try again; ask for less if it repeats.')
      : notJson(`The answer to ${route} was not JSON.`, 'Check that MIST_HOST names a Mist API host.');
  }
  if (!isDeeper(value, DEEPEST)) return value;
  throw notJson(`The answer to ${route} is nested deeper than ${DEEPEST} levels.`, 'No answer of the Mist API is.');
}

const notJson = (what: string, advice: string): MistError => new MistError('not_json', what, advice);
