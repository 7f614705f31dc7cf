/** What other features may use of this one. */
export { hiddenVariable } from './effective/answer.ts';
export {
  commonConfig,
  deriveDevice,
  type EffectiveConfig,
  layersOfDevice,
  needsEffective,
  orderOf,
  siteRootsOf,
  undecidedOf,
} from './effective/device.ts';
export { fetchDevice, TEMPLATE_ROUTES } from './effective/fetch-device.ts';
export type { DeviceParts, Layer, LayerOrder, TemplateKind } from './effective/layer.ts';
export { same } from './effective/named.ts';
export { byPort, joinPorts, portsOf, readPortKey, wrongPortKey } from './effective/ports.ts';
export { resolveVariables } from './effective/variables.ts';
export { explainMissing, fetchAll } from './fetch.ts';
export { MANAGEMENT_ROOTS, type Management, managementOf } from './management.ts';
export { withObjectId } from './object-by-name.ts';
export { familyOf, type ObjectQuestion, pathOf } from './query.ts';
export { labelOf, type ObjectList, walkObjects } from './search.ts';
export { appliesTo, sitesOf } from './template-sites.ts';
