/** What other features may use of this one. */
export { hiddenVariable } from './effective/answer.ts';
export { deriveDevice, type EffectiveConfig } from './effective/device.ts';
export { fetchDevice } from './effective/fetch-device.ts';
export { portsOf } from './effective/ports.ts';
export { explainMissing, fetchAll } from './fetch.ts';
export { withObjectId } from './object-by-name.ts';
export { familyOf, type ObjectQuestion, pathOf } from './query.ts';
export { labelOf, type ObjectList, walkObjects } from './search.ts';
