/** A cable between two managed devices by name; `near` is closer to the WAN. */
export interface PlannedCable {
  readonly near: string;
  readonly nearPort: string;
  readonly far: string;
  readonly farPort: string;
  /** A switch of another vendor that stands in between: it gives power, and neither end sees the other. */
  readonly through?: string;
}

/** Something plugged into a switch port. */
export interface PlannedEndpoint {
  readonly device: string;
  readonly port: string;
  readonly kind: 'laptop' | 'desk phone';
}

/** Clients that are on a WLAN at an access point. */
export interface PlannedClients {
  readonly ap: string;
  readonly ssid: string;
  readonly count: number;
}

/** A router of others that a gateway may speak BGP with. */
export interface PlannedRouter {
  readonly gateway: string;
  readonly address: string;
  readonly as: number;
}

/** What stands and hangs where in a world that is laid out by hand. Names are those of devices. */
export interface Plan {
  readonly cables: readonly PlannedCable[];
  readonly endpoints: readonly PlannedEndpoint[];
  readonly wireless: readonly PlannedClients[];
  readonly routers: readonly PlannedRouter[];
}
