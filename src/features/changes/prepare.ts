import { InputError } from '../../core/errors/input-error.ts';
import type { Family } from '../../mist/families.ts';
import type { LookupContext } from '../../tool/context.ts';
import { redact } from '../../tool/redact.ts';
import { checkChannels } from './country-channels.ts';
import { withoutDefaults } from './defaults.ts';
import { contentsOf, difference } from './difference.ts';
import { canBeNamed } from './difference-text.ts';
import { type Impact, impactOf } from './impact.ts';
import { isObject, own } from './json.ts';
import { checkNames } from './known-names.ts';
import { withWholeLists } from './list-edits.ts';
import { fillMasks } from './masks.ts';
import { mergePatch, patchBetween } from './merge-patch.ts';
import { checkPorts } from './model-ports.ts';
import { counted, nounOf, oneOf } from './nouns.ts';
import { Lists } from './object-lists.ts';
import { isGiven, modeOf, planCreate, planUpdate } from './plan.ts';
import { PORT_MAPS, splitRanges, type TakenPorts, takenText, withRangeEntries } from './port-ranges.ts';
import { reasonOf } from './reason.ts';
import { checkReferences } from './references.ts';
import { checkRoots, type Request, replacesAll } from './request.ts';
import type { Target } from './target.ts';
import type { Change, JsonObject, Plan } from './types.ts';
import { type UndoInputs, undoInputs } from './undo.ts';
import { unusedFields } from './unused-fields.ts';
import { cut, visible } from './visible.ts';
import { writable } from './writable.ts';

/** Objects of the family before the attempt, or undefined where they could not be listed. */
export type KnownObjects = readonly JsonObject[] | undefined;

/** A change that was checked and planned; nothing was sent. */
export interface PreparedChange {
  /** Absent for a delete. */
  readonly plan: Plan | undefined;
  readonly changes: readonly Change[];
  readonly impact: Impact;
  readonly warnings: readonly string[];
  /** What objects are called, by id. */
  readonly names: ReadonlyMap<string, string>;
  /** The objects that a new one must not be mistaken for. */
  readonly known: KnownObjects;
  /** What the way back will need. */
  readonly undo: UndoInputs;
  /** How many objects have the name of a new one already, where that is known. */
  readonly namesakes?: number;
}

const NO_IMPACT: Impact = { uses: [], affects: [], loses: [], unknown: [], notes: [] };

const pick = (object: JsonObject, roots: readonly string[]): JsonObject =>
  Object.fromEntries(roots.filter((root) => Object.hasOwn(object, root)).map((root) => [root, object[root]]));

/** Objects without what the cloud gives each of them, as a person would write them down. */
const written = (object: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !isGiven(name)));

/** An update that is a POST replaces the object, so it carries all of it; what is left out is gone without a dash key. */
const whole = (request: Request, plan: Plan): Plan =>
  replacesAll(request) && plan.roots.length > 0 ? { ...plan, body: writable(request.found, plan.result) } : plan;

/** Unknown fields that are named one by one. */
const MOST_UNKNOWN = 20;

