import type { Check, Finding } from '../../finding.ts';
import { graphOf } from '../../topology/graph.ts';
import { portKey } from '../../topology/links.ts';
import { byDevice, type ChangedPort, changedPorts, isPortChange } from '../changed-ports.ts';

/** Why it is not known what a port becomes; undefined where it is. */
function doubtOf({ before, after }: ChangedPort): string | undefined {
  if (before.mode === 'dynamic' || after.mode === 'dynamic')
    return 'The profile is chosen by what hangs there, which is not computed.';
  if (before.certainty !== 'certain' || after.certainty !== 'certain')
    return `What the port carries is ${after.certainty === 'assumed' || before.certainty === 'assumed' ? 'assumed of a profile of the system' : 'one of several readings'}.`;
  return before.tagged === 'unknown' || after.tagged === 'unknown'
    ? 'What the profile carries is not known.'
    : undefined;
}

/** Ports that are not down change to or from something that is not known for certain. */
export const portAssumed: Check = {
  name: 'port.assumed',
  needs: ['ports'],
  reads: ['switch:port_config', 'switch:port_usages', 'switch:default_port_usage'],
  applies: isPortChange,
  run(effect, facts) {
    const { rows } = graphOf(effect.before, effect.before, facts).cabling;
    const open = changedPorts(effect, facts).flatMap((one) => {
      const says = doubtOf(one);
      const isDown = rows.get(portKey(one.device.mac, one.port))?.isUp === false || one.after.isDisabled;
      return says === undefined || isDown ? [] : [{ ...one, says }];
    });
    return byDevice(open, ({ says }) => says).map(({ where, words }): Finding => {
      return { check: 'port.assumed', level: 'risk', certainty: 'likely', where, says: words };
    });
  },
};
