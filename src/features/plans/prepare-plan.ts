import { InputError } from '../../core/errors/input-error.ts';
import { isLoopback } from '../../core/loopback.ts';
import { family } from '../../mist/families.ts';
import type { MistRequest } from '../../mist/http/client.ts';
import { resolveOrg, visibleOrgs } from '../../mist/names.ts';
import type { ToolContext } from '../../tool/context.ts';
import { assessAll } from './assess-changes.ts';
import type { Plan, PlannedChange, PlanOrg } from './model.ts';
import { ordered } from './order.ts';
import { PlannedCloud } from './planned-cloud.ts';
import { Preparation } from './preparation.ts';
import type { PreparedPlan, Progress } from './prepared-plan.ts';
import { planDigest } from './read-plan.ts';

const NOTHING_DONE: Progress = { done: new Set(), ids: new Map(), unclear: new Set() };

/**
 * Orders and checks a plan: each change by the checks of single changes, on the cloud as the changes before it leave it,
 * and what all of them do together.
 *
 * @throws InputError naming every change that cannot be made; MistError where nothing can be asked
 */
export async function preparePlan(
  context: ToolContext,
  given: Plan,
  progress: Progress = NOTHING_DONE,
): Promise<PreparedPlan> {
  requireCloud(context, given);
  const plan = { ...given, changes: ordered(given.changes) };
  const org = await orgOf(context, plan);
  const wide = new Set(plan.changes.map((change) => change.site_id ?? change.object_id)).size > FEW;
  const cloud = new PlannedCloud(context, wide);
  await readAhead(context, cloud, plan, org, wide);
  const run = new Preparation(context, cloud, org, progress);
  for (const [at, change] of plan.changes.entries()) {
    context.signal.throwIfAborted();
    if (at % REPORT_EVERY === 0) context.progress(`Checking change ${at + 1} of ${plan.changes.length}`);
    if (!progress.done.has(at + 1)) await run.prepare(change, at + 1);
  }
  const { changes, idle, leftOut } = run.result();
  return {
    ...{ plan, org, changes, idle, leftOut: [...plan.left_out, ...leftOut], digest: planDigest(plan.changes) },
    assessment: changes.length > 0 ? await assessAll(cloud.live, context, changes) : undefined,
  };
}

/** Objects from which on lists are read in the place of each site by itself. */
const FEW = 3;

/** Changes between two words on how far it is. */
const REPORT_EVERY = 20;

/** A simulated cloud has another port each time. */
const withoutPort = (cloud: string): string => {
  const host = cloud.replace(/:\d+$/, '');
  return isLoopback(host) ? host : cloud;
};

function requireCloud({ session }: ToolContext, { cloud }: Plan): void {
  if (cloud === undefined || withoutPort(cloud) === withoutPort(session.cloud.name)) return;
  throw new InputError(
    `The plan is for ${cloud}, and this is ${session.cloud.name}.`,
    'Use a token of that cloud, or make the plan for this one. Nothing was sent.',
  );
}

/** The one organization of a plan. @throws InputError where its changes name several */
async function orgOf(context: ToolContext, { org, changes }: Plan): Promise<PlanOrg> {
  const names = new Set(changes.flatMap(({ org_id: one }) => (one === undefined ? [] : [one])));
  if (org) names.add(org.id);
  const ids = new Set<string>();
  for (const name of names) ids.add(await resolveOrg(context, name));
  if (ids.size > 1)
    throw new InputError('The plan has changes for several organizations.', 'Make a plan for each. Nothing was sent.');
  const [id = await resolveOrg(context, undefined)] = ids;
  return { id, name: (await visibleOrgs(context)).find((one) => one.id === id)?.name ?? id };
}

async function readAhead(
  context: ToolContext,
  cloud: PlannedCloud,
  { changes }: Plan,
  org: PlanOrg,
  isWide: boolean,
): Promise<void> {
  if (!isWide) return;
  context.progress('Reading what the plan changes');
  await cloud.warm([
    { route: 'GET /api/v1/orgs/{org_id}/sites', path: { org_id: org.id }, query: { limit: 1000, page: 1 } },
  ]);
  await cloud.warm(changes.flatMap(requestOf));
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The reading of an object that a change names by ids; others are looked up when their turn comes. */
function requestOf({
  action_type: action,
  object_type: type,
  org_id,
  site_id,
  object_id,
}: PlannedChange): readonly MistRequest[] {
  const found = family(type);
  const { get } = found?.routes ?? {};
  if (!found || !get || action === 'create') return [];
  const path: Record<string, string> = {};
  const ids = { org_id, site_id: found.name === 'org_sites' ? object_id : site_id };
  for (const [name, id] of Object.entries(found.idParameter ? { ...ids, [found.idParameter]: object_id } : ids))
    if (id !== undefined && get.includes(`{${name}}`)) path[name] = id;
  const wanted = [...get.matchAll(/\{([^}]+)\}/g)].length;
  const isWhole = Object.keys(path).length === wanted && Object.values(path).every((id) => ID.test(id));
  return isWhole ? [{ route: get, path }] : [];
}