/** Checks the payload and makes the plan. @throws InputError listing everything that is wrong with it */
export async function planChange(
  request: Request,
  { current, scope }: Pick<Target, 'current' | 'scope'>,
): Promise<{ plan: Plan; warnings: string[] }> {
  const [{ checkPayload, emptyStrays }, { withTexts }] = await Promise.all([
    import('./check/check.ts'),
    import('./check/number-texts.ts'),
  ]);
  const { action, found, payload: raw, mode, allowUnknown } = request;
  if (!current) refuseOtherPlace(found, raw, scope);
  const merges = current !== undefined && (mode ?? modeOf(current, raw)) === 'merge';
  const listed = merges ? withWholeLists(current, raw) : raw;
  const worded = withTexts(found.schema, listed, current);
  const filled = fillMasks(worded.payload, current, (value) => redact(value));
  const { payload: whatFits, taken } = withoutOverlaps(filled, current, mode);
  const strays = new Set(current ? [] : emptyStrays(found, whatFits));
  const payload = Object.fromEntries(Object.entries(whatFits).filter(([name]) => !strays.has(name)));
  const plan = current
    ? whole(request, planUpdate(current, payload, mode, found.name))
    : planCreate(payload, found.name);
  const checked = checkPayload({
    ...{ family: found, payload, allowUnknown },
    action: action === 'create' ? 'create' : 'update',
    ...(current ? { current, result: plan.result } : {}),
  });
  if (current) checkRoots(request, plan.roots);
  if (!canBeNamed(plan.roots))
    throw new InputError(
      `The payload changes ${plan.roots.length} attributes at once, more than can be shown to the person who confirms it.`,
      'Nothing was sent. Split it into several changes.',
    );
  const through = checked.unknown
    .slice(0, MOST_UNKNOWN)
    .map((path) => `UNKNOWN FIELD let through by allow_unknown: ${path}.`);
  const more = checked.unknown.length - through.length;
  if (more > 0) through.push(`${more} MORE UNKNOWN FIELDS let through by allow_unknown.`);
  const dropped = current ? [] : [...droppedText(found, payload), ...strayText(strays)];
  const unused = unusedFields(found.name, plan.roots, plan.result);
  return {
    plan,
    warnings: [...taken.map(takenText), ...worded.warnings, ...through, ...checked.warnings, ...unused, ...dropped],
  };
}

/** Names of empty attributes that are told, in characters. */
const MOST_STRAY = 200;

/** What a payload for a new object holds that is empty and no attribute. */
const strayText = (strays: ReadonlySet<string>): readonly string[] =>
  strays.size === 0
    ? []
    : [
        `Empty, and no field that the specification knows, so not sent: ${cut(visible([...strays].join(', ')), MOST_STRAY)}.`,
      ];

/** A new object stands where the call says; the pattern of one elsewhere must not look as if it were created there. */
function refuseOtherPlace({ name }: Family, payload: JsonObject, scope: Target['scope']): void {
  for (const key of ['org_id', 'site_id'] as const) {
    const [given, here] = [payload[key], scope[key]];
    if (!isGiven(key, name) || typeof given !== 'string' || here === undefined || given.toLowerCase() === here)
      continue;
    throw new InputError(
      `\`payload.${key}\` is ${JSON.stringify(given.slice(0, 60))}, but the object would be created in ${here}.`,
      `Leave it out of the payload, or give it as the input \`${key}\`; nothing was sent.`,
    );
  }
}

/** A payload whose new ports leave the ranges of the object that hold them; only of a merge, which keeps those ranges. */
function withoutOverlaps(
  payload: JsonObject,
  current: JsonObject | undefined,
  mode: Request['mode'],
): { payload: JsonObject; taken: readonly TakenPorts[] } {
  if (!current || (mode ?? modeOf(current, payload)) !== 'merge') return { payload, taken: [] };
  const all: TakenPorts[] = [];
  const entries = Object.entries(payload).map(([root, given]) => {
    const before = own(current, root) ?? {};
    if (!PORT_MAPS.includes(root) || !isObject(given) || !isObject(before)) return [root, given] as const;
    const after = mergePatch(before, given);
    const whole = isObject(after) && root === 'port_config' ? withRangeEntries(before, after) : after;
    const { map, taken } = isObject(whole) ? splitRanges(before, whole) : { map: given, taken: [] };
    all.push(...taken);
    return [root, taken.length > 0 ? patchBetween(before, map) : given] as const;
  });
  return all.length > 0 ? { payload: Object.fromEntries(entries), taken: all } : { payload, taken: all };
}

