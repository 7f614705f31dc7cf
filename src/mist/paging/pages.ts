export { type Completeness, completenessOf, MORE_PAGES } from './completeness.ts';
export { hasCursor, nextOf, samePage } from './continuation.ts';
export { type IsOwn, type Notes, nextValueLink, parseNext, type RemainingValues, withSkip } from './next-link.ts';
export { type Rows, rowsOf, totalOf } from './rows.ts';
export { completenessOfWalk, LISTS, type WalkedList, walkList, walkSteps } from './walk.ts';
export { windowOf } from './window.ts';
