import * as z from 'zod';
import { InputError } from '../core/errors/input-error.ts';
import { deviceIdOf, isId } from '../core/ids.ts';
import { nearest } from '../core/nearest.ts';
import { describeUtilities, describeUtility, effectOf } from '../features/device-commands/describe.ts';
import { bodyOf } from '../features/device-commands/parameters.ts';
import {
  findUtility,
  PLATFORMS,
  type Platform,
  type Utility,
  utilities,
  utilitiesOf,
} from '../features/device-commands/table.ts';
import { DEVICE_ROUTES } from '../features/device-commands/target.ts';
import { forChassis } from '../mist/chassis.ts';
import { orgOfSiteOr } from '../mist/id-names.ts';
import { idOfName } from '../mist/named-ids.ts';
import { resolveSite } from '../mist/names.ts';
import type { Policy, ToolContext } from '../tool/context.ts';
import { defineWorkflow } from '../tool/define.ts';
import { deviceName, site_id } from '../tool/inputs.ts';
import { readOnlyError } from '../tool/read-only.ts';

const routes = [...new Set(utilities.map(({ route }) => route)), ...DEVICE_ROUTES];

/** @throws InputError naming the nearest utilities of the platform, or the platforms that have it */
function utilityNamed(platform: Platform, name: string): Utility {
  const found = findUtility(platform, name);
  if (found) return found;
  const elsewhere = PLATFORMS.filter((other) => findUtility(other, name));
  const names = utilitiesOf(platform).map((one) => one.name);
  const close = nearest(name, names);
  const advice = close.length > 0 ? `The nearest are ${close.join(', ')}.` : `There are: ${names.join(', ')}.`;
  throw new InputError(
    `device_type=${platform} has no utility ${JSON.stringify(name.slice(0, 60))}.`,
    elsewhere.length > 0 ? `Use it with device_type=${elsewhere.join(' or ')}. ${advice}` : advice,
  );
}

function checkPolicy(utility: Utility, policy: Policy): void {
  const effect = effectOf(utility);
  if (policy.writeTools || effect === 'diagnostic') return;
  throw readOnlyError(`${utility.name} is ${effect}`, policy);
}

const DEVICE = 'GET /api/v1/sites/{site_id}/devices/{device_id}';

/** The id of a device by its id, MAC or name; of a member of a virtual chassis, that of the chassis. */
async function deviceIdFor(context: ToolContext, text: string, siteId: string, platform: Platform): Promise<string> {
  const id = deviceIdOf(text).toLowerCase();
  if (isId(id)) {
    const path = { site_id: siteId, device_id: id };
    const chassis = platform === 'ex' ? await forChassis(context, { route: DEVICE, path }) : undefined;
    return chassis === undefined ? id : deviceIdOf(chassis.chassis);
  }
  return deviceIdOf(await idOfName(context, await orgOfSiteOr(context, siteId), 'device', text));
}

/** How a utility that was described is run. */
const RUN_NOTE = '* must be given. To run it, give site_id and device_id with the parameters.';

export default defineWorkflow({
  name: 'mist_utilities',
  title: 'Live device commands',
  description:
    'Runs a command on a live access point, switch (EX) or gateway (SRX, SSR) and shows its output: ping, traceroute, ARP, MAC table, routes, BGP, OSPF, sessions, DHCP leases, traffic, top, cable test, port bounce, clearing. Without device: what the utility takes and does; without utility: all that the device_type has.',
  input: {
    device_type: z.enum(PLATFORMS),
    utility: z.string().describe('Name from the list').optional(),
    site_id,
    device_id: deviceName.describe('Or MAC or name').optional(),
    // An empty filter is refused, never left out: without it the command would act on the whole device.
    parameters: z.record(z.string(), z.unknown()).meta({ isContent: true }).describe('Of the utility').optional(),
    timeout_seconds: z.int().min(1).max(120).describe('Longest wait for output').optional(),
  },
  routes,
  mixed: true,
  onlyReads({ device_type, utility, site_id: site, device_id: device, parameters }) {
    const platform = PLATFORMS.find((one) => one === device_type);
    const found = platform && typeof utility === 'string' ? findUtility(platform, utility) : undefined;
    const isRun = [site, device, parameters].some((given) => given !== undefined);
    return !isRun || found === undefined || effectOf(found) === 'diagnostic';
  },
  async handler(context, input) {
    const { device_type: platform } = input;
    const { writeTools } = context.policy;
    if (input.utility === undefined) {
      const note = writeTools
        ? 'What is disruptive is asked of the person first, so it needs an application that can ask.'
        : 'What changes something needs a server with --enable-write-tools.';
      return {
        device_type: platform,
        utilities: describeUtilities(platform, { writeTools, canConfirm: context.canConfirm }),
        note,
      };
    }
    const utility = utilityNamed(platform, input.utility);
    if (input.site_id === undefined && input.device_id === undefined && input.parameters === undefined) {
      const allowed = { writeTools, canConfirm: context.canConfirm };
      return { device_type: platform, ...describeUtility(utility, allowed), note: RUN_NOTE };
    }
    checkPolicy(utility, context.policy);
    const body = bodyOf(utility, input.parameters ?? {});
    if (input.site_id === undefined || input.device_id === undefined) {
      throw new InputError(`${utility.name} needs \`site_id\` and \`device_id\`.`, 'mist_search_device gives both.');
    }
    const siteId = await resolveSite(context, input.site_id, undefined);
    const deviceId = await deviceIdFor(context, input.device_id, siteId, platform);
    // The stream and its WebSocket are loaded with the first command.
    const { runUtility } = await import('../features/device-commands/run.ts');
    return runUtility(context, { platform, utility, siteId, deviceId, body, timeoutSeconds: input.timeout_seconds });
  },
});
