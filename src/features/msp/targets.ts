import { InputError } from '../../core/errors/input-error.ts';
import { foldName } from '../../core/fold-name.ts';
import { parseId } from '../../core/ids.ts';
import { asText, isRecord, type JsonObject } from '../../core/json.ts';
import { nearest } from '../../core/nearest.ts';
import type { NamedObject } from '../../mist/directory.ts';
import type { Asker } from './ask.ts';
import { devicesIn, endingLicenses, worstLevels } from './org-facts.ts';
import type { OrgTarget } from './parts.ts';
import { MSP_LICENSES, MSP_ORG_SEARCH, MSP_ORG_STATS, type Part } from './routes.ts';
import type { Sources, TokenSource } from './sources.ts';

/** What the routes of MSPs said, by organization, and which of them could not be asked. */
interface MspReading {
  readonly byOrg: ReadonlyMap<string, ReadonlyMap<Part, JsonObject>>;
  readonly notes: readonly string[];
}

type Facts = Map<string, Map<Part, JsonObject>>;

function add(facts: Facts, org: unknown, part: Part, members: JsonObject): void {
  const id = asText(org);
  const parts = facts.get(id) ?? new Map<Part, JsonObject>();
  facts.set(id, parts.set(part, { ...parts.get(part), ...members }));
}

/**
 * Asks an MSP about all of its organizations at once. What it cannot be asked is asked of each organization.
 *
 * @param now epoch seconds
 */
async function askMsp(
  asker: Asker,
  { session }: TokenSource,
  { id: msp_id, name }: NamedObject,
  { parts, now }: { readonly parts: readonly Part[]; readonly now: number },
): Promise<MspReading> {
  const facts: Facts = new Map();
  const notes: string[] = [];
  const path = { msp_id };
  const attempt = async (what: string, read: () => Promise<void>): Promise<void> => {
    try {
      await read();
    } catch (error) {
      notes.push(
        `${what} of the MSP ${name} could not be read, so each organization was asked: ${asker.reasonOf(error)}`,
      );
    }
  };
  if (parts.includes('devices') || parts.includes('sle')) {
    await attempt('Statistics', async () => {
      for (const row of await asker.list(session, MSP_ORG_STATS, { path })) {
        add(facts, row.id, 'devices', devicesIn(row));
        add(facts, row.id, 'sle', worstLevels(row));
      }
    });
  }
  if (parts.includes('licenses')) {
    await attempt('Subscriptions', async () => {
      const [{ body }, orgs] = await Promise.all([
        asker.ask(session, MSP_LICENSES, { path }),
        asker.list(session, MSP_ORG_SEARCH, { path }),
      ]);
      const all = isRecord(body) && Array.isArray(body.licenses) ? body.licenses.filter(isRecord) : [];
      const owners = new Set(all.map(({ org_id }) => org_id));
      // An organization that the list of the MSP does not name may have subscriptions of its own.
      for (const owner of owners) {
        const own = all.filter(({ org_id }) => org_id === owner);
        add(facts, owner, 'licenses', endingLicenses(own, now));
      }
      for (const { org_id, sub_insufficient: isShort } of orgs) {
        if (isShort === true && owners.has(org_id)) add(facts, org_id, 'licenses', { licenses_short: true });
      }
    });
  }
  return { byOrg: facts, notes };
}

/** The organizations of a report, and what is to be said of how they were found. */
export interface Targets {
  readonly targets: readonly OrgTarget[];
  readonly notes: readonly string[];
}

/** What a report is asked about. */
export interface TargetQuestion {
  readonly parts: readonly Part[];
  /** Names or ids of the only organizations. */
  readonly orgs: readonly string[] | undefined;
  /** Epoch seconds. */
  readonly now: number;
}

/**
 * The organizations that a report is about. One that several profiles lead to is asked with the first of them.
 *
 * @throws InputError for a name that no organization has
 */
export async function findTargets(asker: Asker, { tokens }: Sources, question: TargetQuestion): Promise<Targets> {
  const wanted = question.orgs?.map((text) => ({ text, id: parseId(text), name: foldName(text) }));
  const isWanted = (org: NamedObject): boolean =>
    wanted?.some(({ id, name }) => org.id === id || foldName(org.name) === name) ?? true;
  const everything = tokens.flatMap(({ orgs }) => orgs);
  const unknown = wanted?.find(
    ({ id, name }) => !everything.some((org) => org.id === id || foldName(org.name) === name),
  );
  if (unknown) throw unknownOrg(unknown.text, everything);
  const notes: string[] = [];
  const found = new Map<string, OrgTarget>();
  for (const token of tokens) {
    const { profile, session } = token;
    const chosen = token.orgs.filter(isWanted);
    const fresh = chosen.filter(({ id }) => !found.has(`${session.cloud.api} ${id}`));
    // What an MSP says of all costs less than asking a few, and is not asked for none.
    const readings =
      fresh.length === 0 ? [] : await Promise.all(token.msps.map((msp) => askMsp(asker, token, msp, question)));
    notes.push(...readings.flatMap((reading) => reading.notes));
    for (const { id, name } of fresh) {
      const known = readings.map(({ byOrg }) => byOrg.get(id)).find((parts) => parts !== undefined) ?? new Map();
      found.set(`${session.cloud.api} ${id}`, { id, name, profile, session, known });
    }
  }
  return { targets: [...found.values()], notes };
}

function unknownOrg(text: string, all: readonly NamedObject[]): InputError {
  const names = all.map(({ name }) => name);
  const close = nearest(text, names, 3);
  return new InputError(
    `No organization is called ${JSON.stringify(text.slice(0, 80))}.`,
    `Give one of: ${(close.length > 0 ? close : names.slice(0, 10)).join(', ')}.`,
  );
}
