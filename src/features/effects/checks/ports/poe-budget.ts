import { rowsOf as rowsIn } from '../../facts.ts';
import type { Check, Finding } from '../../finding.ts';
import { macIn, numberIn } from '../../live/rows.ts';
import type { PortState, SiteEffect, SwitchState } from '../../model.ts';
import { rowAt, rowsOf } from '../../state/row.ts';
import { portOf } from '../../topology/states.ts';
import { countOf, placeText, quotedName } from '../../wording.ts';
import { changedNames, switchPairs } from '../changed-ports.ts';

/** What a device may draw before anything is known of it, in watts: the limit of the first PoE standard. */
const WATTS_OF_ONE = 15.4;

const isPowered = (port: PortState): boolean => !port.isPoweringDisabled && !port.isDisabled;

/** Ports of a switch that may feed something only after the change. */
interface NewlyPowered {
  readonly device: SwitchState;
  readonly ports: readonly string[];
}

const newlyPowered = (effect: SiteEffect): readonly NewlyPowered[] =>
  switchPairs(effect).flatMap((pair) => {
    const ports = changedNames(pair).filter(
      (port) => isPowered(portOf(pair.after, port)) && !isPowered(portOf(pair.before, port)),
    );
    return ports.length === 0 ? [] : [{ device: pair.after, ports }];
  });

/** What a switch can give, and gives, by its statistics: all of its members together. */
function budgetOf(device: SwitchState, rows: readonly Readonly<Record<string, unknown>>[]) {
  const mine = rows.filter((row) => [device.mac, ...device.macs].includes(macIn(row, 'mac') ?? ''));
  const modules = mine.flatMap((row) => rowsOf(row.module_stat)).map((one) => rowAt(one, 'poe'));
  const known = modules.flatMap((poe) => {
    const [most, drawn] = [numberIn(poe, 'max_power'), numberIn(poe, 'power_draw')];
    return most === undefined || drawn === undefined || most <= 0 ? [] : [{ most, drawn }];
  });
  if (known.length === 0) return undefined;
  return { most: known.reduce((sum, one) => sum + one.most, 0), drawn: known.reduce((sum, one) => sum + one.drawn, 0) };
}

/** More ports are powered than the power supply of the switch may be able to feed. */
export const poeBudget: Check = {
  name: 'poe.budget',
  needs: ['ports', 'devices'],
  reads: ['switch:port_config', 'switch:port_usages'],
  applies: (effect) => newlyPowered(effect).length > 0,
  lacks: (effect, facts) => {
    const rows = rowsIn(facts, 'devices');
    const blind = newlyPowered(effect).filter(({ device }) => budgetOf(device, rows) === undefined);
    return blind.length === 0
      ? undefined
      : `How much power ${blind.map(({ device }) => quotedName(device.name)).join(', ')} can give is not in the statistics`;
  },
  run: (effect, facts) =>
    newlyPowered(effect).flatMap(({ device, ports }): Finding[] => {
      const budget = budgetOf(device, rowsIn(facts, 'devices'));
      if (!budget || budget.drawn + ports.length * WATTS_OF_ONE <= budget.most) return [];
      const says = `${countOf(ports.length, 'more port')} may draw power; ${Math.round(budget.drawn)} of ${Math.round(budget.most)} W are drawn now.`;
      return [{ check: 'poe.budget', level: 'risk', certainty: 'likely', where: placeText(device.name, ports), says }];
    }),
};
