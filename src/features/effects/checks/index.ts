import type { Check } from '../finding.ts';
import { deviceManagement } from './configuration/device-management.ts';
import { deviceSettings } from './configuration/device-settings.ts';
import { siteClock } from './configuration/site-clock.ts';
import { templateMoved } from './configuration/template-moved.ts';
import { varOpen } from './configuration/var-open.ts';
import { lagBroken } from './links/lag-broken.ts';
import { lineMismatch } from './links/line-mismatch.ts';
import { linkLost } from './links/link-lost.ts';
import { loopNew } from './links/loop-new.ts';
import { nativeMismatch } from './links/native-mismatch.ts';
import { redundancyLost } from './links/redundancy-lost.ts';
import { stpProtection } from './links/stp-protection.ts';
import { stpRoot } from './links/stp-root.ts';
import { clientMoved } from './ports/client-moved.ts';
import { poeBudget } from './ports/poe-budget.ts';
import { poeCut } from './ports/poe-cut.ts';
import { portAssumed } from './ports/port-assumed.ts';
import { portClosed } from './ports/port-closed.ts';
import { portSettings } from './ports/port-settings.ts';
import { addressChanged } from './vlans/address-changed.ts';
import { dhcpLost } from './vlans/dhcp-lost.ts';
import { dhcpScope } from './vlans/dhcp-scope.ts';
import { dhcpSnooping } from './vlans/dhcp-snooping.ts';
import { l3Gone } from './vlans/l3-gone.ts';
import { networkOverlap } from './vlans/network-overlap.ts';
import { vlanExitLost } from './vlans/vlan-exit-lost.ts';
import { bgpPeer } from './wan/bgp-peer.ts';
import { gatewayPolicy } from './wan/gw-policy.ts';
import { gatewayReference } from './wan/gw-reference.ts';
import { gatewayWan } from './wan/gw-wan.ts';
import { ospfPeer } from './wan/ospf-peer.ts';
import { policyOrder } from './wan/policy-order.ts';
import { apVlanMissing } from './wireless/ap-vlan-missing.ts';
import { radio } from './wireless/radio.ts';
import { wlanAuth } from './wireless/wlan-auth.ts';
import { wlanLost } from './wireless/wlan-lost.ts';
import { wlanOpen } from './wireless/wlan-open.ts';
import { wlanSettings } from './wireless/wlan-settings.ts';
import { wlanTwice } from './wireless/wlan-twice.ts';

/** Every check of a site, what cuts off most people first: reasons are told in this order. */
export const CHECKS: readonly Check[] = [
  ...[
    linkLost,
    vlanExitLost,
    apVlanMissing,
    portClosed,
    poeCut,
    l3Gone,
    dhcpLost,
    bgpPeer,
    ospfPeer,
    gatewayWan,
    gatewayReference,
    loopNew,
  ],
  ...[wlanLost, wlanAuth, varOpen, stpProtection, nativeMismatch, dhcpSnooping, lineMismatch, lagBroken, templateMoved],
  ...[
    deviceManagement,
    redundancyLost,
    clientMoved,
    wlanTwice,
    wlanOpen,
    networkOverlap,
    addressChanged,
    portSettings,
    portAssumed,
  ],
  ...[stpRoot, poeBudget, dhcpScope, wlanSettings, radio, siteClock, policyOrder, gatewayPolicy, deviceSettings],
];
