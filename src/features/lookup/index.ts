/** What other features may use of this one. */
export { EDGES, mistEdges, UNASSIGNED, unassignedDevices } from './beyond-sites.ts';
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
export { deviceRow, isOfNoSite, uplinkOf } from './device-facts.ts';
export { Lookup, type SourceContext } from './lookup.ts';
export { namesOfDevices, namesOfSites, sitesNamedLike, textIn } from './places.ts';
