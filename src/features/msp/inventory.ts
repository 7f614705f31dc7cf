import { InputError } from '../../core/errors/input-error.ts';
import { MistError } from '../../core/errors/mist-error.ts';
import { isRecord, type JsonObject } from '../../core/json.ts';
import { rowsOf } from '../../mist/paging/pages.ts';
import type { Session } from '../../mist/session.ts';
import type { Asker } from './ask.ts';
import { MSP_INVENTORY, ORG_INVENTORY } from './routes.ts';
import { about, type Sources, type TokenSource } from './sources.ts';

/** Requests that looking for a device may take without being asked about. */
const FREE_CALLS = 30;
/** Organizations that are asked at once. */
const AT_ONCE = 8;

/** The device that is looked for. */
export interface DeviceQuestion {
  /** As it was given: a serial where it is no MAC. */
  readonly device: string;
  readonly mac: string | undefined;
  readonly isConfirmed: boolean;
}

/** Where a device is, and what could not be looked through. */
interface DeviceResult {
  readonly rows: readonly JsonObject[];
  readonly missing: readonly string[];
}

interface OrgToAsk {
  readonly id: string;
  readonly name: string;
  readonly token: TokenSource;
}

/**
 * Finds the organization that has a device: by its MAC with one request for each MSP, else in the inventories of the
 * organizations, until it is found.
 *
 * @throws InputError with the number of calls where it is large and not confirmed
 */
export async function findDevice(asker: Asker, sources: Sources, question: DeviceQuestion): Promise<DeviceResult> {
  const { mac } = question;
  const missing: string[] = [];
  const asked = new Set<TokenSource>();
  if (mac !== undefined) {
    for (const token of sources.tokens.filter(({ msps }) => msps.length > 0)) {
      const found = await byMac(asker, token, mac, missing);
      if (found === undefined) continue;
      asked.add(token);
      if (found.length > 0) return { rows: found.map((row) => placed(row, token, sources)), missing };
    }
  }
  const orgs = new Map<string, OrgToAsk>();
  for (const token of sources.tokens) {
    if (asked.has(token)) continue;
    missing.push(...token.failures.map((failure) => about(token.profile, failure)));
    for (const { id, name } of token.orgs) {
      const key = `${token.session.cloud.api} ${id}`;
      if (!orgs.has(key)) orgs.set(key, { id, name, token });
    }
  }
  admit([...orgs.values()], question);
  asker.announce(asker.made + orgs.size);
  return lookThrough(asker, [...orgs.values()], question, { sources, missing });
}

/** @returns undefined where an MSP could not be asked, so that its organizations have to be */
async function byMac(
  asker: Asker,
  { session, msps }: TokenSource,
  device_mac: string,
  missing: string[],
): Promise<readonly JsonObject[] | undefined> {
  const rows: JsonObject[] = [];
  for (const { id: msp_id, name } of msps) {
    try {
      const { body } = await asker.ask(session, MSP_INVENTORY, { path: { msp_id, device_mac } });
      if (isRecord(body)) rows.push(body);
    } catch (error) {
      if (error instanceof MistError && error.kind === 'not_found') continue;
      if (error instanceof MistError && error.kind === 'refused') return undefined;
      missing.push(`MSP ${name}: ${asker.reasonOf(error)}`);
      return undefined;
    }
  }
  return rows;
}

function admit(orgs: readonly OrgToAsk[], { isConfirmed }: DeviceQuestion): void {
  if (isConfirmed) return;
  const bySession = new Map<Session, number>();
  for (const { token } of orgs) bySession.set(token.session, (bySession.get(token.session) ?? 0) + 1);
  for (const [{ budget }, calls] of bySession) budget.admit(calls, false);
  if (orgs.length <= FREE_CALLS) return;
  throw new InputError(
    `Looking through the inventories of ${orgs.length} organizations takes up to ${orgs.length} API calls.`,
    'Call again with confirm_cost=true, or give the MAC: an MSP finds that with one call.',
  );
}

async function lookThrough(
  asker: Asker,
  orgs: readonly OrgToAsk[],
  { device, mac }: DeviceQuestion,
  { sources, missing }: { readonly sources: Sources; readonly missing: string[] },
): Promise<DeviceResult> {
  const filter = mac === undefined ? { serial: device } : { mac };
  const rows: JsonObject[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < orgs.length && rows.length === 0; at = next++) {
      const org = orgs[at];
      if (!org) return;
      try {
        const query = { ...filter, vc: true, limit: 100 };
        const answer = await asker.ask(org.token.session, ORG_INVENTORY, { path: { org_id: org.id }, query });
        const own = (rowsOf(answer).rows ?? []).filter(isRecord);
        rows.push(...own.map((row) => placed(row, org.token, sources)));
      } catch (error) {
        missing.push(`${org.name}: ${asker.reasonOf(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, orgs.length) }, work));
  return { rows, missing };
}

function placed(row: JsonObject, token: TokenSource, { several }: Sources): JsonObject {
  const org = token.orgs.find(({ id }) => id === row.org_id);
  return { ...(several ? { profile: token.profile } : {}), org: org?.name ?? row.org_id, ...row };
}
