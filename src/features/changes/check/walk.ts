import { familiesAt } from '../../../mist/references.ts';
import { type Field, flat, type Schema, shapeOf } from '../../../mist/schema-lookup.ts';
import { jsonStart } from '../../../mist/worded.ts';
import { canonical, isNothing, isObject, own, same } from '../json.ts';
import { type Keys, keysText } from '../keys.ts';
import { counterpart, namedElements } from '../naming.ts';
import { overlapsIn } from '../port-ranges.ts';
import { isSecretAt } from '../secret.ts';
import { type EnclosingObjects, notApplying, requiring } from './conditions.ts';
import { expected } from './expected.ts';
import { type Findings, noFindings, unknownField } from './findings.ts';
import { type Form, formsOf } from './form.ts';
import type { HeldFields } from './held-fields.ts';
import { type Judgment, judgeKey, judgeValue } from './known-values.ts';
import { isPlaceholder } from './placeholder.ts';
import { isUnlisted, mayBeMissing } from './unlisted-fields.ts';
import { choicesOf, fits } from './value.ts';

/** A value that is to be, what stood there before, and where. */
export interface Visit {
  readonly keys: Keys;
  readonly schema: Schema;
  readonly value: unknown;
  readonly before: unknown;
  readonly enclosing: EnclosingObjects;
  /** What the object and its sisters have at this place, whether or not this very entry is new. */
  readonly held: HeldFields;
  /** The name that has this schema, and whether the object that it stands in is new. */
  readonly field?: { readonly required: boolean; readonly fresh: boolean };
}

/**
 * Checks a value against its schema, as far as it differs from what was there: an object that has broken a rule all
 * along is no reason to refuse a change elsewhere in it. So required fields are missed only where they are taken out or
 * the object around them is new.
 */
export function inspect(visit: Visit, findings: Findings): void {
  const { schema, value } = visit;
  if (isNothing(value)) return;
  if (flat(schema).readOnly && !mayBeSet(visit, findings)) return;
  if (typeof value === 'string' && isPlaceholder(value) && (flat(schema).secret || isSecretAt(visit.keys, value))) {
    findings.problems.push(`${keysText(visit.keys)} is a word that stands for a secret, not a secret`);
    return;
  }
  if (!fits(schema, value)) {
    misfit(visit, findings);
    return;
  }
  if (Array.isArray(value)) inspectList(visit, value, findings);
  else if (isObject(value)) inspectObject(visit, findings);
  else noteJudgment(visit, findings);
}

/** Values about which something is said before nothing near to them is looked for any more: that takes its time. */
const MOST_SEARCHED = 200;

/** What the world says of a value that the schema takes. It may be let through: the world changes too. */
function noteJudgment({ keys, value }: Visit, findings: Findings): void {
  const search = findings.misfits.length + findings.warnings.length < MOST_SEARCHED;
  note(keys, judgeValue(keys, value, search), findings);
}

function note(keys: Keys, judgment: Judgment, findings: Findings): void {
  if (judgment && 'problem' in judgment) findings.misfits.push({ path: keysText(keys), said: () => judgment.problem });
  else if (judgment) findings.warnings.push(judgment.warning);
}

/** A value of the wrong kind, out of its limits, or none of the choices. */
function misfit(visit: Visit, findings: Findings): void {
  const { keys, schema, value } = visit;
  const path = keysText(keys);
  const said = () =>
    `${path} cannot be ${shown(visit)}: it takes ${expected(schema, value)}${whereListed(keys, schema, findings)}`;
  const choices = typeof value === 'string' ? choicesOf(schema) : [];
  const spelled = choices.find((choice) => choice.toLowerCase() === String(value).toLowerCase());
  // The cloud writes some of its words in small letters where the document has capitals.
  if (spelled !== undefined) findings.warnings.push(`${path} is spelled ${spelled} in the specification`);
  else findings.misfits.push({ path, said });
}

/** Where the ids are found that a field takes, if they are of one kind of object. */
function whereListed(keys: Keys, schema: Schema, { family }: Findings): string {
  if (family === undefined || !takesId(schema)) return '';
  const [first, ...others] = familiesAt(family, keys);
  return first === undefined || others.length > 0
    ? ''
    : `; mist_get_configuration_objects with object_type ${first} lists them`;
}

const takesId = (schema: Schema): boolean =>
  [schema, shapeOf(schema).items].some((one) => one && flat(one).format === 'uuid');

/**
 * Whether a field that is marked read-only may be given all the same. The document marks fields so that a new object
 * must or may have (175 of them are required): there the cloud decides. In an object that is there it is refused.
 */
