import { type ChangePolicy, type SensitiveKind, STANDARD_POLICY } from '../../mist/sensitive.ts';
import { ownTable } from '../../mist/spec/operations.ts';
import { calledBy } from '../../mist/spec/route-shape.ts';

interface Row {
  readonly pattern: RegExp;
  readonly why: string;
  /** The operator's policy may let it through. */
  readonly kind?: SensitiveKind;
}

/**
 * What is called for nobody, whatever the flags say: routes that hand out or take away the keys of the house, and those
 * that carry files. Each row was decided on by a person; the routes behind it are counted in a test.
 */
const ROWS: readonly Row[] = [
  { pattern: /^DELETE \/api\/v1\/orgs\/\{org_id\}$/, why: 'it deletes an organization with everything in it' },
  {
    pattern: /^DELETE \/api\/v1\/msps\/\{msp_id\}(?:\/orgs\/\{org_id\})?$/,
    why: 'it deletes an MSP or one of its organizations',
  },
  { pattern: /\/apitokens(?:\/|$)/, why: 'API tokens are made and looked after in the portal' },
  { pattern: /\/(?:admins|invites|invite)(?:\/|$)/, why: 'administrators are looked after in the portal' },
  { pattern: /\/(?:ssos|ssoroles|sso)(?:\/|$)/, why: 'single sign-on is set up in the portal' },
  {
    pattern: / \/api\/v1\/(?:login|logout|recover|register)(?:\/|$)/,
    why: 'logging in and passwords are for the person alone',
  },
  { pattern: /\/(?:two_factor|oauth)(?:\/|$)/, why: 'logging in and passwords are for the person alone' },
  {
    pattern: / \/api\/v1\/(?:mobile|self\/update)\/verify\//,
    why: 'it acts with a secret out of a mail or message sent to the person',
  },
  { pattern: /^(?:POST|PUT|DELETE) \/api\/v1\/self(?:\/update)?$/, why: 'the account is for the person alone' },
  { pattern: /\/shell$/, kind: 'device_shells', why: 'a shell runs anything, and nobody could confirm what' },
  { pattern: /\/request_ztp_password$/, why: "it hands out a device's root password" },
];

/** Content type of a body that this server can send. */
const JSON_BODY = 'application/json';

/** A route, and of one that only another layer knows, the known ones that it can be a call of. */
function names(route: string): readonly string[] {
  const { operations } = ownTable();
  return Object.hasOwn(operations, route) ? [route] : [route, ...calledBy(route, operations)];
}

/**
 * Why an operation is never called from here, as the end of a sentence.
 *
 * @param bodyTypes content types that its body may have, where JSON is not the only one
 * @param policy what the operator lets through
 * @returns undefined for an operation that may be called
 */
export function denialOf(
  route: string,
  bodyTypes: readonly string[] = [JSON_BODY],
  policy: ChangePolicy = STANDARD_POLICY,
): string | undefined {
  const known = names(route);
  const row = ROWS.find(
    ({ pattern, kind }) => known.some((name) => pattern.test(name)) && (!kind || policy[kind] === 'refuse'),
  );
  if (row) return row.why;
  return bodyTypes.includes(JSON_BODY) ? undefined : 'it uploads a file';
}
