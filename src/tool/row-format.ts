import type { Route } from '../mist/spec/routes.ts';

/** How the rows of a route are shown where a list is continued without its tool at hand. */
export interface RowForm {
  readonly columns?: readonly string[] | undefined;
  /** What an empty list may mean, and what to try. */
  readonly empty?: string;
  /** Adds to a row what follows from it. */
  readonly row?: (row: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** Objects that may be written back keep their times as they are. */
  readonly keepTimes?: boolean;
}

const forms = new Map<Route, RowForm>();

/** Notes the form of a route's rows; the first tool that shows them decides. */
export function noteRowForm(route: Route, form: RowForm): void {
  if (!forms.has(route)) forms.set(route, form);
}

/** The form that a route's rows were noted with; without one, all columns. */
export const rowFormOf = (route: Route): RowForm => forms.get(route) ?? {};

/** Whether some tool shows this route: only such a list can have had a next page. */
export const isShown = (route: Route): boolean => forms.has(route);
