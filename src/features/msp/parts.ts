import type { JsonObject } from '../../core/json.ts';
import { isRecord } from '../../core/json.ts';
import { rowsOf, totalOf } from '../../mist/paging/pages.ts';
import type { Session } from '../../mist/session.ts';
import type { Asker } from './ask.ts';
import { devicesIn, endingLicenses, openAlarms, shortLicenses, versionsIn, worstLevels } from './org-facts.ts';
import { ORG_ALARMS, ORG_LICENSES, ORG_STATS, ORG_VERSIONS, type Part } from './routes.ts';

/** One organization of a report. */
export interface OrgTarget {
  readonly id: string;
  readonly name: string;
  readonly profile: string | undefined;
  readonly session: Session;
  /** What the routes of an MSP said of it already, by part. */
  readonly known: ReadonlyMap<Part, JsonObject>;
}

/** Alarms that are open began at any time; those of two weeks are looked through. */
const ALARMS_SINCE = '-14d';
const ALARM_PAGE = 100;
const DEVICE_TYPES = ['ap', 'switch', 'gateway'] as const;

/** Requests that belong together, and what comes of them. */
interface Source {
  readonly parts: readonly Part[];
  readonly calls: number;
  read(asker: Asker, target: OrgTarget, now: number): Promise<JsonObject>;
}

const pathOf = ({ id }: OrgTarget) => ({ org_id: id });

const SOURCES: readonly Source[] = [
  {
    parts: ['devices', 'sle'],
    calls: 1,
    async read(asker, target) {
      const { body } = await asker.ask(target.session, ORG_STATS, { path: pathOf(target) });
      const stats = isRecord(body) ? body : {};
      return { ...devicesIn(stats), ...worstLevels(stats) };
    },
  },
  {
    parts: ['alarms'],
    calls: 1,
    async read(asker, target) {
      const query = { severity: 'critical', acked: false, start: ALARMS_SINCE, limit: ALARM_PAGE, sort: '-timestamp' };
      const answer = await asker.ask(target.session, ORG_ALARMS, { path: pathOf(target), query });
      const { rows = [] } = rowsOf(answer);
      return openAlarms(rows.filter(isRecord), totalOf(answer));
    },
  },
  {
    parts: ['licenses'],
    calls: 1,
    async read(asker, target, now) {
      const { body } = await asker.ask(target.session, ORG_LICENSES, { path: pathOf(target) });
      const licenses = isRecord(body) ? body : {};
      return { ...endingLicenses(licenses.licenses, now), ...shortLicenses(licenses) };
    },
  },
  {
    parts: ['firmware'],
    calls: DEVICE_TYPES.length,
    async read(asker, target) {
      const path = pathOf(target);
      const counts = await Promise.all(
        DEVICE_TYPES.map(async (type) => {
          const query = { distinct: 'version', type, limit: 100 };
          return [type, versionsIn((await asker.ask(target.session, ORG_VERSIONS, { path, query })).body)] as const;
        }),
      );
      return { firmware: Object.fromEntries(counts.filter(([, versions]) => versions !== undefined)) };
    },
  },
];

/** The requests that a target still needs for the parts that are wanted. */
const sourcesFor = ({ known }: OrgTarget, wanted: readonly Part[]): readonly Source[] =>
  SOURCES.filter(({ parts }) => parts.some((part) => wanted.includes(part) && !known.has(part)));

/** How many requests a target needs, where none has to be repeated. */
export const callsFor = (target: OrgTarget, wanted: readonly Part[]): number =>
  sourcesFor(target, wanted).reduce((sum, { calls }) => sum + calls, 0);

/** What is known of an organization. */
export interface OrgReading {
  readonly facts: JsonObject;
  /** A sentence for each part that could not be read. */
  readonly missing: readonly string[];
  /** The first failure; undefined where everything was read. */
  readonly error: unknown;
  /** Whether anything was. */
  readonly isKnown: boolean;
}

/** Members of a row by part; one that nobody wanted is left out. */
const MEMBERS: Readonly<Record<string, Part>> = {
  ...{ sites: 'devices', devices: 'devices', away: 'devices', worst_sle: 'sle' },
};

/** Reads what is wanted of one organization. A part that cannot be read leaves the others. */
export async function readOrg(
  asker: Asker,
  target: OrgTarget,
  wanted: readonly Part[],
  now: number,
): Promise<OrgReading> {
  const facts: Record<string, unknown> = Object.assign(
    {},
    ...[...target.known].filter(([part]) => wanted.includes(part)).map(([, members]) => members),
  );
  const missing: string[] = [];
  let error: unknown;
  let answered = target.known.size;
  for (const source of sourcesFor(target, wanted)) {
    try {
      const read = await source.read(asker, target, now);
      answered += 1;
      for (const [name, value] of Object.entries(read)) {
        const part = MEMBERS[name];
        if (part === undefined || wanted.includes(part)) facts[name] = value;
      }
    } catch (thrown) {
      error ??= thrown;
      missing.push(`${source.parts.filter((part) => wanted.includes(part)).join(', ')}: ${asker.reasonOf(thrown)}`);
    }
  }
  return { facts, missing, error, isKnown: answered > 0 };
}
