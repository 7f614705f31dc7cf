import { addAccess } from './access.ts';
import { addDevices } from './devices.ts';
import { addEdges } from './edges.ts';
import { addFabric } from './fabric.ts';
import { addFloors } from './floors.ts';
import { addIncidents } from './incidents.ts';
import { addLabels } from './labels.ts';
import { addOrganizations } from './organizations.ts';
import { Seed } from './seed.ts';
import { addSiteSettings } from './settings.ts';
import { addSites } from './sites.ts';
import { addTemplates } from './templates.ts';
import { addWan } from './wan.ts';
import { addWlans } from './wlans.ts';
import { World } from './world.ts';

/**
 * Builds the simulated world. The same seed and time give the same world, down to the order of keys.
 *
 * @param seed any whole number
 * @param born epoch seconds that all times of the world are counted back from
 */
export function buildWorld(seed: number, born: number): World {
  const world = new World(new Seed(seed), born);
  const parts = [addOrganizations, addSites, addSiteSettings, addTemplates, addWlans, addAccess, addWan, addLabels];
  for (const add of [...parts, addEdges, addFloors, addDevices, addIncidents, addFabric]) add(world);
  return world;
}
