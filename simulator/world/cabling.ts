import type { Device } from './installed.ts';
import type { Plan } from './plan.ts';
import type { World } from './world.ts';

/** One end of a cable. */
export interface Plug {
  readonly device: Device;
  readonly port: string;
}

/** A cable between two managed devices; `near` is the one closer to the WAN. */
export interface Cable {
  readonly near: Plug;
  readonly far: Plug;
  /** Whether there is a link: both devices run, and neither port is shut. */
  readonly up: boolean;
  /** A switch of another vendor that stands in between and hides the ends from each other. */
  readonly through?: string;
}

/** First of the switch ports that access points hang on. */
export const FIRST_AP_PORT = 36;

const lanPort = (gateway: Device): string => (gateway.model.startsWith('SSR') ? 'ge-0/0/3' : 'ge-0/0/1');

const cable = (near: Plug, far: Plug): Cable => ({ near, far, up: near.device.up && far.device.up });

function cablesAt(devices: readonly Device[]): Cable[] {
  const of = (type: Device['type']) => devices.filter((device) => device.type === type);
  const [first, ...others] = of('switch');
  if (!first) return [];
  const cables = of('gateway').map((gateway) =>
    cable({ device: gateway, port: lanPort(gateway) }, { device: first, port: 'xe-0/1/0' }),
  );
  others.forEach((device, index) => {
    cables.push(cable({ device: first, port: `xe-0/1/${index + 1}` }, { device, port: 'xe-0/1/0' }));
  });
  // Access points hang on the access switches; a site with one switch has no other place for them.
  const hosts = others.length > 0 ? others : [first];
  of('ap').forEach((device, index) => {
    const host = hosts[index % hosts.length] ?? first;
    const port = `ge-0/0/${FIRST_AP_PORT + Math.floor(index / hosts.length)}`;
    cables.push(cable({ device: host, port }, { device, port: 'eth0' }));
  });
  return cables;
}

function planned(plan: Plan, devices: readonly Device[]): Cable[] {
  const named = new Map(devices.map((device) => [device.name, device]));
  return plan.cables.flatMap(({ near, nearPort, far, farPort, through }) => {
    const [one, other] = [named.get(near), named.get(far)];
    if (!one || !other) return [];
    const both = cable({ device: one, port: nearPort }, { device: other, port: farPort });
    return [through === undefined ? both : { ...both, through }];
  });
}

/** Every cable between devices that are given: those of the plan, or what follows from the kinds of devices. */
export function cablesBetween(world: World, devices: readonly Device[]): Cable[] {
  if (world.plan) return planned(world.plan, devices);
  const bySite = new Map<string, Device[]>();
  for (const device of devices) {
    const list = bySite.get(device.siteId);
    if (list) list.push(device);
    else bySite.set(device.siteId, [device]);
  }
  return [...bySite.values()].flatMap(cablesAt);
}
