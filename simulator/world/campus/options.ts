/** Clients on a WLAN at an access point: `{ AP1: { Guest: 5 } }`. */
export type WirelessCounts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What can be different in the campus world; each option is one state that a test wants. */
export interface CampusOptions {
  /** South's settings have a port usage `desk` of their own, on VLAN 10 as well. */
  readonly southDesk?: boolean;
  /** ACC1 has a second cable to CORE, on `xe-0/1/1`, which spanning tree holds back. */
  readonly secondUplink?: boolean;
  /** Clients at access points; 9 on Corp at South (5 at SAP1, 4 at SAP2) when absent. */
  readonly wireless?: WirelessCounts;
  /** WLAN Guest is offered by labels (`apply_to: wxtags`). */
  readonly guestByLabels?: boolean;
  /** AP1 hangs on a switch of another vendor, behind `ge-0/0/47` of ACC1. */
  readonly unmanagedSwitch?: boolean;
  /** Sites whose variable `voice_vlan` is 20. */
  readonly voiceVlan?: readonly ('North' | 'South')[];
  /** Template W has a WLAN IoT too: a passphrase, VLAN 10, no isolation. */
  readonly iot?: boolean;
  /** Further sites `Shop 001`… that use T: one switch with rule `access`, nothing on it. */
  readonly shops?: number;
  /** A desk phone that draws power hangs on `ge-0/0/5` of every shop. */
  readonly shopPhones?: boolean;
  /** CORE is a virtual chassis of two members. */
  readonly stack?: boolean;
  /** ACC1's `ge-0/0/40-43` take usage `ap` from what says over LLDP that its name begins with AP. */
  readonly dynamic?: boolean;
  /** Seconds that everything live is old. */
  readonly age?: number;
}
