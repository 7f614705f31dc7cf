/** Rows of a page at most; the API lowers anything larger. */
export const MAX_PAGE_SIZE = 1000;

/** Rows of a page where the request names no limit and the spec no default. */
export const DEFAULT_PAGE_SIZE = 100;

/** Pages that one walk fetches at most: a list that never ends must end here. */
export const MAX_PAGES = 1000;
