import type { JsonObject } from '../core/json.ts';
import type { Route } from '../mist/spec/routes.ts';
import type { Inputs } from './inputs.ts';
import type { ToolOperation } from './operation.ts';
import type { RowFormat } from './row-format.ts';

/** What is known of a tool without running it. */
export interface ToolDescription {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Name of the input that chooses the operation. */
  readonly select?: string | undefined;
  readonly inputs: Inputs;
  readonly operations: Readonly<Record<string, readonly ToolOperation[]>>;
  /** Columns of a row by the selector's value; a value without an entry shows all. */
  readonly columns: Readonly<Record<string, readonly string[] | undefined>>;
  /** How the tool shows the rows of the routes that it lists. */
  readonly rowFormats: ReadonlyMap<Route, RowFormat>;
  readonly routes: readonly Route[];
  /** Routes of the tool that the served layer lacks. */
  readonly missing?: readonly Route[] | undefined;
  /** Whether the tool is nothing without them, so that it is not offered. */
  readonly unserved?: boolean | undefined;
  /** Inputs that do not narrow the answer of a selector's value, though it does not take them. */
  readonly ignores?: Readonly<Record<string, readonly string[] | undefined>> | undefined;
  /** Whether it answers from this process alone. */
  readonly local?: boolean;
  /** Whether it asks across organizations and profiles, so that a call is about none of them. */
  readonly across?: boolean;
  /** What of an earlier answer it goes on with: a `next`, or the rows under a handle. */
  readonly resumes?: 'next' | 'rows' | undefined;
  /** Whether it joins several routes into an answer of its own, and so stands for none of them. */
  readonly joins?: boolean;
  /** Whether it is offered without write tools although some of its routes change something. */
  readonly mixed?: boolean;
  /** Whether a call with these inputs, as they were given, would only read, of a tool that else changes something. */
  readonly onlyReads?: ((inputs: JsonObject) => boolean) | undefined;
  /** Given where the caller names the route: whether it may be called at all. `routes` is empty then. */
  readonly anyRoute?: ((route: Route) => boolean) | undefined;
}
