/** What other features may use of this one. */
export {
  type ClientFacts,
  clientRow,
  type Naming,
  nacFacts,
  present,
  wanFacts,
  wiredFacts,
  wirelessFacts,
} from './client-facts.ts';
export { deviceRow, uplinkOf } from './device-facts.ts';
export { Lookup, type SourceContext } from './lookup.ts';
export { namesOfDevices, namesOfSites, sitesNamedLike, textIn } from './places.ts';
