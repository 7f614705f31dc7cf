import { digestOf } from '../../core/digest.ts';
import { InputError } from '../../core/errors/input-error.ts';
import { groupBy } from '../../core/group-by.ts';
import { type ChangeStep, counted, quoted, sensitiveLines, stepLines, stepNoun, visible } from '../changes/index.ts';
import { verdictLine, verdictLines } from '../effects/index.ts';
import type { PreparedChange, PreparedPlan } from './prepared-plan.ts';

/** Longest question, in characters: what a person can be asked to read, less what a profile may add. */
const MAX_CHARACTERS = 23_000;

/** Differences of one change that stand in its own lines; a longer one is told by its first and where the rest is. */
const SAMPLES = 3;

const VERBS = { create: 'create', update: 'update', delete: 'DELETE' } as const;

/** Where an object stands: its site, its organization being that of the plan. */
const placeText = ({ target }: ChangeStep): string => (target.site === undefined ? '' : ` at ${quoted(target.site)}`);

/** One change in its title: `update network template "Branch"`. */
export function changeTitle({ change, step }: PreparedChange): string {
  const name = step.name === undefined ? '' : ` ${quoted(step.name)}`;
  return `${VERBS[change.action_type]} ${stepNoun(step)}${name}${placeText(step)}`;
}

/** Whether a change is shown in full whatever else is like it. */
const isDangerous = ({ step, change }: PreparedChange): boolean =>
  change.action_type === 'delete' || step.sensitive.length > 0;

/** A change with all its differences, as it stands in the whole plan and, where it has to, in the question. */
function fullLines(one: PreparedChange): readonly string[] {
  const { step } = one;
  const isWebhook = step.request.found.name.endsWith('_webhooks');
  const sensitive =
    one.change.action_type === 'delete' ? [] : sensitiveLines(step.sensitive, step.prepared.changes, isWebhook);
  const lines = stepLines(step);
  const [only] = lines;
  const forced = one.change.force === true && step.prepared.impact.uses.length > 0 ? [' FORCED: IT IS IN USE'] : [];
  if (only !== undefined && lines.length === 1 && sensitive.length === 0 && forced.length === 0)
    return [`${one.number}. ${changeTitle(one)}: ${visible(only)}`];
  return [
    `${one.number}. ${changeTitle(one)}`,
    ...[...sensitive, ...forced, ...lines].map((line) => `   • ${visible(line)}`),
  ];
}

/** Changes that differ in nothing but their object. */
interface AlikeChanges {
  readonly lines: readonly string[];
  readonly changes: readonly PreparedChange[];
}

function alikeGroups(changes: readonly PreparedChange[]): readonly AlikeChanges[] {
  const groups = groupBy(changes, ({ change, step }) =>
    JSON.stringify([change.action_type, step.request.found.name, stepLines(step), secretsOf(step)]),
  );
  return [...groups.values()].map((some) => ({ lines: some[0] ? stepLines(some[0].step) : [], changes: some }));
}

/** Secrets look alike in every line, and are not. */
const secretsOf = ({ prepared }: ChangeStep): string =>
  prepared.changes.some(({ secret }) => secret) ? digestOf(prepared.plan?.body) : '';

/** Where an object is found: its site for a setting, its name and site for others. */
const whereText = ({ step }: PreparedChange): string =>
  step.request.found.idParameter === undefined && step.target.site !== undefined
    ? quoted(step.target.site)
    : `${step.name === undefined ? step.target.id : quoted(step.name)}${placeText(step)}`;

function groupLines({ lines, changes }: AlikeChanges): readonly string[] {
  const [first] = changes;
  if (!first || changes.length === 1) return first ? fullLines(first) : [];
  const some = [changes[0], changes[Math.floor(changes.length / 2)], changes.at(-1)].flatMap((one) => one ?? []);
  const where = changes.length <= SAMPLES ? changes : some;
  const noun = stepNoun(first.step);
  return [
    `${changes.length} × ${VERBS[first.change.action_type]} ${noun}, each the same, such as ${where.map(whereText).join(', ')}`,
    ...lines.map((line) => `   • ${visible(line)}`),
  ];
}

/** What the question says beside the changes. */
export interface PlanQuestion {
  readonly message: string;
  /** What has to be typed; absent where a tick is enough. */
  readonly typed: string | undefined;
  readonly personOnly: string | undefined;
}

const ACTION_NOUNS = [
  ['create', 'creation'],
  ['update', 'update'],
  ['delete', 'DELETION'],
] as const;

const countsText = ({ changes }: PreparedPlan): string =>
  ACTION_NOUNS.flatMap(([action, noun]) => {
    const count = changes.filter(({ change }) => change.action_type === action).length;
    return count > 0 ? [`${count} ${noun}${count === 1 ? '' : noun === 'DELETION' ? 'S' : 's'}`] : [];
  }).join(', ');

/** Digits of a digest by which a person knows a plan again. */
const SHORT = 16;

/** A plan's digest as a person reads it. */
export const shortDigest = ({ digest }: Pick<PreparedPlan, 'digest'>): string => digest.slice(0, SHORT);

/** Requests that carrying out takes: each object is read again, written and read back. */
export const callsOf = ({ changes }: PreparedPlan): number => changes.length * 3;

/** What no undo brings back: secrets are not read, and what is created again has another id. */
function losses({ changes }: PreparedPlan): string {
  const overwrites = changes.some(
    ({ change, step }) => change.action_type === 'update' && step.prepared.changes.some(({ secret }) => secret),
  );
  const deletes = changes.some(({ change }) => change.action_type === 'delete');
  if (deletes) return ', but for the IDs of what is deleted, and secrets';
  return overwrites ? ', but for the secrets that are overwritten' : '';
}

