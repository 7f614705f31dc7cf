import { type DemoCloud, startDemoCloud } from '../../../simulator/cloud.ts';
import type { Row } from '../../../simulator/json.ts';
import { type CampusOptions, campus } from '../../../simulator/world/campus/index.ts';
import { callsOf, writesOf } from '../../harness/cloud.ts';
import { type Direct, type DirectOptions, openDirect } from '../../harness/direct-stage.ts';

export type Args = Readonly<Record<string, unknown>>;

/** What came of one change: what the person saw, what was written, and what the assistant was told. */
export interface Change {
  readonly question: string;
  /** Lines under `Why:`. */
  readonly why: readonly string[];
  /** Writes as method and path. */
  readonly writes: readonly string[];
  readonly data: Args;
  /** Requests to the cloud, all together. */
  readonly requests: number;
}

/** The campus, the server in this process, and a real client whose person answers its forms with yes. */
export interface CampusStage {
  readonly cloud: DemoCloud;
  readonly direct: Direct;
  id(table: string, name: string): string;
  row(table: string, name: string): Row;
  /** Arguments of an update of an object that goes by its name. */
  update(family: string, name: string, payload: object): Args;
  change(args: Args): Promise<Change>;
  close(): Promise<void>;
}

/** The tables of the world that hold the objects of a family. */
const TABLES: Readonly<Record<string, string>> = {
  site_devices: 'devices',
  org_networktemplates: 'networktemplates',
  org_gatewaytemplates: 'gatewaytemplates',
  org_wlantemplates: 'templates',
  org_wlans: 'wlans',
  org_networks: 'networks',
  org_sites: 'sites',
};

/** The lines between a title and the next line that is not indented, without their indent. */
export function linesUnder(title: string, text: string): readonly string[] {
  const lines = text.split('\n');
  const from = lines.indexOf(title);
  if (from < 0) return [];
  const rest = lines.slice(from + 1);
  const end = rest.findIndex((line) => !line.startsWith('  '));
  return rest.slice(0, end < 0 ? undefined : end).map((line) => line.trim());
}

/** Opens a stage on a campus. */
export async function openCampus(
  options: CampusOptions = {},
  more: Omit<DirectOptions, 'cloud'> = {},
): Promise<CampusStage> {
  const cloud = await startDemoCloud({ world: campus(options) });
  const direct = await openDirect({ cloud, ...more });
  const row = (table: string, name: string): Row => cloud.world.named(table, name);
  const id = (table: string, name: string): string => String(row(table, name).id);
  return {
    ...{ cloud, direct, row, id },
    update(family, name, payload) {
      const object_id = id(TABLES[family] ?? family, name);
      const site = family === 'site_devices' ? { site_id: row('devices', name).site_id } : {};
      return { action_type: 'update', object_type: family, object_id, payload, ...site };
    },
    async change(given) {
      const [calls, requests, asked] = [callsOf(cloud).length, cloud.requests.length, direct.questions.length];
      const { data } = await direct.call('mist_change_configuration_objects', given);
      const question = direct.questions.slice(asked).join('\n---\n');
      return {
        ...{ question, data },
        why: linesUnder('Why:', question),
        writes: writesOf(cloud, requests),
        requests: callsOf(cloud).length - calls,
      };
    },
    async close() {
      await direct.close();
      await cloud.close();
    },
  };
}