function mayBeSet({ keys, field }: Visit, findings: Findings): boolean {
  const path = keysText(keys);
  const listed = keys.some((key) => typeof key === 'number');
  if (!listed && !field?.fresh) findings.problems.push(`${path} is read-only: the cloud sets it`);
  else if (!field?.required) findings.warnings.push(`${path} is marked read-only: the cloud may ignore it`);
  return listed || field?.fresh === true;
}

function inspectList(
  { keys, schema, before, enclosing, held }: Visit,
  list: readonly unknown[],
  findings: Findings,
): void {
  const { items } = shapeOf(schema);
  const old: readonly unknown[] = Array.isArray(before) ? before : [];
  if (!items) return;
  // An element that was there before is no news, wherever it stands now.
  const known = new Set(old.map(canonical));
  const named = namedElements(old);
  for (const [index, value] of list.entries()) {
    if (known.has(canonical(value))) continue;
    const before = counterpart(named, value) ?? old[index];
    inspect({ keys: [...keys, index], schema: items, value, before, enclosing, held: held.entries() }, findings);
  }
}

/** Of several forms that nothing tells apart the one that fits best is meant. */
function inspectObject(visit: Visit, findings: Findings): void {
  const tried = formsOf(visit.schema, visit.value, visit.before).map((form) => {
    const found = noFindings(findings.family);
    inspectForm(visit, form, found);
    return found;
  });
  const weight = (found: Findings): number => found.problems.length + found.unknown.length + found.misfits.length;
  const best = tried.reduce((a, b) => (weight(b) < weight(a) ? b : a));
  findings.problems.push(...best.problems);
  findings.warnings.push(...best.warnings);
  findings.unknown.push(...best.unknown);
  findings.misfits.push(...best.misfits);
}

function inspectForm({ keys, value: object, before, enclosing, held }: Visit, form: Form, findings: Findings): void {
  if (!isObject(object)) return;
  // A map is no object of its own: `../` leads from its entries to the object that has it.
  const isMap = form.fields.size === 0 && form.map !== undefined;
  const inside: EnclosingObjects = isMap ? enclosing : [...enclosing, { object, form }];
  for (const [key, value] of Object.entries(object)) {
    const at = [...keys, key];
    const old = own(before, key);
    if (isNothing(value) || same(value, old)) continue;
    const known = form.fields.get(key);
    const schema = known?.schema ?? form.map;
    if (!schema) {
      if (!form.open && !form.names.has(key) && !held.has(key) && !isUnlisted(findings.family ?? '', at))
        findings.unknown.push(unknownField(at, form));
      continue;
    }
    if (!known && old === undefined) note(at, judgeKey(at), findings);
    const field = { required: known?.required === true, fresh: !isObject(before) };
    const below = known ? held.under(key) : held.entries();
    inspect({ keys: at, schema, value, before: old, enclosing: inside, held: below, field }, findings);
    const marks = flat(schema);
    const missed = isOff(value) || same(value, marks.default) ? undefined : notApplying(schema, inside);
    if (missed) findings.warnings.push(`${keysText(at)} has an effect only while ${missed}`);
    if (marks.deprecated) findings.warnings.push(`${keysText(at)} is deprecated`);
  }
  if (isMap) findings.warnings.push(...overlapsIn(keys, object, before));
  // An empty list may be what is required.
  for (const field of form.fields.values())
    if ((own(object, field.name) ?? null) === null)
      inspectMissing([...keys, field.name], field, before, inside, findings);
}

/** Values that switch nothing on, so that it is no loss when they have no effect. */
const isOff = (value: unknown): boolean => value === false || value === '';

function inspectMissing(
  keys: Keys,
  field: Field,
  before: unknown,
  enclosing: EnclosingObjects,
  findings: Findings,
): void {
  const { required, name, schema } = field;
  if (flat(schema).readOnly || (isObject(before) && isNothing(own(before, name)) && required)) return;
  const path = keysText(keys);
  if (required && mayBeMissing(findings.family ?? '', keys)) return;
  if (required) findings.problems.push(`${path} is required: it takes ${expected(schema, undefined)}`);
  const form = enclosing.at(-1)?.form;
  // What is left out has its default, which is a value like any other.
  if (required || !form || flat(schema).default !== undefined) return;
  const reason = requiring(schema, enclosing);
  if (!reason) return;
  const wanting = isObject(before) && isNothing(own(before, name));
  const already = wanting && requiring(schema, [...enclosing.slice(0, -1), { object: before, form }]) !== undefined;
  if (!already) findings.warnings.push(`${path} is required while ${reason}`);
}

function shown({ keys, schema, value }: Visit): string {
  if (isSecretAt(keys, value) || flat(schema).secret) return 'what was given';
  if (Array.isArray(value)) return value.length > 8 ? 'this list' : cut(jsonStart(value, LONGEST + 1));
  return isObject(value) ? 'an object' : cut(jsonStart(value, LONGEST + 1));
}

/** Characters of a value that are repeated. */
const LONGEST = 60;

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
