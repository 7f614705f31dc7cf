import { digestOf, sealOf } from '../../core/digest.ts';
import { InputError } from '../../core/errors/input-error.ts';
import { MistError } from '../../core/errors/mist-error.ts';
import { isRecord, type JsonObject } from '../../core/json.ts';
import { isLoopback } from '../../core/loopback.ts';
import { family } from '../../mist/families.ts';
import type { MistRequest } from '../../mist/http/client.ts';
import { targetOf } from '../../mist/http/target.ts';
import { resolveOrg, visibleOrgs } from '../../mist/names.ts';
import type { ToolContext } from '../../tool/context.ts';
import { redact } from '../../tool/redact.ts';
import {
  type ChangeInput,
  type ChangeStep,
  effectOfStep,
  isIdle,
  prepareStep,
  stepRequest,
  stepState,
} from '../changes/index.ts';
import { type Assessment, assess, assessPlan, effectOf } from '../effects/index.ts';
import { type Plan, type PlannedChange, type PlanOrg, writtenChange } from './model.ts';
import { isPlaceholder, newNamesIn, placeholderId, withNewIds, withTexts } from './new-objects.ts';
import { ordered } from './order.ts';
import { PlannedCloud } from './planned-cloud.ts';
import { planDigest } from './read-plan.ts';

/** One change of a plan, checked with everything before it taken for made. */
export interface PreparedChange {
  /** Number in the order of the plan, from 1. */
  readonly number: number;
  readonly change: PlannedChange;
  readonly step: ChangeStep;
  /** Whether it needs or repeats a change before it, so that what it is sent to is known only then. */
  readonly follows: boolean;
  /** What the yes is bound to: the request, and the state it is sent to. */
  readonly bound: string;
}

/** A plan that was checked; nothing was sent. */
export interface PreparedPlan {
  readonly plan: Plan;
  readonly org: PlanOrg;
  /** Digest of the changes as they are written. */
  readonly digest: string;
  readonly changes: readonly PreparedChange[];
  /** Changes whose objects are already as they are wanted: nothing is sent for them. */
  readonly idle: number;
  /** Whole sentences on what was left out, from the plan and from what was found. */
  readonly leftOut: readonly string[];
  /** What all of it does to the network, and whether that is safe. */
  readonly assessment: Assessment | undefined;
}

/** What a run has done before, when a plan is prepared for the rest of it. */
export interface Progress {
  /** Numbers of changes that are done. */
  readonly done: ReadonlySet<number>;
  /** Ids that the run was given, by the names of the plan. */
  readonly ids: ReadonlyMap<string, string>;
}

const NOTHING_DONE: Progress = { done: new Set(), ids: new Map() };

/** Ids of the arguments, with those of new objects as far as they are known. */
export function argumentsOf(change: PlannedChange, ids: ReadonlyMap<string, string>): ChangeInput {
  const { as: _as, expects: _expects, expects_roots: _roots, ...input } = change;
  const idOf = (name: string): string => ids.get(name) ?? placeholderId(name);
  const { org_id, site_id, object_id, payload } = input;
  const filled = withNewIds({ org_id, site_id, object_id }, idOf);
  const texts = isRecord(filled) ? filled : {};
  const text = (name: string): string | undefined => (typeof texts[name] === 'string' ? texts[name] : undefined);
  const body = withNewIds(payload, idOf);
  return {
    ...input,
    ...{ org_id: text('org_id'), site_id: text('site_id'), object_id: text('object_id') },
    payload: isRecord(body) ? body : undefined,
  };
}

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

/** Changes of a plan, prepared one after the other. */
class Preparation {
  readonly #context: ToolContext;
  readonly #cloud: PlannedCloud;
  readonly #org: PlanOrg;
  readonly #ids: ReadonlyMap<string, string>;
  readonly #changes: PreparedChange[] = [];
  readonly #problems: string[] = [];
  readonly #leftOut: string[] = [];
  readonly #touched = new Set<string>();
  #idle = 0;

