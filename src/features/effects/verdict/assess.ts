import { digestOf } from '../../../core/digest.ts';
import { MistError } from '../../../core/errors/mist-error.ts';
import { isRecord } from '../../../core/json.ts';
import { rowsOf } from '../../../mist/paging/rows.ts';
import type { LookupContext } from '../../../tool/context.ts';
import { nacFindings, nacRulesAfter } from '../checks/access/nac.ts';
import type { FactName, Facts, Reading } from '../facts.ts';
import type { Decision, Finding, Verdict } from '../finding.ts';
import { LIVE_SITES, RequestBudget, requestsFor } from '../live/budget.ts';
import { failureText, readFacts, readNacCounts } from '../live/read-facts.ts';
import type { Effect, ObjectChange, SiteEffect } from '../model.ts';
import { devicesOf } from '../topology/states.ts';
import { type NamedJudgment, verdictOf } from './decide.ts';
import { judgeSite, neededFacts } from './judge-site.ts';

/** Computes what a change does to the network. */
export type EffectReader = (context: LookupContext, change: ObjectChange) => Promise<Effect>;

/** A change that was judged. */
export interface Assessment {
  readonly verdict: Verdict;
  /** Undefined where it could not be computed. */
  readonly effect: Effect | undefined;
  /** What a yes to the change is bound to: the decision, and what the change does. */
  readonly bound: { readonly decision: Decision; readonly effect: string };
}

const NOTHING: Effect = {
  ...{ sites: [], groups: [], unchanged: [], notComputed: [], unmodeled: [], isLabelOnly: false },
  looked: { sites: 0, devices: 0, requests: 0 },
};

const NOT_LOOKED: Verdict['looked'] = {
  ...{ sites: 0, devices: 0, ports: 0, clients: 0 },
  ageSeconds: undefined,
  requests: 0,
};

/** Access rules and tags decide on people, not on places: no site is computed for them. */
const isAccess = ({ family }: ObjectChange): boolean => family === 'org_nacrules' || family === 'org_nactags';

/** A digest of what a change does, without what is measured. */
export const effectDigest = ({ groups, unchanged, notComputed, unmodeled }: Effect): string =>
  digestOf({ groups, unchanged, notComputed, unmodeled });

const whole = (verdict: Verdict, effect: Effect | undefined): Assessment => ({
  ...{ verdict, effect },
  bound: { decision: verdict.decision, effect: effect ? effectDigest(effect) : '' },
});

const deviceCount = ({ after }: SiteEffect): number => devicesOf(after).length;

/** Sites in the order in which their live facts are read: those with most devices first. */
const byReach = (sites: readonly SiteEffect[]): readonly SiteEffect[] =>
  [...sites].sort((a, b) => deviceCount(b) - deviceCount(a) || (a.after.id < b.after.id ? -1 : 1));

/** Facts that were left out for a reason. */
const withoutFacts = (wanted: ReadonlySet<FactName>, failed: string): Facts =>
  Object.fromEntries([...wanted].map((name): [FactName, Reading] => [name, { failed }]));

interface LiveReading {
  readonly judgments: readonly NamedJudgment[];
  readonly looked: Pick<Verdict['looked'], 'ports' | 'clients' | 'ageSeconds'>;
}

const countRows = (all: readonly Facts[], ...names: readonly FactName[]): number =>
  all.reduce(
    (sum, facts) =>
      sum +
      names.reduce((rows, name) => {
        const reading = facts[name];
        return rows + (reading && 'rows' in reading ? reading.rows.length : 0);
      }, 0),
    0,
  );

const oldestOf = (all: readonly Facts[]): number | undefined => {
  const ages = all.flatMap((facts) =>
    Object.values(facts).flatMap((reading) => (reading && 'rows' in reading ? [reading.ageSeconds] : [])),
  );
  return ages.length === 0 ? undefined : Math.max(...ages);
};

async function judgeSites(context: LookupContext, effect: Effect, budget: RequestBudget): Promise<LiveReading> {
  const read: Facts[] = [];
  const judgments: NamedJudgment[] = [];
  for (const [index, site] of byReach(effect.sites).entries()) {
    const wanted = neededFacts(site);
    const isBeyond = index >= LIVE_SITES;
    const facts = isBeyond
      ? withoutFacts(wanted, `the limit is ${LIVE_SITES} sites`)
      : await readFacts(context, site.after.id, wanted, budget);
    if (!isBeyond) read.push(facts);
    judgments.push({ site: site.after.name, ...judgeSite(site, facts) });
  }
  const looked = {
    ports: countRows(read, 'ports'),
    clients: countRows(read, 'wiredClients', 'wirelessClients'),
    ageSeconds: oldestOf(read),
  };
  return { judgments, looked };
}

/** What a change of an access rule comes to. */
async function assessAccess(context: LookupContext, change: ObjectChange, budget: RequestBudget): Promise<Assessment> {
  const { family, org_id = '' } = change;
  const looked = (): Verdict['looked'] => ({ ...NOT_LOOKED, requests: budget.made });
  if (family === 'org_nactags') {
    const general: readonly Finding[] = [
      {
        ...{ check: 'nac.change', level: 'risk', certainty: 'likely', where: 'access rules' },
        says: 'A label that rules match by or apply changes: whom that touches is not computed.',
      },
    ];
    return whole(verdictOf(NOTHING, { judgments: [], general, looked: looked() }), NOTHING);
  }
  budget.take();
  const answer = await context.send('GET /api/v1/orgs/{org_id}/nacrules', { path: { org_id }, query: { limit: 1000 } });
  const rules = nacRulesAfter((rowsOf(answer).rows ?? []).filter(isRecord), change);
  const counts = await readNacCounts(context, org_id, budget);
  const general = nacFindings(rules, counts);
  const blind = 'failed' in counts ? [`Counts of access rules were not read: ${counts.failed}.`] : [];
  return whole(verdictOf(NOTHING, { judgments: [], general, blind, looked: looked() }), NOTHING);
}

/**
 * Judges a change before anybody is asked. Labels, and objects that nobody uses, are safe without a request.
 *
 * @param effectOf computes what the change does
 * @returns a verdict in every case: where judging fails, it is UNKNOWN with the reason
 * @throws MistError when the call was cancelled
 */
export async function assess(
  context: LookupContext,
  change: ObjectChange,
  effectOf: EffectReader,
): Promise<Assessment> {
  try {
    const left = context.session.budget.left;
    if (isAccess(change)) return await assessAccess(context, change, new RequestBudget(requestsFor(1, 0, left)));
    const effect = await effectOf(context, change);
    const { sites, devices, requests } = effect.looked;
    const isQuiet = effect.isLabelOnly || effect.sites.length === 0;
    if (isQuiet)
      return whole(verdictOf(effect, { judgments: [], looked: { ...NOT_LOOKED, sites, devices, requests } }), effect);
    const budget = new RequestBudget(requestsFor(effect.sites.length, requests, left));
    const { judgments, looked } = await judgeSites(context, effect, budget);
    const all = { ...looked, sites, devices, requests: requests + budget.made };
    return whole(verdictOf(effect, { judgments, looked: all }), effect);
  } catch (error) {
    if (error instanceof MistError && error.kind === 'cancelled') throw error;
    const notLooked = [`What the change does could not be judged: ${failureText(error)}.`];
    return whole({ decision: 'UNKNOWN', because: [], notLooked, wasSo: [], looked: NOT_LOOKED }, undefined);
  }
}
