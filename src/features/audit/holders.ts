import { groupBy } from '../../core/group-by.ts';
import type { JsonObject } from '../../core/json.ts';
import type { FiledObject } from '../snapshot/index.ts';
import type { DeviceType, DeviceView } from './device-view.ts';
import type { Evidence } from './model.ts';
import type { ConfigView } from './view.ts';

/** What is wrong with the effective configuration of one device. */
export interface DeviceEvidence {
  readonly device: DeviceView;
  /** The object that is to be mended: where the attribute stands, or would stand. */
  readonly holder: FiledObject;
  readonly evidence: string;
  readonly payload?: JsonObject | undefined;
}

/** Comes before how many devices something reaches. */
export const REACHES = '; reaches ';

/**
 * Tells what is wrong with many devices once for the object that gives it to them: a template that reaches a thousand
 * switches is one mistake.
 */
export function* byHolder(view: ConfigView, found: Iterable<DeviceEvidence>): Iterable<Evidence> {
  for (const group of groupBy(found, ({ holder, evidence }) => `${holder.path} ${evidence}`).values()) {
    const [first] = group;
    if (!first) continue;
    const { holder, evidence, payload, device } = first;
    const reach = holder === device.device ? '' : `${REACHES}${countedDevices(group.length, device.type)}`;
    yield { object: holder, evidence: `${evidence}${reach}`, fix: payload && view.update(holder, payload) };
  }
}

const NOUNS = {
  ap: ['access point', 'access points'],
  switch: ['switch', 'switches'],
  gateway: ['gateway', 'gateways'],
} as const;

/** So many devices of a type, in words. */
export const countedDevices = (count: number, type: DeviceType): string =>
  `${count} ${NOUNS[type][count === 1 ? 0 : 1]}`;
