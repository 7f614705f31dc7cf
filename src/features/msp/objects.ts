import { InputError } from '../../core/errors/input-error.ts';
import { MistError } from '../../core/errors/mist-error.ts';
import { foldName } from '../../core/fold-name.ts';
import { parseId, parseMac } from '../../core/ids.ts';
import { isRecord, type JsonObject } from '../../core/json.ts';
import { withoutToken } from '../../core/mask.ts';
import type { NamedObject } from '../../mist/directory.ts';
import type { ToolContext } from '../../tool/context.ts';
import { rowsAnswer } from './answer.ts';
import { Asker } from './ask.ts';
import { findDevice } from './inventory.ts';
import { MSP, MSP_GROUPS, MSP_ORGS, MSP_SSOS, type ObjectType } from './routes.ts';
import { about, readSources, type Sources, type TokenSource } from './sources.ts';

const LONGEST_MS = 45_000;

/** What is asked for. */
export interface ObjectsQuestion {
  readonly object_type: ObjectType;
  /** Name or id of the only MSP. */
  readonly msp_id?: string | undefined;
  /** MAC or serial of a device. */
  readonly device?: string | undefined;
  readonly confirm_cost?: boolean | undefined;
}

/** An MSP with the token that sees it. */
interface MspTarget {
  readonly token: TokenSource;
  readonly msp: NamedObject;
}

/**
 * Objects of MSPs, and where a device is over all organizations. Nothing here changes anything.
 *
 * @throws InputError for an MSP that no token sees, and for `device` where it does not belong
 */
export async function mspObjects(context: ToolContext, question: ObjectsQuestion): Promise<object> {
  const { object_type: type, device } = question;
  if ((type === 'inventory') !== (device !== undefined)) {
    throw new InputError(
      type === 'inventory' ? '`device` is needed: a MAC or a serial.' : '`device` applies to object_type=inventory.',
      type === 'inventory' ? 'Give it; mist_search_device lists the inventory of one organization.' : 'Leave it out.',
    );
  }
  const asker = new Asker(context, LONGEST_MS);
  const sources = await readSources(context, asker);
  const { rows, missing } =
    device === undefined
      ? await listObjects(asker, sources, question)
      : await deviceRows(asker, sources, question, device);
  const failed = sources.failed.map(({ profile, reason }) => about(profile, reason));
  const notRead = [...failed, ...missing];
  if (rows.length === 0 && notRead.length > 0 && sources.tokens.length === 0) throw sources.failed[0]?.error;
  return rowsAnswer(context, rows, {
    complete: notRead.length === 0,
    more: { calls: asker.made, ...(notRead.length > 0 ? { not_read: notRead } : {}) },
    notes: rows.length === 0 ? [emptyNote(type, notRead.length > 0)] : [],
  });
}

const emptyNote = (type: ObjectType, isPartial: boolean): string =>
  isPartial
    ? 'Nothing was found in what could be read.'
    : type === 'inventory'
      ? 'No organization that these tokens see has it.'
      : 'There is none.';

interface ObjectRows {
  readonly rows: readonly JsonObject[];
  /** A sentence for each source that could not be read. */
  readonly missing: readonly string[];
}

async function deviceRows(
  asker: Asker,
  sources: Sources,
  { msp_id: msp, confirm_cost }: ObjectsQuestion,
  device: string,
): Promise<ObjectRows> {
  if (msp !== undefined) {
    throw new InputError(
      '`msp_id` does not apply to object_type=inventory: all organizations are looked through.',
      'Leave it out.',
    );
  }
  return findDevice(asker, sources, {
    device: device.trim(),
    mac: parseMac(device),
    isConfirmed: confirm_cost === true,
  });
}

async function listObjects(
  asker: Asker,
  sources: Sources,
  { object_type: type, msp_id }: ObjectsQuestion,
): Promise<ObjectRows> {
  const targets = mspsNamed(sources, msp_id);
  const missing: string[] = [];
  const lists = await Promise.all(
    targets.map(async (target) => {
      try {
        return (await rowsOfMsp(asker, target, type)).map((row) => placed(row, target, sources));
      } catch (error) {
        missing.push(withoutToken(`MSP ${target.msp.name}: ${asker.reasonOf(error)}`, target.token.session.token));
        if (error instanceof MistError && targets.length === 1) throw error;
        return [];
      }
    }),
  );
  const alone = type === 'orgs' && msp_id === undefined ? orgsAlone(sources) : [];
  return { rows: [...lists.flat(), ...alone], missing };
}

/** @throws InputError where there is no MSP, or none of that name */
function mspsNamed({ tokens }: Sources, text: string | undefined): readonly MspTarget[] {
  const all = tokens.flatMap((token) => token.msps.map((msp) => ({ token, msp })));
  const unique = [...new Map(all.map((one) => [`${one.token.session.cloud.api} ${one.msp.id}`, one])).values()];
  if (text === undefined) return unique;
  const id = parseId(text);
  const found = unique.filter(({ msp }) => msp.id === id || foldName(msp.name) === foldName(text));
  if (found.length > 0) return found;
  const names = unique.map(({ msp }) => `${msp.name} (${msp.id})`).join(', ');
  throw new InputError(
    `No MSP is called ${JSON.stringify(text.slice(0, 80))}.`,
    names === '' ? 'None of these tokens has a role at an MSP: leave `msp_id` out.' : `Give one of: ${names}.`,
  );
}

async function rowsOfMsp(asker: Asker, { token, msp }: MspTarget, type: ObjectType): Promise<readonly JsonObject[]> {
  const { session } = token;
  const path = { msp_id: msp.id };
  if (type === 'msp') {
    const { body } = await asker.ask(session, MSP, { path });
    return isRecord(body) ? [body] : [];
  }
  if (type === 'orgs') return asker.list(session, MSP_ORGS, { path });
  if (type === 'ssos') return asker.whole(session, MSP_SSOS, { path });
  const names = new Map(token.orgs.map(({ id, name }) => [id, name]));
  return (await asker.whole(session, MSP_GROUPS, { path })).map(({ org_ids: ids, ...group }) => ({
    ...group,
    orgs: (Array.isArray(ids) ? ids : []).map((id) => names.get(String(id)) ?? id),
  }));
}

/** A row that says whose it is. */
function placed(row: JsonObject, { token, msp }: MspTarget, { several }: Sources): JsonObject {
  const { msp_id: _id, msp_name: _name, ...own } = row;
  return { ...(several ? { profile: token.profile } : {}), msp: msp.name, ...own };
}

/** Organizations that a token sees without an MSP. */
const orgsAlone = ({ tokens, several }: Sources): readonly JsonObject[] =>
  tokens
    .filter(({ msps }) => msps.length === 0)
    .flatMap(({ profile, orgs }) => orgs.map(({ id, name }) => ({ ...(several ? { profile } : {}), id, name })));