function headLines(plan: PreparedPlan, wholePlan: string): readonly string[] {
  const { assessment, org, changes } = plan;
  const sites = new Set(changes.flatMap(({ step }) => step.target.site ?? []));
  return [
    ...(assessment ? [visible(verdictLine(assessment.verdict))] : []),
    `Plan ${shortDigest(plan)}: ${counted(changes.length, 'change')} (${countsText(plan)})`,
    `Organization: ${quoted(org.name)}${sites.size > 0 ? `; ${counted(sites.size, 'site')}` : ''}`,
    `Order: one after the other, about ${callsOf(plan)} requests; it stops at the first that fails, and what was done can be taken back${losses(plan)}.`,
    `Whole plan: ${wholePlan}`,
    ...(assessment ? verdictLines(assessment.verdict, assessment.effect).map((line) => visible(line)) : []),
  ];
}

const listed = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines];

/** Sentences on what was left out that a question has room for. */
const MOST_LEFT_OUT = 30;

function leftOutLines({ leftOut, idle }: PreparedPlan): readonly string[] {
  const more = leftOut.length - MOST_LEFT_OUT;
  return [
    ...leftOut.slice(0, MOST_LEFT_OUT).map((line) => `   • ${visible(line)}`),
    ...(more > 0 ? [`   • and ${more} more, which the whole plan names`] : []),
    ...(idle > 0 ? [`   • ${counted(idle, 'change')} that ${idle === 1 ? 'is' : 'are'} so already`] : []),
  ];
}

const warningLines = ({ changes }: PreparedPlan): readonly string[] => {
  const warned = changes.flatMap(({ step }) => step.prepared.warnings);
  return [...groupBy(warned, (line) => line)].map(
    ([line, some]) => `   • ${visible(line)}${some.length > 1 ? ` (${some.length} ×)` : ''}`,
  );
};

/** A creation whose attributes stand in the whole plan alone. */
function briefLines(one: PreparedChange): readonly string[] {
  const count = one.step.prepared.plan?.roots.length ?? 0;
  return [`${one.number}. ${changeTitle(one)}: ${counted(count, 'attribute')}, in the whole plan`];
}

function messageOf(plan: PreparedPlan, wholePlan: string, isBrief: boolean): string {
  const dangerous = plan.changes.filter(isDangerous);
  const groups = alikeGroups(plan.changes.filter((one) => !isDangerous(one)));
  const together = groups.filter(({ changes }) => changes.length > 1);
  const alone = groups.filter(({ changes }) => changes.length === 1);
  const named = isBrief ? alone.filter(({ changes }) => changes.every(isCreation)) : [];
  const full = alone.filter((group) => !named.includes(group));
  return [
    ...headLines(plan, wholePlan),
    ...listed(`READ THESE (${dangerous.length}):`, dangerous.flatMap(fullLines)),
    ...listed('The same at several objects:', together.flatMap(groupLines)),
    ...listed(together.length > 0 ? `Unlike the others (${full.length}):` : 'Changes:', full.flatMap(groupLines)),
    ...listed(
      `New objects that are only named here (${named.length}); READ THE WHOLE PLAN for what they would be:`,
      named.flatMap(({ changes }) => changes.flatMap(briefLines)),
    ),
    ...listed('Left out, and stays as it is:', leftOutLines(plan)),
    ...listed('Warnings:', warningLines(plan).slice(0, MOST_LEFT_OUT)),
  ].join('\n');
}

const isCreation = ({ change }: PreparedChange): boolean => change.action_type === 'create';

/**
 * The one question about a whole plan: what is dangerous in full, then what is alike in groups and everything else in
 * full, and what was left out. Where that is too long, new objects are only named, which takes a word that is typed.
 *
 * @param wholePlan where the whole plan can be read before the yes
 * @throws InputError where it would be longer than a person can be asked to read
 */
export function questionAbout(plan: PreparedPlan, wholePlan: string): PlanQuestion {
  const full = messageOf(plan, wholePlan, false);
  const isBrief = full.length > MAX_CHARACTERS;
  const message = isBrief ? messageOf(plan, wholePlan, true) : full;
  if (message.length > MAX_CHARACTERS)
    throw new InputError(
      `What the plan does takes ${message.length} characters to tell, more than a person can be asked to read at once.`,
      'Split it; nothing was sent. Every change that is unlike the others is shown in full.',
    );
  const decision = plan.assessment?.verdict.decision;
  const isTyped = isBrief || decision === 'UNSAFE' || plan.changes.some(({ step }) => step.typed);
  return {
    message,
    typed: isTyped ? counted(plan.changes.length, 'change') : undefined,
    personOnly: decision === 'UNSAFE' || decision === 'UNKNOWN' ? `The verdict on this plan is ${decision}` : undefined,
  };
}

/** Every change of a plan with all of its differences, one row each: the pages of the whole plan. */
export const planRows = ({ changes, leftOut }: PreparedPlan): readonly object[] => [
  ...changes.map((one) => ({
    number: one.number,
    change: changeTitle(one),
    object_type: one.step.request.found.name,
    ...(one.step.target.site === undefined ? {} : { site: one.step.target.site }),
    difference: stepLines(one.step),
    ...(one.step.prepared.warnings.length > 0 ? { warnings: one.step.prepared.warnings } : {}),
  })),
  ...leftOut.map((line) => ({ number: null, change: 'left out', difference: [line] })),
];
