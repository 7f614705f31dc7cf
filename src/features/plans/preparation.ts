import { InputError } from '../../core/errors/input-error.ts';
import { MistError } from '../../core/errors/mist-error.ts';
import type { JsonObject } from '../../core/json.ts';
import { family } from '../../mist/families.ts';
import type { ToolContext } from '../../tool/context.ts';
import { type ChangeStep, isIdle, prepareStep } from '../changes/index.ts';
import type { PlannedChange, PlanOrg } from './model.ts';
import { newNamesIn } from './new-objects.ts';
import { argumentsOf, boundOf, leftDigest, newIdOf, rootsOf, title } from './plan-step.ts';
import type { PlannedCloud } from './planned-cloud.ts';
import type { PreparedChange, Progress } from './prepared-plan.ts';

/** Changes of a plan, prepared one after the other. */
export class Preparation {
  readonly #context: ToolContext;
  readonly #cloud: PlannedCloud;
  readonly #org: PlanOrg;
  readonly #ids: ReadonlyMap<string, string>;
  readonly #unclear: ReadonlySet<number>;
  readonly #changes: PreparedChange[] = [];
  readonly #problems: string[] = [];
  readonly #leftOut: string[] = [];
  readonly #touched = new Set<string>();
  #idle = 0;

  constructor(context: ToolContext, cloud: PlannedCloud, org: PlanOrg, { ids, unclear }: Progress) {
    this.#context = context;
    this.#cloud = cloud;
    this.#org = org;
    this.#ids = ids;
    this.#unclear = unclear;
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
      step: this.#unclear.has(number) && change.action_type === 'create' ? sentBefore(step, number) : step,
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

/** A new object that may be there already, as the person has to know before it is created once more. */
function sentBefore(step: ChangeStep, number: number): ChangeStep {
  const { namesakes, warnings } = step.prepared;
  if (namesakes === 0) return step;
  const there = namesakes === undefined ? 'it may be there already' : 'what has its name may be it';
  const warning = `Change ${number} was sent before and its answer was lost: ${there}, and there would then be two.`;
  return { ...step, prepared: { ...step.prepared, warnings: [warning, ...warnings] } };
}

/** Problems that are told one by one. */
const SHOWN = 10;

/** Failures after which no other change could be read either. */
const STOPPING: ReadonlySet<MistError['kind']> = new Set([
  ...(['no_token', 'unauthorized', 'rate_limited', 'cancelled', 'timeout', 'network', 'server'] as const),
]);

/** Roots by which it is told whether an object is still as a run left it; of one that goes, all of them. */
function rootsToCompare(change: PlannedChange): readonly string[] | undefined {
  return change.action_type === 'delete' ? undefined : (change.expects_roots ?? rootsOf(change));
}