/** What a payload holds that only the cloud gives: it is not sent. */
function droppedText({ name }: Family, payload: JsonObject): readonly string[] {
  const dropped = Object.keys(payload).filter((key) => isGiven(key, name) && payload[key] !== null);
  if (dropped.length === 0) return [];
  return [`The cloud gives a new object its own ${dropped.join(', ')}: not sent.`];
}

/** The objects there are, for a warning about the same name and to tell the new one from them. */
async function knownBefore(
  lists: Lists,
  { found }: Request,
  label: unknown,
): Promise<{ known: KnownObjects; namesakes?: number; warnings: string[] }> {
  try {
    const known = await lists.all(found.name);
    const same = label === undefined ? 0 : known.filter((row) => row[found.label] === label).length;
    const noun = nounOf(found.name);
    return {
      known,
      namesakes: same,
      warnings:
        same > 0
          ? [`There ${same === 1 ? `is ${oneOf(noun)}` : `are ${counted(same, noun)}`} of this name already.`]
          : [],
    };
  } catch (error) {
    return { known: undefined, warnings: [`Whether there is another of this name is not known: ${reasonOf(error)}.`] };
  }
}

/**
 * Checks, plans and looks up what a change touches.
 *
 * @throws InputError when the request is wrong, or a delete would break something and is not forced
 */
export async function prepareChange(context: LookupContext, request: Request, target: Target): Promise<PreparedChange> {
  const { found, action, force } = request;
  const { current, scope, id } = target;
  const lists = new Lists(context, scope);
  const subject = { found, id, site_id: scope.site_id, before: current };
  if (action === 'delete') {
    const impact = await impactOf({ ...subject, after: undefined }, lists);
    if (!force) refuseUsed(request, impact);
    const changes = difference(written(current ?? {}), {});
    const undo = await undoInputs(request, current, undefined, lists);
    return { plan: undefined, changes, impact, warnings: [], names: new Map(), known: undefined, undo };
  }
  const { plan, warnings } = await planChange(request, target);
  const before = pick(current ?? {}, plan.roots);
  const after = pick(plan.result, plan.roots);
  const changes = current ? withoutDefaults(found, current, difference(before, after)) : contentsOf(after);
  if (plan.roots.length === 0)
    return { plan, changes, impact: NO_IMPACT, warnings, names: new Map(), known: undefined, undo: {} };
  const references = await checkReferences(lists, found.name, before, after, scope.site_id !== undefined);
  const sides = { before, after, object: plan.result };
  const unnamed = await checkNames(context, lists, found.name, sides, { site_id: scope.site_id, id });
  const channels = await checkChannels(context, sides, scope.site_id, request.allowUnknown);
  const ports = await checkPorts(context, sides, request.allowUnknown);
  const fresh = current
    ? { known: undefined, warnings: [] }
    : await knownBefore(lists, request, plan.body[found.label]);
  const impact = await impactOf({ ...subject, after: plan.result }, lists);
  return {
    ...{ plan, changes, impact, names: references.names, known: fresh.known },
    ...(fresh.namesakes === undefined ? {} : { namesakes: fresh.namesakes }),
    warnings: [...warnings, ...references.warnings, ...unnamed, ...channels, ...ports, ...fresh.warnings],
    undo: await undoInputs(request, current, plan, lists),
  };
}

function refuseUsed({ found }: Request, { uses, unknown }: Impact): void {
  if (uses.length === 0 && unknown.length === 0) return;
  const noun = nounOf(found.name);
  const used = uses.map(
    ({ noun: what, names }) =>
      `${names.length} × ${what} (${names
        .slice(0, 4)
        .map((name) => JSON.stringify(name))
        .join(', ')}${names.length > 4 ? ', …' : ''})`,
  );
  throw new InputError(
    uses.length > 0
      ? `The ${noun} is in use: ${used.join('; ')}.`
      : `Whether the ${noun} is in use could not be found out. ${unknown.join(' ')}`,
    'Nothing was sent. Change those first, or set force=true, which the person sees in the confirmation.',
  );
}
