import * as z from 'zod';
import type { JsonObject } from '../core/json.ts';
import { isRoute } from '../mist/spec/operations.ts';
import type { Route } from '../mist/spec/routes.ts';
import type { ToolContext } from './context.ts';
import type { ToolDescription } from './description.ts';
import type { InputValues } from './fill.ts';
import type { Inputs, Values } from './inputs.ts';
import { readListInputs, withListInputs } from './list-inputs.ts';
import { withNotes } from './notes.ts';
import type { Op, ToolOperation } from './operation.ts';
import { inputReader } from './read-inputs.ts';
import type { RowFormat } from './row-format.ts';
import { askOperation, type DrawChart, type Explain, type OperationTool, type View } from './run.ts';

interface Common<I extends Inputs> {
  readonly name: `mist_${string}`;
  readonly title: string;
  /** The first sentence carries the words of the field: applications search tools by it. */
  readonly description: string;
  readonly input: I;
}

/** A tool that asks one of several routes. */
interface ByOperations<I extends Inputs, S extends string, K extends string> extends Common<I> {
  /** Name of the input that chooses the operation, and what it means. Left out where there is one question only. */
  readonly select?: { readonly name: S; readonly description?: string };
  /**
   * Selector value → its route, or several: the first whose path parameters all have a value is asked. Without `select`
   * the one key is `only`.
   */
  readonly operations: (op: Op<I>) => Readonly<Record<K, ToolOperation | readonly ToolOperation[]>>;
  /** Columns of a row shown when the caller names none; a selector value without an entry shows all. */
  readonly columns?: { readonly [P in NoInfer<K>]?: readonly string[] };
  /** Inputs that do not narrow the answer of a selector's value: there they are ignored with a note, not refused. */
  readonly ignores?: { readonly [P in NoInfer<K>]?: readonly (keyof I & string)[] };
  /** What an empty list may mean, and what to try. */
  readonly empty?: string;
  /** Adds to a row what follows from it. */
  readonly row?: RowFormat['row'];
  /** Last reading of inputs that depend on each other: may fill one from another, or throw `InputError`. */
  readonly prepare?: (context: ToolContext, input: InputValues) => Promise<InputValues>;
  /** Another reading of a single object, by selector value. */
  readonly views?: { readonly [P in NoInfer<K>]?: View };
  /** A better error for a request that failed, where this tool can find out more than the API said. */
  readonly explain?: Explain;
  /** Puts a picture of the answer beside it, where the input `chart` wants one. */
  readonly drawChart?: DrawChart;
}

/** A tool that is a workflow of its own. It returns data; what leaves the server is shaped after it. */
interface ByHandler<I extends Inputs, R extends Route> extends Common<I> {
  /** Every route the handler may ask. */
  readonly routes: readonly R[];
  /** The tool answers from this process alone. */
  readonly local?: true;
  /** It asks all organizations of all profiles that the caller has. */
  readonly across?: true;
  /** It goes on with something of an earlier answer: a `next`, or the rows under a handle. */
  readonly resumes?: 'next' | 'rows';
  /** Joins several routes into an answer of its own, and so stands for none of them. */
  readonly joins?: true;
  /** Offered without write tools too: it reads and diagnoses, and refuses by itself what changes something. */
  readonly mixed?: true;
  /**
   * Of a tool that can change something: whether a call with these inputs, as they were given, would only read. Profiles
   * and tokens for reading may make it; nothing may be written then.
   */
  readonly onlyReads?: (inputs: JsonObject) => boolean;
  /** The caller names the route, and this says which may be called; `routes` lists none. */
  readonly anyRoute?: (route: Route) => boolean;
  /** How it shows the rows of routes that it lists. */
  readonly rowFormats?: ReadonlyMap<Route, RowFormat>;
  readonly handler: (context: ToolContext<R>, input: Values<I>) => Promise<object>;
}

/** A tool as the server offers it. */
export interface Tool extends ToolDescription {
  /** Reads the inputs and answers with plain data. Throws `InputError` or `MistError`. */
  answer(context: ToolContext, raw: unknown): Promise<object>;
}

const row = (route: Route, sends: ToolOperation['sends'] = {}): ToolOperation => ({ route, sends });

const list = (rows: ToolOperation | readonly ToolOperation[]): readonly ToolOperation[] =>
  'route' in rows ? [rows] : rows;

