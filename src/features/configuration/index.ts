/** What other features may use of this one. */
export { explainMissing, fetchAll } from './fetch.ts';
export { familyOf, type ObjectQuestion, pathOf } from './query.ts';
export { labelOf, type ObjectList, walkObjects } from './search.ts';
