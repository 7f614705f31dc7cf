import { InputError } from '../../../core/errors/input-error.ts';
import type { Family } from '../../../mist/families.ts';
import { flat, schemaOf } from '../../../mist/schema-lookup.ts';
import { isNothing, own, same } from '../json.ts';
import { keysText } from '../keys.ts';
import { holdsMask } from '../masks.ts';
import { isGiven, planCreate, planUpdate, removedBy } from '../plan.ts';
import type { JsonObject, PayloadFindings } from '../types.ts';
import type { Allowance } from './allowance.ts';
import { doubtfulIn, type Findings, noFindings, type Problems, problemsIn, unknownField } from './findings.ts';
import { type Form, formsOf } from './form.ts';
import { HeldFields } from './held-fields.ts';
import { strayRemovals } from './removals.ts';
import { isUnlisted } from './unlisted-fields.ts';
import { inspect } from './walk.ts';

/** A payload and what it would make of its object. */
export interface CheckRequest {
  readonly family: Family;
  readonly action: 'create' | 'update';
  readonly payload: JsonObject;
  /** The object as it is, for an update. */
  readonly current?: JsonObject;
  /** The object as it would be, for an update; planned in the mode that the payload itself tells when it is absent. */
  readonly result?: JsonObject;
  /** What to let through although the specification does not know it. */
  readonly allowUnknown: Allowance;
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
export function checkPayload(request: CheckRequest): PayloadFindings {
  const { family, action, payload, allowUnknown } = request;
  const current = action === 'update' ? request.current : undefined;
  const { result, written } = outcome({ ...request, current });
  const findings = noFindings(family.name);
  checkRoots(request, findings);
  inspectWhole(family, result, current, findings);
  strayRemovals([], schemaOf(family.schema) ?? {}, payload, current, findings);
  for (const [root, value] of Object.entries(written))
    if (holdsMask(value) && !same(value, own(current, root)))
      findings.problems.push(
        `${keysText([root])} holds a mask where a secret belongs: the cloud shows this token no secrets, and this part of the object can only be sent whole`,
      );
  const problems = problemsIn(findings, allowUnknown);
  if (problems.count > 0) throw refusal(family, problems);
  return {
    warnings: [...new Set(findings.warnings)].map((clause) => `${clause}.`),
    unknown: doubtfulIn(findings),
  };
}

/**
 * The paths that a payload needs `allow_unknown` for: what the specification does not know, or reads otherwise. An object
 * that the cloud returned can be written back with them.
 *
 * @param current the object that an update meets; absent for a new one
 */
export function doubtfulPaths(family: Family, payload: JsonObject, current?: JsonObject): readonly string[] {
  const { result } = outcome({ family, action: current ? 'update' : 'create', payload, current });
  const findings = noFindings(family.name);
  inspectWhole(family, result, current, findings);
  return doubtfulIn(findings);
}

/**
 * Attributes of a new object that say nothing (null, an empty list) and that the specification does not know. The cloud
 * has no use for them.
 */
export function emptyStrays(family: Family, payload: JsonObject): readonly string[] {
  const [form] = formsOf(schemaOf(family.schema) ?? {}, payload, undefined);
  if (!form || form.open) return [];
  const isKnown = (name: string): boolean =>
    form.fields.has(name) || form.names.has(name) || isGiven(name, family.name) || isUnlisted(family.name, [name]);
  return Object.keys(payload).filter(
    (name) => isNothing(payload[name]) && removedBy(name) === undefined && !isKnown(name),
  );
}

/** Checks an object from its root, as it would be. */
function inspectWhole(family: Family, value: JsonObject, before: JsonObject | undefined, findings: Findings): void {
  const schema = schemaOf(family.schema) ?? {};
  inspect({ keys: [], schema, value, before, enclosing: [], held: new HeldFields([before]) }, findings);
}

/** The object as it would be, and what would be written to make it so. */
function outcome({ family, action, payload, current, result }: Outcome): {
  result: JsonObject;
  written: JsonObject;
} {
  if (action === 'create') {
    const plan = planCreate(payload, family.name);
    return { result: plan.result, written: plan.body };
  }
  const after = result ?? planUpdate(current ?? {}, payload, undefined, family.name).result;
  return {
    result: after,
    written: Object.fromEntries(Object.entries(after).filter(([root]) => !isGiven(root, family.name))),
  };
}

type Outcome = Pick<CheckRequest, 'family' | 'action' | 'payload'> & {
  readonly current: JsonObject | undefined;
  readonly result?: JsonObject | undefined;
};

/** What only the root of a payload can have: dash keys, and the attributes that the cloud gives every object. */
function checkRoots({ family, action, payload, current }: CheckRequest, findings: Findings): void {
  const schema = schemaOf(family.schema) ?? {};
  const [form] = formsOf(schema, payload, current);
  for (const [key, value] of Object.entries(payload)) {
    const name = removedBy(key);
    if (name !== undefined) checkDash({ key, name, value }, { action, payload, current, form }, findings);
    else if (action === 'update' && isGiven(key, family.name)) checkGiven(key, value, current, findings);
    const removed = name ?? (value === null ? key : undefined);
    const there = removed !== undefined && !isNothing(own(current, removed));
    const field = removed === undefined ? undefined : form?.fields.get(removed);
    if (there && removed !== undefined && (isGiven(removed, family.name) || (field && flat(field.schema).readOnly)))
      findings.problems.push(`${removed} is read-only and cannot be removed`);
  }
}

/** A dash key, which removes an attribute of the root. */
function checkDash(
  { key, name, value }: { readonly key: string; readonly name: string; readonly value: unknown },
  {
    action,
    payload,
    current,
    form,
  }: Pick<CheckRequest, 'action' | 'payload'> & { current: JsonObject | undefined; form: Form | undefined },
  findings: Findings,
): void {
  const isKnown = form?.fields.has(name) || form?.names.has(name) || own(current, name) !== undefined;
  if (action === 'create') findings.problems.push(`${key} removes a field, but there is no object yet`);
  else if (value !== '' && value !== true) findings.problems.push(`${key} takes "" or true, since it removes ${name}`);
  else if (Object.hasOwn(payload, name)) findings.problems.push(`${name} is both given and removed by ${key}`);
  else if (!isKnown && form && !form.open) findings.unknown.push(unknownField([key], form));
}

/** A read-back may be sent as it was, but not that of another object, nor one that is no longer true. */
function checkGiven(key: string, value: unknown, current: JsonObject | undefined, findings: Findings): void {
  if (isNothing(value) || !current) return;
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

function refusal(family: Family, { count, told, mayPass }: Problems): InputError {
  const [only] = told;
  const more = count - told.length;
  const numbered = told.map((one, index) => `(${index + 1}) ${one}`).join('; ');
  const what =
    count === 1 && only !== undefined
      ? `The payload cannot be sent: ${only}.`
      : `The payload has ${count} problems: ${numbered}${more > 0 ? `; and ${more} more` : ''}.`;
  const through = mayPass
    ? ' allow_unknown takes the paths of fields and values that are newer than the specification.'
    : '';
  return new InputError(
    what,
    `Nothing was sent. The schema tool describes every field, with schema_name ${family.name}.${through}`,
  );
}
