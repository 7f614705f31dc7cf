import { z } from 'zod';
import type { MistRequest } from '../mist/http/client.ts';
import type { Route } from '../mist/spec/routes.ts';
import { takeWalk } from './all-pages-inputs.ts';
import type { ToolContext } from './context.ts';
import type { Inputs, Values } from './inputs.ts';
import type { Op, ToolOperation } from './operation.ts';
import { readInputs } from './read-inputs.ts';
import { noteRowForm, type RowForm } from './row-format.ts';
import { askOperation, type InputValues } from './run.ts';

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
  readonly select?: { readonly name: S; readonly description: string };
  /**
   * Selector value → its route, or several: the first whose path parameters all have a value is asked. Without `select`
   * the one key is `only`.
   */
  readonly operations: (op: Op<I>) => Readonly<Record<K, ToolOperation | readonly ToolOperation[]>>;
  /** Columns of a row shown when the caller names none; a selector value without an entry shows all. */
  readonly columns?: { readonly [P in NoInfer<K>]?: readonly string[] };
  /** What an empty list may mean, and what to try. */
  readonly empty?: string;
  /** Adds to a row what follows from it. */
  readonly row?: RowForm['row'];
  /** Last reading of inputs that depend on each other: may fill one from another, or throw `InputError`. */
  readonly prepare?: (call: ToolContext, input: InputValues) => Promise<InputValues>;
  /** Another reading of a single object, by selector value. */
  readonly views?: { readonly [P in NoInfer<K>]?: View };
  /** A better error for a request that failed, where this tool can find out more than the API said. */
  readonly explain?: Explain;
}

/** Makes of an object what was asked for. */
export type View = (body: Readonly<Record<string, unknown>>, call: ToolContext) => object;

/** Looks at a failed request; what it gives is thrown in the error's place. */
export type Explain = (call: ToolContext, error: unknown, request: MistRequest) => Promise<Error | undefined>;

/** A tool that is a workflow of its own. It returns data; what leaves the server is shaped after it. */
interface ByHandler<I extends Inputs, R extends Route> extends Common<I> {
  /** Every route the handler may ask. */
  readonly routes: readonly R[];
  /** The tool answers from this process alone. */
  readonly local?: true;
  /** Offered without write tools too: it reads and diagnoses, and refuses by itself what changes something. */
  readonly mixed?: true;
  /** The caller names the route: the handler judges each by itself, and `routes` lists none. */
  readonly anyRoute?: true;
  readonly handler: (call: ToolContext<R>, input: Values<I>) => Promise<object>;
}

/** A tool as the server offers it. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Name of the input that chooses the operation. */
  readonly select?: string;
  readonly inputs: Inputs;
  readonly operations: Readonly<Record<string, readonly ToolOperation[]>>;
  readonly columns: Readonly<Record<string, readonly string[] | undefined>>;
  readonly views: Readonly<Record<string, View | undefined>>;
  readonly explain?: Explain | undefined;
  readonly routes: readonly Route[];
  /** Whether it answers from this process alone. */
  readonly local?: boolean;
  /** Whether it is offered without write tools although some of its routes change something. */
  readonly mixed?: boolean;
  /** Whether the caller names the route, which may be any. */
  readonly anyRoute?: boolean;
  /** Reads the inputs and answers with plain data. Throws `InputError` or `MistError`. */
  answer(call: ToolContext, raw: unknown): Promise<object>;
}

const row = (route: Route, sends: ToolOperation['sends'] = {}): ToolOperation => ({ route, sends });

const list = (rows: ToolOperation | readonly ToolOperation[]): readonly ToolOperation[] =>
  'route' in rows ? [rows] : rows;

/** Defines a tool over routes of the spec; see `ByOperations` for what each field means. */
export function defineTool<const I extends Inputs, const S extends string, const K extends string>(
  definition: ByOperations<I, S, K>,
): Tool {
  const { name, title, description, select, input, empty, row: extend, prepare, explain } = definition;
  const entries: [string, readonly ToolOperation[]][] = [];
  const written: Readonly<Record<string, ToolOperation | readonly ToolOperation[]>> = definition.operations(row);
  for (const [key, rows] of Object.entries(written)) entries.push([key, list(rows)]);
  const columns: Tool['columns'] = definition.columns ?? {};
  const form = (names: readonly string[] | undefined): RowForm => ({
    columns: names,
    ...(empty === undefined ? {} : { empty }),
    ...(extend ? { row: extend } : {}),
  });
  for (const [key, rows] of entries) for (const { route } of rows) noteRowForm(route, form(columns[key]));
  const operations = Object.fromEntries(entries);
  const routes = [...new Set(entries.flatMap(([, rows]) => rows.map(({ route }) => route)))];
  const inputs: Inputs = select
    ? { [select.name]: z.enum(Object.keys(operations)).describe(select.description), ...input }
    : input;
  const tool: Tool = {
    ...{ name, title, description, inputs, operations, columns, routes, explain },
    views: definition.views ?? {},
    ...(select ? { select: select.name } : {}),
    async answer(asked, raw) {
      const { walk, rest } = takeWalk(tool, raw);
      const call = { ...asked, walk };
      const { values, given } = readInputs(name, inputs, rest);
      return askOperation(tool, call, prepare ? await prepare(call, values) : values, given);
    },
  };
  return tool;
}

/** Defines a tool that is a workflow of its own; see `ByHandler`. */
export function defineWorkflow<const I extends Inputs, const R extends Route>(definition: ByHandler<I, R>): Tool {
  const { name, title, description, input, routes, handler } = definition;
  return {
    ...{ name, title, description, inputs: input, operations: {}, columns: {}, views: {}, routes },
    local: definition.local === true,
    mixed: definition.mixed === true,
    anyRoute: definition.anyRoute === true,
    async answer(call, raw) {
      const { walk, rest } = takeWalk({ inputs: input, routes }, raw);
      return handler({ ...call, walk }, readInputs(name, input, rest).values);
    },
  };
}
