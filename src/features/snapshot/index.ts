/** What other features may use of this one. */
export { type PairedSides, pairSides } from './compare.ts';
export { REFERENCE, TEXT } from './file-objects.ts';
export type { FiledObject, Manifest, Scope, Snapshot, UnitState } from './model.ts';
export { CallPace } from './pace.ts';
export { partOf } from './parts.ts';
export { planReading, type ReadingPlan } from './read-snapshot.ts';
export { findKept, LIVE, type LiveRequest, readSide, takeKept, takeLike, takeParts } from './snapshot-store.ts';
export { type SecretOptions, takeSnapshot } from './take.ts';
export { orgFamilies } from './units.ts';
