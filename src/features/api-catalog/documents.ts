import { propertiesOf, schemaOf, shapeOf } from '../../mist/schema-lookup.ts';
import { type Operation, operation } from '../../mist/spec/operations.ts';
import { type Route, splitRoute } from '../../mist/spec/routes.ts';
import { allRoutes } from './find.ts';
import { nicknames } from './nicknames.ts';
import { type Prose, proseOn } from './prose.ts';
import { verbsOf, wordsOf } from './words.ts';

/** What is known of an operation in words, each field weighed by itself. */
export interface OperationDocument {
  readonly id: Route;
  readonly name: string;
  readonly path: string;
  readonly tag: string;
  readonly verb: string;
  readonly parameters: string;
  readonly body: string;
  readonly response: string;
  readonly prose: string;
  readonly nickname: string;
}

/** Fields of a schema that count: of a list those of its elements, of several forms those of each. */
function fieldNames(name: string | undefined, levels: number): readonly string[] {
  const schema = name === undefined ? undefined : schemaOf(name);
  if (!schema) return [];
  const names = new Set<string>();
  let level = [schema];
  for (let depth = 0; depth < levels; depth++) {
    const below = [];
    for (const one of level.flatMap((each) => [each, ...shapeOf(each).variants.map((variant) => variant.schema)])) {
      const { items } = shapeOf(one);
      for (const field of propertiesOf(items ?? one).values()) {
        names.add(field.name);
        below.push(field.schema);
      }
    }
    level = below;
  }
  return [...names];
}

const plain = (path: string): string => path.replace('/api/v1/', '').replace(/\{[^}]*\}/g, ' ');

function documentOf(route: Route, row: Operation, prose: Prose): OperationDocument {
  const { method, path } = splitRoute(route);
  return {
    id: route,
    name: wordsOf(row.id),
    path: wordsOf(plain(path)),
    tag: wordsOf(row.tag),
    verb: verbsOf(method),
    parameters: wordsOf([...Object.keys(row.path), ...Object.keys(row.query)].join(' ')),
    body: wordsOf([row.body ?? '', ...fieldNames(row.body, 2)].join(' ')),
    response: wordsOf([row.response ?? '', ...fieldNames(row.response, 2)].join(' ')),
    prose: wordsOf(proseOn(prose, route)),
    nickname: nicknames[route] ?? '',
  };
}

/** One document for each operation. */
export const operationDocuments = (prose: Prose): readonly OperationDocument[] =>
  allRoutes().map((route) => documentOf(route, operation(route), prose));
