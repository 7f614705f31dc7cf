import type { Call } from '../call.ts';
import { type Row, textOf } from '../json.ts';
import { type Endpoint, endpoints } from '../world/endpoints.ts';
import type { World } from '../world/world.ts';

export type DeviceKind = 'ap' | 'ex' | 'srx' | 'ssr';

/** The device that a command goes to, and what was asked of it. */
export interface Subject {
  readonly world: World;
  readonly device: Row;
  readonly kind: DeviceKind;
  /** Clients on its ports. */
  readonly clients: readonly Endpoint[];
  /** Value of a field of the body, as text; empty without it. */
  field(name: string): string;
}

function kindOf(device: Row): DeviceKind {
  const type = textOf(device, 'type');
  if (type === 'ap') return 'ap';
  if (type === 'switch') return 'ex';
  return textOf(device, 'model').startsWith('SSR') ? 'ssr' : 'srx';
}

/** The subject of a command, or undefined when the site has no such device. */
export function subjectOf({ world, path, body }: Call): Subject | undefined {
  const device = world.find('devices', path.device_id ?? '');
  if (!device || device.site_id !== path.site_id) return undefined;
  const asked = new Map(Object.entries(typeof body === 'object' && body !== null ? body : {}));
  const mac = textOf(device, 'mac');
  return {
    world,
    device,
    kind: kindOf(device),
    clients: endpoints(world).filter((one) => one.device.mac === mac),
    field: (name) => {
      const value = asked.get(name);
      if (Array.isArray(value)) return value.join(', ');
      return value === undefined || value === null ? '' : String(value);
    },
  };
}

/** `aabbccddeeff` as devices print it. */
export const colons = (mac: string): string => mac.match(/../g)?.join(':') ?? mac;
