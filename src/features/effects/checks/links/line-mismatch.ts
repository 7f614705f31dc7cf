import type { JsonObject } from '../../../../core/json.ts';
import type { Check, Finding, Level } from '../../finding.ts';
import { graphOf } from '../../topology/graph.ts';
import { deviceOf, portOf } from '../../topology/states.ts';
import { quotedName } from '../../wording.ts';
import { isPortChange, weakest } from '../changed-ports.ts';

/** Settings that both ends of a cable must agree on, and their value where none is written. */
const LINE = { mtu: undefined, speed: 'auto', duplex: 'auto' } as const;

type LineSetting = keyof typeof LINE;

const writtenValue = (settings: JsonObject, name: LineSetting): unknown => {
  const value = settings[name];
  return value === LINE[name] || value === null || value === '' ? undefined : value;
};

/** Both forced and different stops the link; one forced may. */
function levelOf(here: unknown, there: unknown): Level | undefined {
  if (String(here) === String(there)) return undefined;
  return here !== undefined && there !== undefined ? 'break' : 'risk';
}

/** Both ends of a cable between switches differ in MTU, speed or duplex. */
export const lineMismatch: Check = {
  name: 'line.mismatch',
  needs: ['ports', 'devices'],
  reads: ['switch:port_config', 'switch:port_usages'],
  applies: isPortChange,
  run(effect, facts) {
    const { cabling } = graphOf(effect.after, effect.before, facts);
    return cabling.links.flatMap(({ ends: [near, far], certainty }): Finding[] => {
      const [one, other] = [deviceOf(effect.after, near.device), deviceOf(effect.after, far.device)];
      if (one?.type !== 'switch' || other?.type !== 'switch' || near.port === undefined || far.port === undefined)
        return [];
      const [here, there] = [portOf(one, near.port), portOf(other, far.port)];
      if (here.isDisabled || there.isDisabled) return [];
      const names: readonly LineSetting[] = ['mtu', 'speed', 'duplex'];
      return names.flatMap((name): Finding[] => {
        const [mine, theirs] = [writtenValue(here.settings, name), writtenValue(there.settings, name)];
        const level = levelOf(mine, theirs);
        if (level === undefined) return [];
        const says = `${name} is ${String(mine ?? 'not set')} here and ${String(theirs ?? 'not set')} at the other end (${quotedName(other.name)} ${far.port}).`;
        const sure = weakest(certainty, here.certainty, there.certainty);
        return [{ check: 'line.mismatch', level, certainty: sure, where: `${one.name} ${near.port}`, says }];
      });
    });
  },
};
