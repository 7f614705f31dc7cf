/** What other features may use of this one. */
export { REFERENCE } from './file-objects.ts';
export type { FiledObject, Manifest, Scope, Snapshot, UnitState } from './model.ts';
export { CallPace } from './pace.ts';
export { partOf } from './parts.ts';
export { findKept, LIVE, type LiveRequest, readSide, takeKept, takeParts } from './snapshot-store.ts';
export { orgFamilies } from './units.ts';
