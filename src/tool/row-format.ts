import type { Route } from '../mist/spec/routes.ts';

/** How the rows of a route are shown, also where a list is continued by another tool than its own. */
export interface RowFormat {
  readonly columns?: readonly string[] | undefined;
  /** What an empty list may mean, and what to try. */
  readonly empty?: string | undefined;
  /** Adds to a row what follows from it. */
  readonly row?: ((row: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>) | undefined;
  /** Objects that may be written back keep their times as they are. */
  readonly keepTimes?: boolean;
}

/** A tool as far as it shows rows. */
export interface ListingTool {
  readonly rowFormats: ReadonlyMap<Route, RowFormat>;
  readonly anyRoute?: ((route: Route) => boolean) | undefined;
}

/** The format in which the first of the tools shows a route's rows; all columns where none does. */
export const rowFormatOf = (tools: readonly ListingTool[], route: Route): RowFormat =>
  tools.find(({ rowFormats }) => rowFormats.has(route))?.rowFormats.get(route) ?? {};

/** Whether one of the tools can have answered with rows of this route: only such a list can have a next page. */
export const isListed = (tools: readonly ListingTool[], route: Route): boolean =>
  tools.some(({ rowFormats, anyRoute }) => rowFormats.has(route) || anyRoute?.(route) === true);
