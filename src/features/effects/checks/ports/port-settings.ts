import type { Check, Finding } from '../../finding.ts';
import { graphOf } from '../../topology/graph.ts';
import { portKey } from '../../topology/links.ts';
import { byDevice, type ChangedPort, changedPorts, farDevice, isPortChange, linkAt } from '../changed-ports.ts';
import { bundleOf } from '../links/bundles.ts';

/** Settings that other checks judge wherever the port leads. */
const JUDGED: ReadonlySet<string> = new Set(['allow_dhcpd']);
/** Settings that are held against the other end, where that is a switch of the site. */
const OF_CABLES: ReadonlySet<string> = new Set(['mtu', 'speed', 'duplex']);
/** Settings of a bundle, which are held against the other end where both were in one before. */
const OF_BUNDLES: ReadonlySet<string> = new Set(['aggregated', 'ae_idx', 'ae_disable_lacp']);

const changedNames = ({ before, after }: ChangedPort, isCable: boolean): readonly string[] =>
  [...new Set([...Object.keys(before.settings), ...Object.keys(after.settings)])]
    .filter((name) => !JUDGED.has(name) && !(isCable && OF_CABLES.has(name)))
    .filter((name) => !(isCable && bundleOf(before) !== undefined && OF_BUNDLES.has(name)))
    .filter((name) => JSON.stringify(before.settings[name]) !== JSON.stringify(after.settings[name]))
    .sort();

/** A limit of addresses that is lower than what is there now; 0 is no limit. */
function isBelowCount({ after }: ChangedPort, count: number | undefined): boolean {
  const limit = after.settings.mac_limit;
  return typeof limit === 'number' && limit > 0 && count !== undefined && count > limit;
}

/** Authentication, limits, aggregation and whatever else decides how a port in use forwards. */
export const portSettings: Check = {
  name: 'port.settings',
  needs: ['ports', 'devices'],
  reads: ['switch:port_config', 'switch:port_usages'],
  applies: isPortChange,
  run(effect, facts) {
    const { cabling } = graphOf(effect.before, effect.before, facts);
    const { rows } = cabling;
    const found = changedPorts(effect, facts).flatMap((one) => {
      const link = linkAt(cabling, one.device.mac, one.port);
      const isCable = link !== undefined && farDevice(effect, link, one.device.mac)?.type === 'switch';
      const names = changedNames(one, isCable);
      const row = rows.get(portKey(one.device.mac, one.port));
      if (names.length === 0 || row?.isUp === false) return [];
      const isTooMany = names.includes('mac_limit') && isBelowCount(one, row?.macCount);
      const dot1x = one.after.settings.port_auth === 'dot1x' && one.before.settings.port_auth !== 'dot1x';
      const isOut = dot1x && row !== undefined && row.authState !== 'authenticated';
      const words = isTooMany
        ? 'More addresses are there now than mac_limit lets in'
        : isOut
          ? 'What hangs there now has not authenticated, and dot1x would ask it to'
          : `${names.join(', ')} changes on ports that ${row === undefined ? 'may be' : 'are'} up`;
      return [{ ...one, words }];
    });
    return byDevice(found, ({ words }) => words).map(
      ({ where, words }): Finding => ({
        ...{ check: 'port.settings', level: 'risk', certainty: 'certain', says: `${words}.` },
        where,
      }),
    );
  },
};