  constructor(context: ToolContext, cloud: PlannedCloud, org: PlanOrg, { ids }: Progress) {
    this.#context = context;
    this.#cloud = cloud;
    this.#org = org;
    this.#ids = ids;
  }

  async prepare(change: PlannedChange, number: number): Promise<void> {
    try {
      await this.#prepare(change, number);
    } catch (error) {
      if (!(error instanceof InputError) && !(error instanceof MistError)) throw error;
      if (error instanceof MistError && STOPPING.has(error.kind)) throw error;
      this.#problems.push(
        `Change ${number} (${change.action_type} ${change.object_type}): ${error.what} ${error.advice}`,
      );
    }
  }

  async #prepare(change: PlannedChange, number: number): Promise<void> {
    const input = argumentsOf(change, this.#ids);
    const placed =
      family(change.object_type)?.scope === 'org' ? { ...input, org_id: input.org_id ?? this.#org.id } : input;
    const step = await prepareStep(this.#cloud.planned, placed);
    const { target, request } = step;
    const { name } = request.found;
    if (target.scope.org_id !== undefined && target.scope.org_id !== this.#org.id)
      throw new InputError(
        'It belongs to another organization than the plan.',
        `Give one of ${JSON.stringify(this.#org.name)}.`,
      );
    if (change.expects !== undefined && change.expects !== leftDigest(rootsToCompare(change), target.current)) {
      this.#leftOut.push(
        `${title(step)} was changed by somebody since, so it stays as it is${step.target.site ? ` (site ${JSON.stringify(step.target.site)})` : ''}.`,
      );
      return;
    }
    if (isIdle(step)) {
      this.#idle += 1;
      return;
    }
    const unknown = [...newNamesIn(change)].filter((one) => !this.#ids.has(one));
    const key = `${name} ${target.id ?? target.scope.site_id ?? ''}`;
    const follows = unknown.length > 0 || this.#touched.has(key);
    this.#overlay(change, number, step);
    this.#touched.add(key);
    this.#changes.push({
      number,
      change,
      step,
      follows,
      bound: boundOf(this.#context, change, step, follows, this.#ids),
    });
  }

  /** From here on everything sees the change as made. */
  #overlay(change: PlannedChange, number: number, { request, target, prepared }: ChangeStep): void {
    const { name, scope, idParameter } = request.found;
    const isNew = change.action_type === 'create';
    const id = isNew ? newIdOf(change, number) : target.id;
    const own = name === 'org_sites' ? (isNew ? id : target.path.site_id) : id;
    const site = scope === 'site' ? target.path.site_id : undefined;
    const around = { org_id: this.#org.id, ...(site === undefined ? {} : { site_id: site }) };
    const row: JsonObject | undefined = prepared.plan && {
      ...around,
      ...prepared.plan.result,
      ...(own === undefined || (idParameter === undefined && name !== 'org_sites') ? {} : { id: own }),
    };
    this.#cloud.plan(name, { id: own, site }, row);
  }

  /** @throws InputError naming what cannot be done */
  result(): {
    readonly changes: readonly PreparedChange[];
    readonly idle: number;
    readonly leftOut: readonly string[];
  } {
    const problems = this.#problems;
    if (problems.length > 0) {
      const more = problems.length > SHOWN ? ` And ${problems.length - SHOWN} more.` : '';
      throw new InputError(
        `${problems.length === 1 ? 'A change' : `${problems.length} changes`} of the plan cannot be made. ${problems.slice(0, SHOWN).join(' ')}${more}`,
        'Correct or leave out what is named; nothing of the plan was sent.',
      );
    }
    return { changes: this.#changes, idle: this.#idle, leftOut: this.#leftOut };
  }
}

/**
 * What a yes to one change is bound to. Ids that became known since stand as the names that were agreed to.
 *
 * @param follows whether what it is sent to is known only once changes before it are made
 */
export function boundOf(
  { session }: Pick<ToolContext, 'session'>,
  change: PlannedChange,
  step: ChangeStep,
  follows: boolean,
  ids: ReadonlyMap<string, string>,
): string {
  if (follows) return sealOf(writtenChange(change), session.token ?? '');
  const request = stepRequest(step);
  const names = [...ids].map(([name, id]) => [id, placeholderId(name)] as const);
  const asked = { ...targetOf(request), body: request.body ?? null, state: digestOf(stepState(step)) };
  const agreed = withTexts(asked, (text) => names.reduce((all, [id, name]) => all.replaceAll(id, name), text));
  return sealOf(agreed, session.token ?? '');
}

/** Problems that are told one by one. */
const SHOWN = 10;

/** Failures after which no other change could be read either. */
const STOPPING: ReadonlySet<MistError['kind']> = new Set([
  ...(['no_token', 'unauthorized', 'rate_limited', 'cancelled', 'timeout', 'network', 'server'] as const),
]);

/** What a change is about, in words: `update of site setting`. */
export function title({ request, target, name }: ChangeStep): string {
  const called = name ?? target.site ?? target.org ?? '';
  return `${request.found.name} ${JSON.stringify(called)}`;
}

/** Roots by which it is told whether an object is still as a run left it; of one that goes, all of them. */
function rootsToCompare(change: PlannedChange): readonly string[] | undefined {
  return change.action_type === 'delete' ? undefined : (change.expects_roots ?? rootsOf(change));
}

/** Roots of the object that a change names; one that goes has a dash before it. */
export const rootsOf = ({ payload = {} }: Pick<PlannedChange, 'payload'>): readonly string[] =>
  Object.keys(payload).map((key) => key.replace(/^-(?=.)/, ''));

/**
 * A digest of an object, or of some roots of it, secrets masked. Where there are secrets, the time of the last change
 * stands for them.
 *
 * @param roots undefined for all but the times
 */
export function leftDigest(roots: readonly string[] | undefined, object: JsonObject | undefined): string {
  if (!object) return 'gone';
  const { modified_time: modified, created_time: _created, ...rest } = object;
  const some = roots ? Object.fromEntries(roots.map((root) => [root, rest[root] ?? null])) : rest;
  const shown = redact(some);
  const isOpen = digestOf(shown) === digestOf(some);
  return digestOf([shown, isOpen ? null : (modified ?? null)]);
}

/** Changes up to which the network is judged after each of them as well. */
const MOST_STEPS = 12;

/** What all changes do together, and of few changes what each state in between does. */
async function assessAll(
  live: ToolContext,
  context: ToolContext,
  changes: readonly PreparedChange[],
): Promise<Assessment | undefined> {
  context.progress('Working out what the plan does to the network');
  const all = changes.filter((one) => !isAtNewSite(one)).map(asEffect);
  const [first] = all;
  if (!first) return undefined;
  if (all.length <= MOST_STEPS) return assessPlan(live, all);
  const assessment = await assess(live, first, () => effectOf(live, all));
  const { verdict } = assessment;
  return { ...assessment, verdict: { ...verdict, notLooked: [...verdict.notLooked, ONLY_END] } };
}

const ONLY_END = `Of more than ${MOST_STEPS} changes the network is judged as all of them leave it, not after each.`;

/** A new object goes by the id that later changes know it by. */
const asEffect = ({ change, number, step }: PreparedChange): ReturnType<typeof effectOfStep> =>
  change.action_type === 'create' ? { ...effectOfStep(step), id: newIdOf(change, number) } : effectOfStep(step);

/** The id that stands for a new object while the plan is made. */
const newIdOf = ({ as }: PlannedChange, number: number): string => placeholderId(as ?? `change ${number}`);

/** At a site that the plan itself creates nothing works yet that could stop. */
const isAtNewSite = ({ change, step }: PreparedChange): boolean =>
  (change.action_type === 'create' && step.request.found.name === 'org_sites') ||
  isPlaceholder(step.target.path.site_id ?? '');
