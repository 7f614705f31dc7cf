import { InputError } from '../../core/errors/input-error.ts';
import { nearest } from '../../core/nearest.ts';
import { type Family, familyNames, family as lookUp } from '../../mist/families.ts';
import { propertiesOf, schemaOf } from '../../mist/schema-lookup.ts';
import { operation } from '../../mist/spec/operations.ts';
import type { Route } from '../../mist/spec/routes.ts';
import { familyOf, type ObjectQuestion } from '../configuration/index.ts';
import type { Action, ChangeInput } from './change-input.ts';
import { type Allowance, allowanceOf, isAllowed } from './check/allowance.ts';
import { nounOf } from './nouns.ts';
import type { JsonObject, Mode } from './types.ts';

/** A change that makes sense so far: what, to which family, on which route. */
export interface Request {
  readonly action: Action;
  readonly found: Family;
  readonly question: ObjectQuestion;
  readonly payload: JsonObject;
  readonly mode: Mode | undefined;
  /** Route of the write, and of reading one object. */
  readonly write: Route;
  readonly read: Route;
  readonly dryRun: boolean;
  readonly force: boolean;
  readonly allowUnknown: Allowance;
}

const ACTIONS: readonly Action[] = ['create', 'update', 'delete'];

/** Why an action is not there although people may expect it. */
const WHY: Readonly<Record<string, string>> = {
  org_info: 'Organizations are neither created nor deleted from here.',
  site_devices: 'Devices are claimed, assigned and released in the portal.',
  site_mxedges: 'A Mist Edge is created as object_type=org_mxedges.',
};

/**
 * Reads the inputs of a change, before anything is sent.
 *
 * @throws InputError naming the input, and what applies instead
 */
export function readRequest(input: ChangeInput): Request {
  const { action_type: action, object_type, payload = {}, mode } = input;
  if (!lookUp(object_type)) throw unknownType(object_type);
  checkDepth(payload);
  const { org_id, site_id } = input;
  const object_id = input.object_id ?? (action === 'update' ? ownId(payload, object_type) : undefined);
  const question: ObjectQuestion = { object_type, org_id, site_id, object_id };
  const found = familyOf(question);
  const { get: read, [action]: write } = found.routes;
  if (!write || !read) throw noSuchAction(found, action);
  checkInputs(found, action, question, payload);
  if (mode !== undefined && action !== 'update')
    throw new InputError('`mode` applies to action_type=update only.', 'Leave it out; nothing was sent.');
  return {
    ...{ action, found, question, payload, mode, write, read },
    dryRun: input.dry_run === true,
    force: input.force === true,
    allowUnknown: allowanceOf(input.allow_unknown),
  };
}

/** Deeper than any object of the API; a payload nested further would exhaust the stack. */
const DEEPEST = 100;

function checkDepth(payload: JsonObject): void {
  let level: readonly unknown[] = [payload];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST)
      throw new InputError(
        `\`payload\` is nested deeper than ${DEEPEST} levels.`,
        'Give it as mist_get_configuration_object_schema describes it; nothing was sent.',
      );
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
}

/** A read-back that is sent again carries the id of its object. */
function ownId({ id }: JsonObject, type: string): string | undefined {
  return typeof id === 'string' && lookUp(type)?.routes.list !== undefined ? id : undefined;
}

function unknownType(type: string): InputError {
  const near = nearest(type, familyNames, 3);
  const advice = near.length > 0 ? `The nearest are ${near.join(', ')}.` : `There are ${familyNames.join(', ')}.`;
  return new InputError(`There is no object_type ${JSON.stringify(type.slice(0, 60))}.`, advice);
}

function noSuchAction(found: Family, action: Action): InputError {
  const has = ACTIONS.filter((one) => found.routes[one] !== undefined);
  const why = WHY[found.name];
  return new InputError(
    `action_type=${action} does not apply to object_type=${found.name}.`,
    `It takes ${has.join(', ') || 'none'}.${why ? ` ${why}` : ''} Nothing was sent.`,
  );
}

function checkInputs(found: Family, action: Action, { object_id }: ObjectQuestion, payload: JsonObject): void {
  const many = found.routes.list !== undefined;
  const noun = nounOf(found.name);
  if (action === 'create' && object_id !== undefined)
    throw new InputError(
      '`object_id` does not apply to action_type=create: the cloud gives a new object its id.',
      'Leave it out, or use action_type=update.',
    );
  if (action !== 'create' && many && object_id === undefined)
    throw new InputError(
      `action_type=${action} with object_type=${found.name} needs \`object_id\`.`,
      `mist_get_configuration_objects finds the ${noun} and its id by \`name\`.`,
    );
  if (action === 'delete' && Object.keys(payload).length > 0)
    throw new InputError('`payload` does not apply to action_type=delete.', 'Leave it out; nothing was sent.');
  if (action !== 'delete' && Object.keys(payload).length === 0)
    throw new InputError(
      `action_type=${action} needs \`payload\`: the attributes to ${action === 'create' ? 'create it with' : 'change'}.`,
      `mist_get_configuration_object_schema describes the attributes of ${found.name}.`,
    );
}

/**
 * Some objects take fewer attributes in an update than they have.
 *
 * @param roots names of the roots that would be sent
 * @throws InputError naming those that the route does not take
 */
export function checkRoots({ write, found, allowUnknown }: Request, roots: readonly string[]): void {
  const { body } = operation(write);
  if (body === undefined || body === found.schema || allowUnknown === true) return;
  const taken = propertiesOf(schemaOf(body) ?? {});
  const wrong = roots.filter((root) => !taken.has(root) && !isAllowed(allowUnknown, root));
  if (wrong.length === 0 || taken.size === 0) return;
  const advice =
    found.name === 'org_sitegroups'
      ? 'Sites join and leave a group by `sitegroup_ids` of the site itself (object_type=org_sites).'
      : 'Leave it out.';
  throw new InputError(
    `An update of ${found.name} does not take \`${wrong.join('`, `')}\`; it takes ${[...taken.keys()].join(', ')}.`,
    `${advice} Nothing was sent.`,
  );
}

/** Whether an update is a POST: that replaces the object instead of its roots. */
export const replacesAll = ({ action, write }: Request): boolean => action === 'update' && write.startsWith('POST ');
