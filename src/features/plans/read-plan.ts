import { digestOf } from '../../core/digest.ts';
import { InputError } from '../../core/errors/input-error.ts';
import { isRecord, type JsonObject } from '../../core/json.ts';
import { version } from '../../core/version.ts';
import { specVersion } from '../../mist/spec/operations.ts';
import { MAX_CHANGES, type Plan, type PlanMaker, type PlannedChange, type PlanOrg, writtenChange } from './model.ts';

export const PLAN_SCHEMA = 'https://raw.githubusercontent.com/mistmcp/mistmcp/main/schemas/plan.v1.schema.json';

const MAKERS: readonly PlanMaker[] = ['list', 'csv', 'restore', 'copy', 'undo'];

const ACTIONS = ['create', 'update', 'delete'] as const;

/** Members of a change; another one is a slip that would be passed over in silence. */
const MEMBERS: ReadonlySet<string> = new Set([
  ...['action_type', 'object_type', 'payload', 'org_id', 'site_id', 'object_id', 'mode', 'force', 'allow_unknown'],
  ...['as', 'expects'],
]);

/** Digest of what a plan does: SHA-256, hexadecimal. */
export const planDigest = (changes: readonly PlannedChange[]): string => digestOf(changes.map(writtenChange));

/** A plan as a file. */
export const planFile = ({ made_by, cloud, org, left_out, changes }: Plan): JsonObject => ({
  $schema: PLAN_SCHEMA,
  format: 1,
  tool: `mistmcp ${version}`,
  spec: specVersion(),
  made_by,
  ...(cloud === undefined ? {} : { cloud }),
  ...(org ? { org: { id: org.id, name: org.name } } : {}),
  left_out,
  changes: changes.map(writtenChange),
  digest: planDigest(changes),
});

/**
 * Reads a plan from JSON: a file of ours, or a bare list of changes.
 *
 * @throws InputError naming the member that is wrong, and for a later format
 */
export function readPlan(value: unknown): Plan {
  if (Array.isArray(value)) return { made_by: 'list', left_out: [], changes: readChanges(value) };
  if (!isRecord(value) || !Array.isArray(value.changes))
    throw new InputError(
      'This is no plan: it is neither a list of changes nor an object with `changes`.',
      'Each change takes the arguments of mist_change_configuration_objects.',
    );
  const { format = 1 } = value;
  if (format !== 1)
    throw new InputError(
      `The plan is of format ${JSON.stringify(format)}, and this version of mistmcp knows format 1.`,
      'Use the version that wrote it, or a newer one.',
    );
  const changes = readChanges(value.changes);
  if (value.digest !== undefined && value.digest !== planDigest(changes))
    throw new InputError(
      'The changes of the plan are not those that its `digest` was made of.',
      'Take `digest` out of a plan that you changed on purpose, or make the plan again.',
    );
  const left = Array.isArray(value.left_out) ? value.left_out : [];
  return {
    made_by: MAKERS.find((maker) => maker === value.made_by) ?? 'list',
    cloud: typeof value.cloud === 'string' ? value.cloud : undefined,
    org: orgOf(value.org),
    left_out: left.filter((one) => typeof one === 'string'),
    changes,
  };
}

function orgOf(value: unknown): PlanOrg | undefined {
  if (!isRecord(value) || typeof value.id !== 'string' || typeof value.name !== 'string') return undefined;
  return { id: value.id, name: value.name };
}

function readChanges(list: readonly unknown[]): readonly PlannedChange[] {
  if (list.length === 0) throw new InputError('The plan has no changes.', 'Give at least one.');
  if (list.length > MAX_CHANGES)
    throw new InputError(
      `The plan has ${list.length} changes; one plan may have ${MAX_CHANGES}.`,
      'Split it: each part is a decision of its own.',
    );
  const changes = list.map(readChange);
  const names = changes.flatMap(({ as }) => as ?? []);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    throw new InputError(`Two changes are called \`as\` ${JSON.stringify(twice)}.`, 'Give each its own name.');
  return changes;
}

function readChange(value: unknown, at: number): PlannedChange {
  const wrong = (what: string, advice: string): InputError =>
    new InputError(`Change ${at + 1} of the plan: ${what}.`, `${advice} Nothing was sent.`);
  if (!isRecord(value)) throw wrong('it is no object', 'Give the arguments of mist_change_configuration_objects.');
  const other = Object.keys(value).find((key) => !MEMBERS.has(key));
  if (other !== undefined) throw wrong(`there is no \`${other.slice(0, 60)}\``, `It takes ${[...MEMBERS].join(', ')}.`);
  const text = (name: string): string | undefined => {
    const one = value[name];
    if (one === undefined || (typeof one === 'string' && one !== '' && one.length <= MAX_TEXT)) return one;
    throw wrong(`\`${name}\` must be a text`, 'Correct it.');
  };
  const action = ACTIONS.find((one) => one === value.action_type);
  const object_type = text('object_type');
  if (!action || object_type === undefined)
    throw wrong('`action_type` (create, update or delete) and `object_type` are needed', 'Add them.');
  const { payload, mode, force, allow_unknown: unknown } = value;
  if (payload !== undefined && !isRecord(payload)) throw wrong('`payload` must be an object', 'Correct it.');
  if (mode !== undefined && mode !== 'merge' && mode !== 'replace')
    throw wrong('`mode` must be merge or replace', 'Correct it, or leave it out.');
  if (force !== undefined && typeof force !== 'boolean') throw wrong('`force` must be true or false', 'Correct it.');
  if (unknown !== undefined && !isTexts(unknown)) throw wrong('`allow_unknown` must be a list of paths', 'Correct it.');
  const as = text('as');
  if (as !== undefined && action !== 'create') throw wrong('`as` names what is created', 'Leave it out here.');
  return {
    ...{ action_type: action, object_type, as },
    ...{ org_id: text('org_id'), site_id: text('site_id'), object_id: text('object_id'), expects: text('expects') },
    ...{ payload, mode, force, allow_unknown: unknown },
  };
}

/** Longest name or id, in characters. */
const MAX_TEXT = 300;

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
