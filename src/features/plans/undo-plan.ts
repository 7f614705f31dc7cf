import { InputError } from '../../core/errors/input-error.ts';
import { isRecord } from '../../core/json.ts';
import type { Plan, PlannedChange } from './model.ts';
import { NEW, withTexts } from './new-objects.ts';
import { ordered } from './order.ts';
import { rootsOf } from './plan-step.ts';
import { readPlan } from './read-plan.ts';
import { appliedOf, type OutcomeLine, type RunRecord } from './runs/run-record.ts';

/** What stands for a secret that is not shown: such a change cannot be taken back by itself. */
const LOST = '****';

/**
 * The one plan that takes back what a run has done, the last first. What was deleted is created again under a new id,
 * and whatever named it gets that; what somebody has changed since is left out when the plan is prepared.
 *
 * @throws InputError where nothing was done, or nothing of it can be taken back
 */
export function undoPlanOf(record: RunRecord): Plan {
  const applied = [...appliedOf(record)].sort((a, b) => b.change - a.change);
  const doubtful = record.outcomes.filter(({ outcome }) => outcome === 'unknown');
  if (applied.length + doubtful.length === 0)
    throw new InputError(`The run ${record.head.run} changed nothing.`, 'Do nothing: there is nothing to take back.');
  const again = new Map(
    applied.flatMap(({ object, undo, change }) =>
      object !== undefined && undo?.action_type === 'create' ? [[object, `${NEW}undo ${change}`]] : [],
    ),
  );
  const leftOut = doubtful.map(
    ({ title }) => `Not taken back: ${title}. Nobody knows whether it was made: look at it, and change it by hand.`,
  );
  const changes = applied.flatMap((line): readonly PlannedChange[] => {
    const change = changeOf(line, again);
    if (change && !holdsLost(change.payload)) return [change];
    const rest = change && withoutLost(change);
    if (rest) {
      leftOut.push(
        `Not taken back of ${line.title}: ${rest.lost.join(', ')}. A secret is in it, which no journal keeps: set it by hand.`,
      );
      return [rest.change];
    }
    if (line.undo || line.reason !== ALREADY)
      leftOut.push(
        change
          ? `Not taken back: ${line.title}. It held a secret, which no journal keeps: set it by hand.`
          : `Not taken back: ${line.title}. There is no way back through the API.`,
      );
    return [];
  });
  if (changes.length === 0)
    throw new InputError(
      `Nothing of the run ${record.head.run} can be taken back. ${leftOut.join(' ')}`.trim(),
      'Change it by hand.',
    );
  return {
    made_by: 'undo',
    cloud: record.head.cloud,
    org: record.head.org,
    left_out: leftOut,
    changes: ordered(changes),
  };
}

/** What is said of a change that needed none. */
export const ALREADY = 'It was already so.';

function changeOf({ undo, change, left }: OutcomeLine, again: ReadonlyMap<string, string>): PlannedChange | undefined {
  if (!undo) return undefined;
  const mapped = withTexts(undo, (text) => again.get(text) ?? text);
  if (!isRecord(mapped)) return undefined;
  const isNew = mapped.action_type === 'create';
  const [read] = readPlan([{ ...mapped, ...(isNew ? { as: `undo ${change}` } : { expects: left }) }]).changes;
  return read;
}

/**
 * An update without the attributes of the root that hold a secret; of variables, which do not depend on each other, only
 * those that are secrets themselves.
 *
 * @returns undefined where nothing would be left of it
 */
function withoutLost(
  change: PlannedChange,
): { readonly change: PlannedChange; readonly lost: readonly string[] } | undefined {
  if (change.action_type !== 'update' || change.mode !== 'merge') return undefined;
  const lost: string[] = [];
  const kept = (value: object, within: string): [string, unknown][] =>
    Object.entries(value).flatMap(([key, member]): [string, unknown][] => {
      if (!holdsLost(member)) return [[key, member]];
      const inside = within === '' && key === 'vars' && isRecord(member) ? kept(member, 'vars.') : [];
      if (inside.length > 0) return [[key, Object.fromEntries(inside)]];
      if (within !== '' || key !== 'vars') lost.push(`${within}${key}`);
      return [];
    });
  const payload = Object.fromEntries(kept(change.payload ?? {}, ''));
  if (Object.keys(payload).length === 0) return undefined;
  return { change: { ...change, payload, expects_roots: rootsOf(change) }, lost };
}

function holdsLost(value: unknown): boolean {
  let found = false;
  withTexts(value, (text) => {
    if (text === LOST) found = true;
    return text;
  });
  return found;
}
