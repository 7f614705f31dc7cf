import type { Call } from '../call.ts';
import { type Grid, gridOf, suitableInterval } from '../grid.ts';
import { wirelessClients } from '../world/clients.ts';
import { type Device, devicesAt } from '../world/hardware.ts';
import { levelsOf, type ServiceLevel, type SleScope } from '../world/service-levels.ts';
import { clientsOf, type Series, seriesOf } from '../world/sle.ts';

/** Whose service level is asked for. */
export interface Subject {
  readonly call: Call;
  readonly scope: SleScope;
  readonly devices: readonly Device[];
  /** Share of the devices' users that is meant. */
  readonly part: number;
}

/** One service level of a subject over the window of the request. */
export interface Question extends Subject {
  readonly level: ServiceLevel;
  readonly grid: Grid;
  /** Cause that the answer is limited to. */
  readonly classifier?: string;
}

const isScope = (text: string | undefined): text is SleScope =>
  text === 'site' || text === 'ap' || text === 'client' || text === 'switch' || text === 'gateway';

/** The devices that a scope and its id mean, or undefined where the site has nothing of that id. */
export function subjectOf(call: Call): Subject | undefined {
  const { scope, scope_id = '', site_id = '' } = call.path;
  if (!isScope(scope)) return undefined;
  const devices = devicesAt(call.world, site_id);
  if (scope === 'site') return scope_id === site_id ? { call, scope, devices, part: 1 } : undefined;
  if (scope !== 'client') {
    const own = devices.filter((device) => device.id === scope_id && device.type === scope);
    return own.length > 0 ? { call, scope, devices: own, part: 1 } : undefined;
  }
  const client = wirelessClients(call.world).find((one) => one.mac === scope_id && one.ap.siteId === site_id);
  if (!client) return undefined;
  const part = clientsOf(call.world, client.ap).find((one) => one.client.mac === client.mac)?.part ?? 0;
  return { call, scope, devices: [client.ap], part };
}

/** What the request asks, or undefined where subject, metric or classifier does not exist. */
export function questionOf(call: Call): Question | undefined {
  const subject = subjectOf(call);
  const level = subject && levelsOf(subject.scope).find((one) => one.name === call.path.metric);
  const classifier = call.path.classifier ?? call.query.classifier;
  if (!subject || !level || (classifier !== undefined && !(classifier in level.classifiers))) return undefined;
  const grid = gridOf(call.window, suitableInterval(call.window));
  return { ...subject, level, grid, ...(classifier === undefined ? {} : { classifier }) };
}

/** The series of a question, over the devices of the metric's own kind. */
export function measure({ call, level, devices, grid, part }: Question): Series {
  const own = devices.filter((device) => device.type === level.by);
  return seriesOf(call.world, call.now, level, own, grid, part);
}
