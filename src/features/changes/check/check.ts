import { InputError } from '../../../core/errors/input-error.ts';
import type { Family } from '../../../mist/families.ts';
import { flat, schemaOf } from '../../../mist/schema-lookup.ts';
import { isNothing, own, same } from '../json.ts';
import { keysText } from '../keys.ts';
import { holdsMask } from '../masks.ts';
import { isGiven, planCreate, planUpdate, removedBy } from '../plan.ts';
import type { Checked, JsonObject } from '../types.ts';
import { formsOf } from './form.ts';
import { strayRemovals } from './removals.ts';
import { type Findings, inspect, noFindings, type Problems, problemsIn, unknownField } from './walk.ts';

/** A payload and what it would make of its object. */
export interface CheckRequest {
  readonly family: Family;
  readonly action: 'create' | 'update';
  readonly payload: JsonObject;
  /** The object as it is, for an update. */
  readonly current?: JsonObject;
  /** The object as it would be, for an update; planned in the mode that the payload itself tells when it is absent. */
  readonly result?: JsonObject;
  /** Let fields through that the specification does not know. */
  readonly allowUnknown: boolean;
}

/**
 * Checks a payload before anything is sent: names, kinds, choices, limits, required and read-only fields. Of an update
 * only what changes is checked, in the object as it would be, so that a rule which the object has broken all along stops
 * nobody. What depends on other fields gives a warning: the conditions are read from prose and not always right.
 *
 * The validator is large. Import this module where a change is made, not at the start.
 *
 * @throws InputError listing everything that is wrong, each with its path, what it takes or the nearest right name
 */
export function checkPayload(request: CheckRequest): Checked {
  const { family, action, payload, allowUnknown } = request;
  const findings = noFindings();
  const current = action === 'update' ? request.current : undefined;
  const { result, written } = outcome(request);
  const schema = schemaOf(family.schema) ?? {};
  checkRoots(request, findings);
  inspect({ keys: [], schema, value: result, before: current, around: [] }, findings);
  strayRemovals([], schema, payload, current, findings);
  for (const [root, value] of Object.entries(written))
    if (holdsMask(value) && !same(value, own(current, root)))
      findings.problems.push(
        `${keysText([root])} holds a mask where a secret belongs: the cloud shows this token no secrets, and this part of the object can only be sent whole`,
      );
  const unknown = [...new Map(findings.unknown.map((one) => [one.path, one])).values()];
  const problems = problemsIn(findings, allowUnknown);
  if (problems.count > 0) throw refusal(family, problems, !allowUnknown && unknown.length > 0);
  return {
    warnings: [...new Set(findings.warnings)].map((clause) => `${clause}.`),
    unknown: unknown.map(({ path }) => path),
  };
}

/** The object as it would be, and what would be written to make it so. */
function outcome({ action, payload, current, result }: CheckRequest): { result: JsonObject; written: JsonObject } {
  if (action === 'create') {
    const plan = planCreate(payload);
    return { result: plan.result, written: plan.body };
  }
  const after = result ?? planUpdate(current ?? {}, payload).result;
  return { result: after, written: Object.fromEntries(Object.entries(after).filter(([root]) => !isGiven(root))) };
}

/** What only the root of a payload can have: dash keys, and the attributes that the cloud gives every object. */
function checkRoots({ family, action, payload, current }: CheckRequest, findings: Findings): void {
  const schema = schemaOf(family.schema) ?? {};
  const [form] = formsOf(schema, payload, current);
  for (const [key, value] of Object.entries(payload)) {
    const name = removedBy(key);
    if (name === undefined) checkGiven(key, value, action === 'update' ? current : undefined, findings);
    else if (action === 'create') findings.problems.push(`${key} removes a field, but there is no object yet`);
    else if (value !== '' && value !== true)
      findings.problems.push(`${key} takes "" or true, since it removes ${name}`);
    else if (Object.hasOwn(payload, name)) findings.problems.push(`${name} is both given and removed by ${key}`);
    else if (
      !form?.fields.has(name) &&
      !form?.names.has(name) &&
      own(current, name) === undefined &&
      form &&
      !form.open
    )
      findings.unknown.push(unknownField([key], form));
    const removed = name ?? (value === null ? key : undefined);
    const there = removed !== undefined && !isNothing(own(current, removed));
    const field = removed === undefined ? undefined : form?.fields.get(removed);
    if (there && removed !== undefined && (isGiven(removed) || (field && flat(field.schema).readOnly)))
      findings.problems.push(`${removed} is read-only and cannot be removed`);
  }
}

/** A read-back may be sent as it was, but not that of another object, nor one that is no longer true. */
function checkGiven(key: string, value: unknown, current: JsonObject | undefined, findings: Findings): void {
  if (!isGiven(key) || isNothing(value) || !current) return;
  const now = own(current, key);
  if (same(value, now)) return;
  if (key === 'modified_time')
    findings.problems.push(
      `the object has changed since this payload was read (modified_time ${JSON.stringify(value)}, now ${JSON.stringify(now ?? null)}): read it again, or leave modified_time out to give only your own changes`,
    );
  else if (key !== 'created_time')
    findings.problems.push(
      `${key} is read-only: the payload says ${JSON.stringify(value)}, the object ${JSON.stringify(now ?? null)}`,
    );
}

function refusal(family: Family, { count, told }: Problems, unknown: boolean): InputError {
  const [only] = told;
  const more = count - told.length;
  const numbered = told.map((one, index) => `(${index + 1}) ${one}`).join('; ');
  const what =
    count === 1 && only !== undefined
      ? `The payload cannot be sent: ${only}.`
      : `The payload has ${count} problems: ${numbered}${more > 0 ? `; and ${more} more` : ''}.`;
  const through = unknown ? ' allow_unknown lets a field through that is newer than the specification.' : '';
  return new InputError(
    what,
    `Nothing was sent. The schema tool describes every field, with schema_name ${family.name}.${through}`,
  );
}
