import { InputError } from '../../core/errors/input-error.ts';
import { deviceIdOf, ID_SHAPE, isId, macProblem, parseId, parseMac } from '../../core/ids.ts';
import { nearest } from '../../core/nearest.ts';
import { type Family, family, familyNames } from '../../mist/families.ts';
import { resolveOrg, resolveSite } from '../../mist/names.ts';
import type { ApiContext } from '../../mist/session.ts';
import { operation } from '../../mist/spec/operations.ts';
import type { Route } from '../../mist/spec/routes.ts';

/** Which configuration object, or objects, are asked for. */
export interface ObjectQuestion {
  readonly object_type: string;
  readonly org_id?: string | undefined;
  readonly site_id?: string | undefined;
  readonly object_id?: string | undefined;
  readonly name?: string | undefined;
  readonly computed?: boolean | undefined;
}

/** Families whose objects are hardware: their id follows from the MAC. */
const BY_MAC = new Set(['site_devices', 'site_mxedges', 'org_mxedges']);

const isSingle = ({ routes }: Family): boolean => routes.list === undefined;

/** An id of a family in the form of its route: a MAC becomes the id of its device. */
function idOf({ name }: Family, text: string): string {
  const mac = BY_MAC.has(name) ? parseMac(text) : undefined;
  return mac === undefined ? (parseId(text) ?? text.trim()) : deviceIdOf(mac);
}

/** Types that `computed` applies to, in words. */
function computedTypes(): string {
  const derived = familyNames.flatMap((name) => family(name) ?? []).filter((one) => one.derived !== undefined);
  const names = (scope: string) => derived.filter((one) => one.scope === scope).map(({ name }) => name);
  return `It applies to site_devices (one device), ${names('site').join(', ')}, and with \`site_id\` to ${names('org').join(', ')}.`;
}

/**
 * Finds the family that is asked for and checks that the inputs make sense for it, before anything is sent.
 *
 * @throws InputError naming the input, the type and where it does apply
 */
export function familyOf(question: ObjectQuestion): Family {
  const { object_type: type, site_id, object_id, name, computed } = question;
  const found = family(type);
  if (!found) throw unknownType(type);
  const said = `object_type=${type}`;
  if (object_id !== undefined && name !== undefined) {
    throw new InputError('`object_id` and `name` are two ways to say the same.', 'Give one of them; nothing was sent.');
  }
  if (isSingle(found) && (object_id ?? name) !== undefined) {
    const wrong = object_id === undefined ? 'name' : 'object_id';
    const owner = found.scope === 'org' ? 'organization' : 'site';
    throw new InputError(
      `\`${wrong}\` does not apply to ${said}: there is one such object for each ${owner}.`,
      `Leave \`${wrong}\` out; it applies to the types that are lists.`,
    );
  }
  if (computed) checkComputed(found, question, said);
  else if (found.scope === 'org' && site_id !== undefined) throw misplacedSite(found, said);
  if (found.scope === 'site' && site_id === undefined) {
    const twin = family(type.replace(/^site_/, 'org_'));
    throw new InputError(
      `${said} needs \`site_id\`.`,
      `Give the id or the exact name of the site; mist_get_org_or_site_info(info_type=site) lists them.${twin ? ` Those of the organization are object_type=${twin.name}.` : ''}`,
    );
  }
  if (object_id !== undefined) checkId(found, object_id, said);
  return found;
}

function misplacedSite(found: Family, said: string): InputError {
  if (found.name === 'org_sites') {
    return new InputError(
      `\`site_id\` does not apply to ${said}.`,
      'Give the site as `object_id`, by id or exact name.',
    );
  }
  const twin = family(found.name.replace(/^org_/, 'site_'));
  const advice = [
    'Leave it out: these belong to the whole organization.',
    twin ? `Those of one site are object_type=${twin.name}.` : '`site_id` applies to the types that begin with site_.',
    found.derived ? 'With computed=true it asks what is effective at that site.' : '',
  ];
  return new InputError(`\`site_id\` does not apply to ${said}.`, advice.filter(Boolean).join(' '));
}

function checkComputed(found: Family, { object_id, name, site_id }: ObjectQuestion, said: string): void {
  const device = found.name === 'site_devices';
  if (!device && !found.derived) {
    throw new InputError(`\`computed\` does not apply to ${said}.`, `Leave it out. ${computedTypes()}`);
  }
  if (device && object_id === undefined && name === undefined) {
    throw new InputError(
      `computed=true with ${said} needs one device.`,
      'Give `object_id` (id or MAC) or `name`; without computed the devices are listed.',
    );
  }
  if (found.scope === 'org' && site_id === undefined) {
    throw new InputError(
      `computed=true with ${said} needs \`site_id\`: what is effective differs by site.`,
      'Give the id or the exact name of a site, or leave computed out to see what the organization has.',
    );
  }
}

function checkId(found: Family, object_id: string, said: string): void {
  // A site may be called by its name wherever an id is taken.
  if (found.name === 'org_sites' || isId(idOf(found, object_id))) return;
  const problem = BY_MAC.has(found.name) ? macProblem(object_id) : `must be an ID (${ID_SHAPE})`;
  throw new InputError(
    `\`object_id\` ${problem} for ${said}; got ${JSON.stringify(object_id.slice(0, 60))}.`,
    'To find an object by what it is called, use `name`; without both the objects are listed with their ids.',
  );
}

/**
 * Path parameters of a route for a question, with names made ids.
 *
 * @throws InputError when a name fits no organization or site, or several
 */
export async function pathOf(
  context: ApiContext,
  route: Route,
  found: Family,
  question: ObjectQuestion,
): Promise<Record<string, string>> {
  const { org_id, site_id, object_id = '' } = question;
  const path: Record<string, string> = {};
  for (const name of Object.keys(operation(route).path)) {
    if (name === 'org_id') path[name] = await resolveOrg(context, org_id);
    else if (name !== 'site_id') path[name] = idOf(found, object_id);
    else path[name] = await resolveSite(context, found.name === 'org_sites' ? object_id : (site_id ?? ''), org_id);
  }
  return path;
}

function unknownType(type: string): InputError {
  const close = nearest(type, [...familyNames, 'org'], 3);
  const guess = close.length > 0 ? ` Did you mean ${close.join(' or ')}?` : '';
  return new InputError(
    `There is no object_type ${JSON.stringify(type)}.${guess}`,
    `Give one of: ${familyNames.join(', ')}.`,
  );
}

/**
 * The names of families in few words: an enum of all of them would cost three times the tokens in every conversation.
 *
 * @param names such as `org_wlans`
 */
export function typesInWords(names: readonly string[]): string {
  const of = (scope: string) => names.filter((name) => name.startsWith(scope)).map((name) => name.slice(scope.length));
  const [org, site] = [of('org_'), of('site_')];
  const both = org.filter((name) => site.includes(name));
  const only = (own: readonly string[]) => own.filter((name) => !both.includes(name)).join(' ');
  return `org_ or site_ with: ${both.join(' ')}; org_ with: ${only(org)}; site_ (needs site_id) with: ${only(site)}`;
}
