/** What other features may use of this one. */
export { type Audit, audit } from './audit.ts';
export type { Fix } from './model.ts';
export type { Finding } from './rule.ts';
