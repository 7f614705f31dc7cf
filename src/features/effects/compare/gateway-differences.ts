import type { GatewayState, PolicyState } from '../model.ts';
import { keyOfValue } from '../state/port-tuple.ts';
import { listed, quotedName } from '../wording.ts';
import type { Difference } from './group-builder.ts';
import { shortValue } from './value-words.ts';

type Part = Omit<Difference, 'site'>;

/** A rule in words: `allow corp to any`. */
const policyWords = ({ action, tenants, services }: PolicyState): string =>
  `${action ?? 'what its rule says'} ${listed(tenants) || 'anybody'} to ${listed(services) || 'anything'}`;

/** Rules that come, go, or decide otherwise, and whether those that stay change their order. */
function policyDifferences(before: GatewayState, after: GatewayState): readonly Part[] {
  const names = new Set([...before.policies, ...after.policies].map(({ name }) => name));
  const parts = [...names].flatMap((name): Part[] => {
    const [was, now] = [before, after].map(({ policies }) => policies.find((one) => one.name === name));
    if (was && now && keyOfValue(was) === keyOfValue(now)) return [];
    const subject = `policy ${quotedName(name)}`;
    const [from, to] = [was && policyWords(was), now && policyWords(now)];
    if (from !== to || !was || !now) return [{ subject, was: from, becomes: to }];
    const roots = new Set([...Object.keys(was.config), ...Object.keys(now.config)]);
    return [...roots]
      .filter((root) => keyOfValue(was.config[root]) !== keyOfValue(now.config[root]))
      .map((root) => ({
        subject: `${subject} ${root}`,
        was: was.config[root] === undefined ? undefined : shortValue(root, was.config[root]),
        becomes: now.config[root] === undefined ? undefined : shortValue(root, now.config[root]),
      }));
  });
  const [was, becomes] = [before, after].map(({ policies }, side) => {
    const others = side === 0 ? after : before;
    return policies.map(({ name }) => name).filter((name) => others.policies.some((one) => one.name === name));
  });
  const isMoved = was?.join('\n') !== becomes?.join('\n');
  return isMoved
    ? [...parts, { subject: 'order of policies', was: was?.join(', '), becomes: becomes?.join(', ') }]
    : parts;
}

/** Objects of the organization that the gateway uses before and after, and that decide otherwise. */
function objectDifferences(before: GatewayState, after: GatewayState): readonly Part[] {
  return [...after.objects].flatMap(([name, now]): Part[] => {
    const was = before.objects.get(name);
    if (!was) return [];
    return [...new Set([...Object.keys(was), ...Object.keys(now)])]
      .filter((root) => keyOfValue(was[root]) !== keyOfValue(now[root]))
      .map((root) => ({
        subject: `${name} ${root}`,
        was: was[root] === undefined ? undefined : shortValue(root, was[root]),
        becomes: now[root] === undefined ? undefined : shortValue(root, now[root]),
      }));
  });
}

/** Names that a gateway uses and that lead nowhere after the change, though they did before. */
const lostDifferences = (before: GatewayState, after: GatewayState): readonly Part[] => {
  const had = new Set(before.references.filter(({ isThere }) => isThere).map(({ name }) => name));
  const lost = new Set(
    after.references.filter(({ name, isThere }) => isThere === false && had.has(name)).map(({ name }) => name),
  );
  return [...lost].map((name) => ({ subject: name, was: 'there', becomes: undefined }));
};

/** What differs at a gateway in its rules and in the objects that it uses. */
export const gatewayDifferences = (before: GatewayState, after: GatewayState): readonly Part[] => [
  ...policyDifferences(before, after),
  ...objectDifferences(before, after),
  ...lostDifferences(before, after),
];
