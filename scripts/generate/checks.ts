import { endlessSchema } from '../../src/mist/spec/newer/forms.ts';
import { isArray, isObject, type Json, type JsonObject, objectAt, textAt } from './json.ts';
import { patternProblems } from './patterns.ts';
import { brokenReferences, externalReferences, walk } from './references.ts';
import { serverProblems } from './servers.ts';
import { operations, parameters, type RawOperation, type Spec, SpecError } from './spec.ts';

const TYPES = new Set<Json | undefined>(['string', 'integer', 'number', 'boolean', 'array', 'object', 'null']);

function checkIds(all: readonly RawOperation[]): string[] {
  const routes = new Map<string, string>();
  const problems: string[] = [];
  for (const { id, route } of all) {
    const first = routes.get(id);
    if (id === '') problems.push(`${route} has no operationId`);
    else if (first) problems.push(`operationId ${id} is used by ${first} and by ${route}`);
    else routes.set(id, route);
  }
  return problems;
}

/** Path templates and declared path parameters must say the same. */
function checkParameters(spec: Spec, raw: RawOperation): string[] {
  const named = new Set([...raw.path.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name));
  const declared = parameters(spec, raw);
  const inPath = new Set(declared.filter((one) => one.in === 'path').map((one) => textAt(one, 'name') ?? ''));
  return [
    ...[...named].filter((name) => !inPath.has(name)).map((name) => `${raw.route} does not declare {${name}}`),
    ...[...inPath].filter((name) => !named.has(name)).map((name) => `${raw.route} declares ${name}, not in its path`),
    ...declared
      .filter((one) => textAt(one, 'name') === undefined || !isObject(one.schema))
      .map((one) => `${raw.route} has a parameter without name or schema: ${textAt(one, 'name') ?? '?'}`),
  ];
}

/** Only where a schema may stand is `type` a schema's. */
function checkTypes(root: JsonObject): string[] {
  const problems: string[] = [];
  walk(root, ({ type }, pointer) => {
    const types = isArray(type) ? type : type === undefined ? [] : [type];
    const unknown = types.filter((name) => !TYPES.has(name));
    if (unknown.length > 0) problems.push(`unknown type ${JSON.stringify(unknown[0])} at ${pointer}`);
  });
  return problems;
}

const SCHEMA = '#/components/schemas/';

/** The generator, and whoever reads a layer, put schemas together from their parts. */
function checkParts(root: JsonObject): string[] {
  const endless = endlessSchema(objectAt(root, 'components', 'schemas'), (ref) =>
    ref.startsWith(SCHEMA) ? ref.slice(SCHEMA.length) : undefined,
  );
  return endless === undefined ? [] : [`the schema ${endless} is put together from too many parts`];
}

const MOST = 20;

function report(problems: readonly string[]): void {
  if (problems.length === 0) return;
  const more = problems.length > MOST ? [`… and ${problems.length - MOST} more`] : [];
  throw new SpecError(`the document is broken:\n${[...problems.slice(0, MOST), ...more].join('\n')}`);
}

/**
 * Checks the outermost shape, before anything relies on it.
 *
 * @throws SpecError when this is no OpenAPI 3.1 document with paths
 */
export function checkVersion(root: Json): JsonObject {
  if (!isObject(root)) throw new SpecError('not an OpenAPI document: the top level is no object');
  const version = textAt(root, 'openapi') ?? textAt(root, 'swagger');
  if (version === undefined) throw new SpecError('not an OpenAPI document: it names no version in "openapi"');
  if (!/^3\.1\.\d+$/.test(version)) {
    throw new SpecError(`OpenAPI version ${version} is not understood; the generator reads 3.1.x`);
  }
  if (textAt(root, 'info', 'version') === undefined) throw new SpecError('the document has no info.version');
  if (Object.keys(objectAt(root, 'paths')).length === 0) throw new SpecError('the document has no paths');
  return root;
}

/**
 * Checks that a document needs no other: this must come before anything that follows references.
 *
 * @throws SpecError naming references to files and addresses
 */
export function checkSelfContained(root: JsonObject): void {
  report(externalReferences(root));
}

/**
 * Checks everything the generator and the runtime rely on; the usual validators accept much of what is refused here.
 *
 * @throws SpecError listing what is wrong, twenty at most
 */
export function checkSpec(spec: Spec): void {
  report(brokenReferences(spec.root));
  report([...checkTypes(spec.root), ...patternProblems(spec.root), ...checkParts(spec.root)]);
  const all = operations(spec);
  report([...checkIds(all), ...all.flatMap((raw) => checkParameters(spec, raw))]);
}

/**
 * Refuses another API's document: it would replace the layer by one that no tool fits. The clouds that get the
 * token are taken from its servers.
 *
 * @throws SpecError saying what is not Mist's about it
 */
export function checkMist({ root, title }: Spec): void {
  const foreign = `this is not the Mist API's document, but "${title}"`;
  const [problem, ...more] = serverProblems(root);
  if (problem !== undefined) throw new SpecError([`${foreign}: ${problem}`, ...more].join('\n'));
}