/** Defines a tool over routes of the spec; see `ByOperations` for what each field means. */
export function defineTool<const I extends Inputs, const S extends string, const K extends string>(
  definition: ByOperations<I, S, K>,
): Tool {
  const { name, title, description, select, input, prepare } = definition;
  const written: Readonly<Record<string, ToolOperation | readonly ToolOperation[]>> = definition.operations(row);
  const all = Object.fromEntries(Object.entries(written).map(([key, rows]) => [key, list(rows)]));
  const { operations, missing, unserved } = servedOperations(all);
  const columns: ToolDescription['columns'] = definition.columns ?? {};
  const routes = [...new Set(Object.values(operations).flatMap((rows) => rows.map(({ route }) => route)))];
  const selector = z.enum(Object.keys(operations));
  const chosen: Inputs = select
    ? { [select.name]: select.description === undefined ? selector : selector.describe(select.description), ...input }
    : input;
  const inputs = withListInputs(chosen, routes);
  const takesWalk = 'all_pages' in inputs;
  const readAll = inputReader(name, inputs);
  const tool: OperationTool = {
    ...{ name, title, description, inputs, operations, columns, routes, select: select?.name },
    ...{ missing, unserved },
    rowFormats: rowFormatsOf(operations, columns, definition),
    views: definition.views ?? {},
    ignores: definition.ignores,
    explain: definition.explain,
    drawChart: definition.drawChart,
  };
  return {
    ...tool,
    async answer(asked, raw) {
      const read = readAll(raw, asked.profileInput);
      const { walk, values } = readListInputs(read.values, takesWalk);
      const context = { ...asked, walk };
      const answer = await askOperation(tool, context, prepare ? await prepare(context, values) : values, read.given);
      return withNotes(answer, read.notes);
    },
  };
}

type Operations = Readonly<Record<string, readonly ToolOperation[]>>;

/** What of a tool the served layer has. */
type Served = Pick<ToolDescription, 'operations' | 'missing' | 'unserved'>;

/** The questions that the served layer can answer; where it can answer none, all of them, so that the tool is described. */
function servedOperations(all: Operations): Served {
  const routes = Object.values(all).flatMap((rows) => rows.map(({ route }) => route));
  const missing = [...new Set(routes)].filter((route) => !isRoute(route));
  const served = Object.entries(all)
    .map(([key, rows]) => [key, rows.filter(({ route }) => isRoute(route))] as const)
    .filter(([, rows]) => rows.length > 0);
  const unserved = served.length === 0;
  return { operations: unserved ? all : Object.fromEntries(served), missing, unserved };
}

/** Of several selector values with one route the first decides how its rows are continued. */
function rowFormatsOf(
  operations: ToolDescription['operations'],
  columns: ToolDescription['columns'],
  { empty, row: extend }: Pick<RowFormat, 'empty' | 'row'>,
): ReadonlyMap<Route, RowFormat> {
  const formats = new Map<Route, RowFormat>();
  for (const [key, rows] of Object.entries(operations)) {
    for (const { route } of rows) {
      if (!formats.has(route)) formats.set(route, { columns: columns[key], empty, row: extend });
    }
  }
  return formats;
}

/** Defines a tool that is a workflow of its own; see `ByHandler`. */
export function defineWorkflow<const I extends Inputs, const R extends Route>(definition: ByHandler<I, R>): Tool {
  const { name, title, description, routes, handler } = definition;
  const inputs = withListInputs(definition.input, routes);
  const takesWalk = 'all_pages' in inputs;
  const readAll = inputReader(name, inputs);
  const missing = routes.filter((route) => !isRoute(route));
  return {
    ...{ name, title, description, inputs, operations: {}, columns: {}, routes },
    ...{ missing, unserved: missing.length > 0 },
    rowFormats: definition.rowFormats ?? new Map(),
    local: definition.local === true,
    across: definition.across === true,
    resumes: definition.resumes,
    joins: definition.joins === true,
    mixed: definition.mixed === true,
    onlyReads: definition.onlyReads,
    anyRoute: definition.anyRoute,
    async answer(asked, raw) {
      const read = readAll(raw, asked.profileInput);
      const { walk, values } = readListInputs(read.values, takesWalk);
      return withNotes(await handler({ ...asked, walk }, values), read.notes);
    },
  };
}
