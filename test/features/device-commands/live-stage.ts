import { type Row, textOf } from '../../../simulator/json.ts';
import type { StreamFault, StreamFaultKind } from '../../../simulator/stream-fault.ts';
import type { ToolAnswer } from '../../harness/answer.ts';
import { type ElicitationHandler, handlerAt } from '../../harness/elicitation-handler.ts';
import type { Era } from '../../harness/era.ts';
import { openStage, type Stage } from '../../harness/stage.ts';

/** A device of the simulated world. */
export interface Device {
  readonly name: string;
  readonly id: string;
  readonly mac: string;
  readonly siteId: string;
}

export type Platform = 'ap' | 'ex' | 'srx' | 'ssr';

/** A stage for live commands: a person who answers questions, and devices by platform. */
export interface LiveStage extends Stage, ElicitationHandler {
  devices(platform: Platform): Device[];
  /** Runs a utility; the device is named by its MAC. */
  run(platform: Platform, utility: string, device: Device, more?: Record<string, unknown>): Promise<ToolAnswer>;
  /** Requests that were no GET, of one device or all, as command and body. */
  posts(device?: Device): { command: string; body: unknown }[];
}

const kindOf = (row: Row): Platform => {
  const type = textOf(row, 'type');
  if (type === 'ap') return 'ap';
  if (type === 'switch') return 'ex';
  return textOf(row, 'model').startsWith('SSR') ? 'ssr' : 'srx';
};

export interface LiveOptions {
  readonly era?: Era;
  /** Without it the server is told to enable write tools. */
  readonly readOnly?: boolean;
  readonly args?: readonly string[];
}

/** Opens a stage with a token that may run every command. */
export async function openLiveStage({ era = '2025-11-25', readOnly, args = [] }: LiveOptions = {}): Promise<LiveStage> {
  const stage = await openStage({
    era,
    token: readOnly ? 'helpdesk' : 'write',
    client: { capabilities: { elicitation: { form: {} } } },
    args: [...(readOnly ? [] : ['--enable-write-tools']), ...args],
  });
  const main = stage.cloud.world.id('orgs', 'Lakeside Retail Group');
  const rows = stage.cloud.world.table('devices').filter((row) => row.org_id === main);
  return {
    ...stage,
    ...handlerAt(stage.client),
    devices: (platform) =>
      rows
        .filter((row) => kindOf(row) === platform)
        .map((row) => ({
          name: textOf(row, 'name'),
          id: textOf(row, 'id'),
          mac: textOf(row, 'mac'),
          siteId: textOf(row, 'site_id'),
        })),
    run(platform, utility, device, more = {}) {
      const place = { site_id: device.siteId, device_id: device.mac };
      return stage.call('mist_utilities', { device_type: platform, utility, ...place, ...more });
    },
    posts: (device) =>
      stage.cloud.requests
        .filter(({ method, path }) => method === 'POST' && (device === undefined || path.includes(device.id)))
        .map(({ path, body }) => ({
          command: path.slice(path.lastIndexOf('/') + 1),
          body: body === '' ? undefined : JSON.parse(body),
        })),
  };
}

/** One device of a platform. */
export function deviceOf(stage: LiveStage, platform: Platform, index = 0): Device {
  const all = stage.devices(platform);
  const device = all[index % Math.max(all.length, 1)];
  if (!device) throw new Error(`no ${platform} in the simulated world`);
  return device;
}

/** What a switch answers to a utility while its stream has some faults, and how often the command was sent. */
export async function under(
  stage: LiveStage,
  faults: readonly (StreamFault | StreamFaultKind)[],
  utility: string,
  more: Readonly<Record<string, unknown>> = {},
) {
  const device = deviceOf(stage, 'ex');
  const rules = faults.map((fault) => (typeof fault === 'string' ? { kind: fault } : fault));
  const off = rules.map((rule) => stage.cloud.stream.fault({ match: device.id, ...rule }));
  const before = stage.posts(device).length;
  try {
    const answer = await stage.run('ex', utility, device, { timeout_seconds: 30, ...more });
    return { ...answer, posts: stage.posts(device).length - before };
  } finally {
    for (const end of off) end();
  }
}
