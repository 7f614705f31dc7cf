import { isRecord } from '../core/json.ts';
import { rows as families } from './families-table.ts';
import { type GeneratedFile, readOwn, replaceGenerated } from './spec/layer-files.ts';
import { type LayerContents, readLayerFolder } from './spec/newer/folder.ts';
import { endlessSchema } from './spec/newer/forms.ts';
import { LayerError } from './spec/newer/manifest.ts';
import { mergeReferences } from './spec/newer/references.ts';
import { mergeRows } from './spec/newer/rows.ts';
import { type Definitions, definitionsOf, nameIn, patternsIn, readSchemas } from './spec/newer/schemas.ts';
import { ownTable } from './spec/operations.ts';

/** A layer of another release that may be served in the place of the program's own. */
export interface NewerLayer {
  readonly folder: string;
  /** Version of the specification, such as `2610.1.0`. */
  readonly release: string;
  /** Version of the program that built it. */
  readonly builtBy: string;
  /** Operations that the program's own release lacks: each counts as a change. */
  readonly added: readonly string[];
  /** Operations of the program's own release that it lacks. */
  readonly gone: readonly string[];
  /** Regular expressions that the program's own release does not have; they are still to be judged. */
  readonly patterns: readonly string[];
  readonly files: ReadonlyMap<GeneratedFile, unknown>;
}

/** The sentences of a document by what they are said of. @throws Error where they are none */
function readProse(value: unknown): unknown {
  if (isRecord(value) && Object.values(value).every((text) => typeof text === 'string')) return value;
  throw new Error('its prose.json holds something else than sentences');
}

function merge({ files, release }: LayerContents): Omit<NewerLayer, 'folder' | 'builtBy'> {
  const own = ownTable();
  const before = {
    schemas: definitionsOf(readOwn('schemas.json'), 'schemas.json'),
    responses: definitionsOf(readOwn('responses.json'), 'responses.json'),
  };
  const known = new Set<string>();
  patternsIn([own.operations, before], (text) => known.add(text));
  const given = {
    schemas: definitionsOf(files.get('schemas.json'), 'schemas.json'),
    responses: definitionsOf(files.get('responses.json'), 'responses.json'),
  };
  const has = (name: string): boolean => Object.hasOwn(given.schemas, name) || Object.hasOwn(given.responses, name);
  const patterns = new Set<string>();
  const pattern = (text: string): void => {
    if (!known.has(text)) patterns.add(text);
  };
  const measure = { has, own: { ...before.responses, ...before.schemas }, pattern };
  const document = (defs: Definitions) => ({ $defs: readSchemas(defs, measure) });
  const endless = endlessSchema({ ...given.responses, ...given.schemas }, nameIn);
  if (endless !== undefined) throw new Error(`its schema ${endless} is put together from too many parts`);
  const table = mergeRows(files.get('operations.json'), release, own, has);
  patternsIn(table.operations, pattern);
  const served = new Map<GeneratedFile, unknown>([
    ['operations.json', table],
    ['schemas.json', document(given.schemas)],
    ['responses.json', document(given.responses)],
    [
      'references.json',
      mergeReferences(files.get('references.json'), readOwn('references.json'), Object.keys(families)),
    ],
  ]);
  const prose = files.get('prose.json');
  if (prose !== undefined) served.set('prose.json', readProse(prose));
  const routes = Object.keys(table.operations);
  return {
    release,
    added: routes.filter((route) => !Object.hasOwn(own.operations, route)),
    gone: Object.keys(own.operations).filter((route) => !Object.hasOwn(table.operations, route)),
    patterns: [...patterns],
    files: served,
  };
}

/**
 * Opens the layer of another release. What is safe stays the program's own word: which clouds there are, what an
 * operation does, what is secret, which references are known. So a layer can only take away, or add what a person is
 * asked about first, whoever wrote it.
 *
 * @throws LayerError where it is not there, damaged, of another format, or holds what no layer does
 */
export function openNewerLayer(folder: string): NewerLayer {
  const contents = readLayerFolder(folder);
  try {
    return { folder, builtBy: contents.builtBy, ...merge(contents) };
  } catch (error) {
    if (error instanceof LayerError || !(error instanceof Error)) throw error;
    throw new LayerError(
      `The layer in ${folder} is not used: ${error.message}. Build it again: mistmcp spec update --spec FILE.`,
    );
  }
}

let served: NewerLayer | undefined;

/**
 * Serves an opened layer from now on.
 *
 * @throws Error when the program's own was used already
 */
export function serveNewerLayer(layer: NewerLayer): void {
  replaceGenerated(layer.files);
  served = layer;
}

/** The layer that is served in the place of the program's own. */
export const servedLayer = (): NewerLayer | undefined => served;
