import { isOwnPath } from '../../src/mist/spec/route-shape.ts';
import { fromEntries, isObject, type JsonObject, objectAt } from './json.ts';
import { SpecError } from './spec.ts';

const METHODS = new Set(['get', 'put', 'post', 'delete']);
const OTHER_METHODS = ['patch', 'head', 'options', 'trace', 'query'];

/** A document without the operations that this project cannot call, and what those are. */
export interface Trimmed {
  root: JsonObject;
  /** One line each: the operation and why it is left out. */
  leftOut: readonly string[];
}

const named = (path: string, item: JsonObject): string[] =>
  Object.keys(item)
    .filter((method) => METHODS.has(method) || OTHER_METHODS.includes(method))
    .map((method) => `${method.toUpperCase()} ${path}`);

/**
 * Leaves out operations whose path is not below `/api/v1/`, since requests go nowhere else, and those with a method
 * that the client does not have. One odd operation must not keep a release back.
 *
 * @throws SpecError where nothing is left
 */
export function leaveOut(root: JsonObject, title: string): Trimmed {
  const leftOut: string[] = [];
  const paths = Object.entries(objectAt(root, 'paths')).flatMap(([path, item]): [string, JsonObject][] => {
    if (!isObject(item)) return [];
    if (!isOwnPath(path)) {
      leftOut.push(...named(path, item).map((route) => `${route}: not a path below /api/v1/`));
      return [];
    }
    const unknown = OTHER_METHODS.filter((method) => method in item);
    leftOut.push(...unknown.map((method) => `${method.toUpperCase()} ${path}: a method that is not called from here`));
    return [[path, fromEntries(Object.entries(item).filter(([method]) => !unknown.includes(method)))]];
  });
  if (paths.length === 0) {
    const [first = '?'] = Object.keys(objectAt(root, 'paths'));
    throw new SpecError(`this is not the Mist API's document, but "${title}": ${first} is not under /api/v1/`);
  }
  return { root: { ...root, paths: fromEntries(paths) }, leftOut };
}
