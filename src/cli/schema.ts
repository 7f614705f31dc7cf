import { describeSchema, schemaNames } from '../mist/schema-lookup.ts';
import { type FormFlags, type Output, oneLine, openOutput } from './output.ts';
import { tree } from './tree.ts';

/** What `mistmcp schema` was told. */
export interface SchemaOptions extends FormFlags {
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
  const output = openOutput(options);
  if (name === undefined) {
    listNames(output);
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
  if (output.json) {
    output.printJson(answer);
    return;
  }
  const { fields = [], legend, json_schema: part, schema, ...others } = answer;
  output.print(output.paint('heading', answer.path === undefined ? schema : `${schema} ${answer.path}`));
  for (const line of fields) output.print(`  ${oneLine(line)}`);
  if (part) output.print(tree(part, output, '  '));
  const { path: _path, ...rest } = others;
  if (Object.keys(rest).length > 0) output.print(`\n${tree(rest, output)}`);
  if (legend) output.print(output.paint('quiet', `\n${oneLine(legend)}`));
}

function listNames(output: Output): void {
  const names = [...schemaNames].sort();
  if (output.json) {
    output.printJson({ schemas: names });
    return;
  }
  output.print(names.join('\n'));
  output.print(output.paint('quiet', `\n${names.length} names. mistmcp schema NAME shows the fields of one.`));
}
