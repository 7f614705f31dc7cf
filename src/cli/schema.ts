import { describeSchema, schemaNames } from '../mist/schema-lookup.ts';
import { oneLine, openScreen, type Screen } from './output.ts';
import { tree } from './tree.ts';

/** What `mistmcp schema` was told. */
export interface SchemaOptions {
  readonly json?: boolean;
  readonly search?: string;
  readonly depth?: number;
  readonly verbose?: boolean;
}

/**
 * Shows the fields of a configuration object, as `mist_get_configuration_object_schema` answers them; without a name,
 * the names there are.
 *
 * @throws InputError for a name or path that is not there, naming the nearest
 */
export function showSchema(name: string | undefined, path: string | undefined, options: SchemaOptions): void {
  const screen = openScreen(options);
  if (name === undefined) {
    listNames(screen);
    return;
  }
  const { search, depth, verbose } = options;
  const answer = describeSchema({
    name,
    ...(path === undefined ? {} : { path }),
    ...(search === undefined ? {} : { search }),
    ...(depth === undefined ? {} : { depth }),
    ...(verbose === undefined ? {} : { verbose }),
  });
  if (screen.json) {
    screen.printJson(answer);
    return;
  }
  const { fields = [], legend, json_schema: part, schema, ...others } = answer;
  screen.print(screen.paint('heading', answer.path === undefined ? schema : `${schema} ${answer.path}`));
  for (const line of fields) screen.print(`  ${oneLine(line)}`);
  if (part) screen.print(tree(part, screen, '  '));
  const { path: _path, ...rest } = others;
  if (Object.keys(rest).length > 0) screen.print(`\n${tree(rest, screen)}`);
  if (legend) screen.print(screen.paint('quiet', `\n${oneLine(legend)}`));
}

function listNames(screen: Screen): void {
  const names = [...schemaNames].sort();
  if (screen.json) {
    screen.printJson({ schemas: names });
    return;
  }
  screen.print(names.join('\n'));
  screen.print(screen.paint('quiet', `\n${names.length} names. mistmcp schema NAME shows the fields of one.`));
}
