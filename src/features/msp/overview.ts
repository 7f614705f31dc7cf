import { InputError } from '../../core/errors/input-error.ts';
import { MistError } from '../../core/errors/mist-error.ts';
import { asText, type JsonObject } from '../../core/json.ts';
import { withoutToken } from '../../core/mask.ts';
import type { Session } from '../../mist/session.ts';
import type { ToolContext } from '../../tool/context.ts';
import { rowsAnswer } from './answer.ts';
import { Asker } from './ask.ts';
import { callsFor, type OrgReading, type OrgTarget, readOrg } from './parts.ts';
import { PARTS, type Part } from './routes.ts';
import { about, readSources, type Sources } from './sources.ts';
import { findTargets } from './targets.ts';

/** Applications stop waiting after a minute. */
const LONGEST_MS = 45_000;
/** Requests that a report may take without being asked about. */
const FREE_CALLS = 60;
/** Organizations that are asked at once, over all tokens; each token has a queue of its own besides. */
const AT_ONCE = 24;

/** What is asked for. */
export interface OverviewQuestion {
  readonly orgs?: readonly string[] | undefined;
  readonly parts?: readonly Part[] | undefined;
  readonly confirm_cost?: boolean | undefined;
}

/**
 * A row for each organization of an MSP, or of all profiles: what is away, what is worst, which alarms are open, which
 * licenses end, which releases run. What could not be read is said in the row.
 *
 * @throws InputError with the number of calls where it is large and not confirmed; the first failure where nothing at all
 * could be read
 */
export async function overview(context: ToolContext, question: OverviewQuestion): Promise<object> {
  const { parts = PARTS, orgs, confirm_cost: isConfirmed = false } = question;
  const now = Math.floor(context.clock.now() / 1000);
  const asker = new Asker(context, LONGEST_MS);
  const sources = await readSources(context, asker);
  const { targets, notes } = await findTargets(asker, sources, { parts, orgs, now });
  const announced = announce(asker, targets, parts, isConfirmed);
  const readings = await readAll(context, asker, targets, (target) => readOrg(asker, target, parts, now));
  const rows = rowsFrom(targets, readings, sources);
  requireAny(rows, readings, sources);
  const answered = readings.filter(({ isKnown }) => isKnown).length;
  const isPartial = sources.failed.length > 0 || readings.some(({ missing }) => missing.length > 0);
  const incomplete = sources.tokens.flatMap(({ profile, failures }) =>
    failures.map((failure) => about(profile, failure)),
  );
  return rowsAnswer(context, rows, {
    complete: !isPartial && incomplete.length === 0,
    more: {
      organizations: targets.length,
      answered,
      totals: totalsOf(readings),
      calls: { announced, made: asker.made },
    },
    notes: [
      ...(isPartial ? ['Rows with `failed` or `not_read` are no sign of health; totals leave them out.'] : []),
      ...incomplete,
      ...notes,
    ],
  });
}

/** @throws InputError with the number of calls, where it is large or more than half of a token's hour */
function announce(asker: Asker, targets: readonly OrgTarget[], parts: readonly Part[], isConfirmed: boolean): number {
  const bySession = new Map<Session, number>();
  for (const target of targets)
    bySession.set(target.session, (bySession.get(target.session) ?? 0) + callsFor(target, parts));
  const still = [...bySession.values()].reduce((sum, calls) => sum + calls, 0);
  const announced = asker.made + still;
  if (!isConfirmed) {
    for (const [{ budget }, calls] of bySession) budget.admit(calls, false);
    if (still > FREE_CALLS) {
      throw new InputError(
        `A report on ${targets.length} organizations takes ${still} more API calls; ${asker.made} were made to find them.`,
        'Call again with confirm_cost=true, or narrow it by `orgs` or `parts`: firmware takes 3 calls for each organization.',
      );
    }
  }
  asker.announce(announced);
  return announced;
}

async function readAll(
  context: ToolContext,
  asker: Asker,
  targets: readonly OrgTarget[],
  read: (target: OrgTarget) => Promise<OrgReading>,
): Promise<readonly OrgReading[]> {
  const readings: OrgReading[] = [];
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < targets.length; at = next++) {
      const target = targets[at];
      if (!target) return;
      readings[at] = await read(target);
      done += 1;
      if (!asker.signal.aborted) context.progress(`${done} of ${targets.length} organizations`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, targets.length) }, work));
  return readings;
}

const hidden = (text: string, { token }: Session): string => withoutToken(text, token);

/** What failed first, then what needs somebody most. */
function rowsFrom(
  targets: readonly OrgTarget[],
  readings: readonly OrgReading[],
  sources: Sources,
): readonly JsonObject[] {
  const clouds = new Set(targets.map(({ session }) => session.cloud.name));
  const rows = targets.map((target, at): JsonObject => {
    const { id, name, profile, session } = target;
    const { facts = {}, missing = [], isKnown = false } = readings[at] ?? {};
    const reasons = missing.map((reason) => hidden(reason, session));
    return {
      ...{ org: hidden(name, session), org_id: id },
      ...(sources.several ? { profile } : {}),
      ...(clouds.size > 1 ? { cloud: session.cloud.name } : {}),
      ...facts,
      ...(reasons.length === 0 ? {} : isKnown ? { not_read: reasons } : { failed: reasons.join('; ') }),
    };
  });
  const weight = (row: JsonObject): number =>
    'failed' in row || 'not_read' in row
      ? Number.POSITIVE_INFINITY
      : Number(row.critical_alarms ?? 0) * 1000 + Number(row.away ?? 0);
  const sorted = [...rows].sort((a, b) => compare(weight(b), weight(a)) || compare(asText(a.org), asText(b.org)));
  const failed = sources.failed.map(
    ({ profile, reason }): JsonObject => ({
      ...(profile === undefined ? {} : { profile }),
      failed: reason,
    }),
  );
  return [...failed, ...sorted];
}

const compare = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

function totalsOf(readings: readonly OrgReading[]): JsonObject {
  const sum = (name: string): number | undefined => {
    const values = readings.map(({ facts }) => facts[name]).filter((value) => typeof value === 'number');
    return values.length === 0 ? undefined : values.reduce((all, value) => all + value, 0);
  };
  return {
    ...{ devices: sum('devices'), away: sum('away'), critical_alarms: sum('critical_alarms') },
  };
}

/** An empty report would read as health. @throws the first failure, where nobody answered */
function requireAny(rows: readonly JsonObject[], readings: readonly OrgReading[], { failed }: Sources): void {
  if (readings.some(({ isKnown }) => isKnown)) return;
  const errors = [...failed.map(({ error }) => error), ...readings.map(({ error }) => error)];
  const error = errors.find((one) => one instanceof MistError || one instanceof InputError);
  if (error) throw error;
  if (rows.length === 0)
    throw new InputError('There is no organization to report on.', 'Call mist_get_self to see what the token may do.');
}
