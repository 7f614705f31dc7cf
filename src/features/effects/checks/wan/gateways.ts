import type { GatewayState, SiteEffect } from '../../model.ts';
import { oncePer } from '../../once.ts';

/** A gateway before and after. */
export interface GatewayPair {
  readonly was: GatewayState;
  readonly now: GatewayState;
}

/** Gateways that are there before and after, and that the cloud configures. */
export const gatewayPairs = oncePer(({ before, after }: SiteEffect): readonly GatewayPair[] =>
  after.gateways.flatMap((now) => {
    const was = before.gateways.find(({ mac }) => mac === now.mac);
    return was && now.management !== 'others' ? [{ was, now }] : [];
  }),
);
