import { type Operation, operationTable } from '../mist/spec/operations.ts';
import type { Route } from '../mist/spec/routes.ts';

export {
  allRoutes,
  type Effect,
  isRoute,
  matchRoute,
  type Operation,
  type Paging,
  type Parameter,
  specVersion,
} from '../mist/spec/operations.ts';
export type { Answer, PathParameters, QueryParameters, RequestBody, Route, Row } from '../mist/spec/routes.ts';
export { type Schema, schemaOf } from '../mist/spec/schemas/document.ts';

/** Every operation by its route: what it does to the network, how its list goes on, its parameters and schemas. */
export const operations: Readonly<Record<Route, Operation>> = operationTable().operations;
