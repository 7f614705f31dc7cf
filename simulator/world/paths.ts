import type { PortSetting } from '../derive/ports.ts';
import type { Cable, Plug } from './cabling.ts';
import type { Device } from './installed.ts';
import { WAY_OUT } from './port-names.ts';

/** A place that frames of a VLAN came to. */
interface Spot {
  readonly id: string;
  readonly vlan: number;
}

/** A link as seen from one of its ends. */
interface Hop {
  readonly cable: Cable;
  readonly from: Plug;
  readonly to: Plug;
}

/** The VLAN in which frames that leave one port arrive behind the other; undefined when they do not. */
function arrival(from: PortSetting, to: PortSetting, vlan: number): number | undefined {
  if (from.untagged === vlan) return to.untagged;
  return from.trunk && from.tagged.has(vlan) && to.trunk && to.tagged.has(vlan) ? vlan : undefined;
}

/** Where frames go over the cables between switches and gateways, by what their ports are. */
export class Paths {
  readonly #settings: ReadonlyMap<string, ReadonlyMap<string, PortSetting>>;
  readonly #devices: ReadonlyMap<string, Device>;
  readonly #hops = new Map<string, Hop[]>();
  /** The first switch of every site that has no gateway. */
  readonly #edges = new Set<string>();
  readonly #tree = new Map<string, Cable>();

  constructor(
    devices: readonly Device[],
    cables: readonly Cable[],
    settings: ReadonlyMap<string, ReadonlyMap<string, PortSetting>>,
  ) {
    this.#settings = settings;
    this.#devices = new Map(devices.map((device) => [device.id, device]));
    for (const cable of cables) this.#connect(cable);
    const routed = new Set(devices.filter(({ type }) => type === 'gateway').map(({ siteId }) => siteId));
    const roots = devices.filter(({ type }) => type === 'gateway');
    for (const device of devices) {
      if (device.type !== 'switch' || routed.has(device.siteId)) continue;
      routed.add(device.siteId);
      this.#edges.add(device.id);
      roots.push(device);
    }
    this.#grow(roots);
  }

  #connect(cable: Cable): void {
    const { near, far, through } = cable;
    if (far.device.type === 'ap' || through !== undefined) return;
    if (!near.device.up || !far.device.up) return;
    if (this.setting(near.device.id, near.port)?.disabled || this.setting(far.device.id, far.port)?.disabled) return;
    this.#add(near.device.id, { cable, from: near, to: far });
    this.#add(far.device.id, { cable, from: far, to: near });
  }

  #add(id: string, hop: Hop): void {
    this.#hops.set(id, [...(this.#hops.get(id) ?? []), hop]);
  }

  /** The tree of the links: the first way to every switch, seen from the gateways. */
  #grow(roots: readonly Device[]): void {
    const queue = roots.map(({ id }) => id);
    const seen = new Set(queue);
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      for (const { cable, to } of this.#hops.get(id) ?? []) {
        if (seen.has(to.device.id)) continue;
        seen.add(to.device.id);
        this.#tree.set(to.device.id, cable);
        queue.push(to.device.id);
      }
    }
  }

  /** Whether a switch is the one by which its site leaves, for want of a gateway of ours. */
  isEdge(id: string): boolean {
    return this.#edges.has(id);
  }

  setting(id: string, port: string): PortSetting | undefined {
    return this.#settings.get(id)?.get(port);
  }

  wayUp(id: string): Cable | undefined {
    return this.#tree.get(id);
  }

  /** Untagged VLAN of the port by which a switch goes up. */
  wayUpVlan(id: string): number | undefined {
    const cable = this.#tree.get(id);
    if (!cable) return this.setting(id, WAY_OUT)?.untagged;
    const own = cable.far.device.id === id ? cable.far : cable.near;
    return this.setting(id, own.port)?.untagged;
  }

  /** Whether a gateway has a WAN port that is not shut. */
  hasWan(id: string): boolean {
    return [...(this.#settings.get(id)?.values() ?? [])].some(({ usage, disabled }) => usage === 'wan' && !disabled);
  }

  /** Whether frames of a VLAN find from a switch to a gateway's port, or out of a site without one. */
  leaves(id: string, vlan: number): boolean {
    return this.#exits(id, vlan).length > 0;
  }

  /** Whether a device whose address is in a VLAN of a switch reaches the cloud. */
  online(device: Device, vlan: number): boolean {
    return device.up && this.#exits(device.id, vlan).some((id) => this.#edges.has(id) || this.hasWan(id));
  }

  /** The devices by which frames of a VLAN can leave. */
  #exits(id: string, vlan: number): string[] {
    const found: string[] = [];
    const queue: Spot[] = [{ id, vlan }];
    const seen = new Set<string>();
    for (let spot = queue.shift(); spot; spot = queue.shift()) {
      const key = `${spot.id} ${spot.vlan}`;
      if (seen.has(key)) continue;
      seen.add(key);
      // A gateway routes: it passes nothing on between its own ports here.
      if (this.#devices.get(spot.id)?.type === 'gateway') {
        found.push(spot.id);
        continue;
      }
      if (this.#edgeCarries(spot)) found.push(spot.id);
      queue.push(...this.#next(spot));
    }
    return found;
  }

  #edgeCarries({ id, vlan }: Spot): boolean {
    const port = this.#edges.has(id) ? this.setting(id, WAY_OUT) : undefined;
    return port !== undefined && !port.disabled && (port.untagged === vlan || port.tagged.has(vlan));
  }

  #next({ id, vlan }: Spot): Spot[] {
    return (this.#hops.get(id) ?? []).flatMap(({ from, to }) => {
      const [own, other] = [this.setting(id, from.port), this.setting(to.device.id, to.port)];
      const there = own && other && arrival(own, other, vlan);
      return there === undefined ? [] : [{ id: to.device.id, vlan: there }];
    });
  }
}
