import { asText, type JsonObject } from '../../../../core/json.ts';
import type { Check, Finding, Level } from '../../finding.ts';
import { isPortChange } from '../changed-ports.ts';
import { switchCables } from './switch-cables.ts';

/** Settings that both ends of a cable must agree on, and their value where none is written. */
const LINE = { mtu: undefined, speed: 'auto', duplex: 'auto' } as const;

type LineSetting = keyof typeof LINE;

const NAMES: readonly LineSetting[] = ['mtu', 'speed', 'duplex'];

const writtenValue = (settings: JsonObject, name: LineSetting): unknown => {
  const value = settings[name];
  return value === LINE[name] || value === null || value === '' ? undefined : value;
};

/** Both forced and different stops the link; one forced may. */
function levelOf(here: unknown, there: unknown): Level | undefined {
  if (asText(here) === asText(there)) return undefined;
  return here !== undefined && there !== undefined ? 'break' : 'risk';
}

/** Both ends of a cable between switches differ in MTU, speed or duplex. */
export const lineMismatch: Check = {
  name: 'line.mismatch',
  needs: ['ports', 'devices'],
  reads: ['switch:port_config', 'switch:port_usages'],
  applies: isPortChange,
  run: (effect, facts) =>
    switchCables(effect, facts).flatMap(({ here, there, where, farText, certainty }): Finding[] =>
      NAMES.flatMap((name): Finding[] => {
        const [mine, theirs] = [writtenValue(here.port.settings, name), writtenValue(there.port.settings, name)];
        const level = levelOf(mine, theirs);
        if (level === undefined) return [];
        const says = `${name} is ${asText(mine ?? 'not set')} here and ${asText(theirs ?? 'not set')} at the other end (${farText}).`;
        return [{ check: 'line.mismatch', level, certainty, where, says }];
      }),
    ),
};
