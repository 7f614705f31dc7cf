/** What other features may use of this one. */
export { CallPace } from './pace.ts';
