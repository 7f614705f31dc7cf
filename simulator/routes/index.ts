import type { Handlers } from '../call.ts';
import { alarms } from './alarms.ts';
import { audit } from './audit.ts';
import { clients } from './clients.ts';
import { commands } from './commands.ts';
import { configHistory } from './config-history.ts';
import { configuration } from './configuration.ts';
import { constants } from './constants.ts';
import { derived } from './derived.ts';
import { events } from './events.ts';
import { guests } from './guests.ts';
import { insights } from './insights.ts';
import { inventory } from './inventory.ts';
import { licenses } from './licenses.ts';
import { msp } from './msp.ts';
import { nac } from './nac.ts';
import { organization } from './organization.ts';
import { rogues } from './rogues.ts';
import { rrm } from './rrm.ts';
import { self } from './self.ts';
import { sle } from './sle.ts';
import { stats } from './stats.ts';
import { marvis } from './troubleshoot.ts';
import { upgrades } from './upgrades.ts';
/** Every simulated route. A new area is a file beside this one and a line here; a later one may refine an earlier. */
export function allHandlers(): Handlers {
  return {
    ...configuration(),
    ...self,
    ...constants,
    ...organization,
    ...derived,
    ...insights,
    ...licenses,
    ...msp,
    ...rrm,
    ...sle,
    ...marvis,
    ...upgrades,
    ...inventory,
    ...clients,
    ...commands,
    ...guests,
    ...nac,
    ...events,
    ...alarms,
    ...audit,
    ...stats,
    ...rogues,
    ...configHistory,
  };
}
