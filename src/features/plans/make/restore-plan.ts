import { InputError } from '../../../core/errors/input-error.ts';
import { keysOf } from '../../changes/index.ts';
import { pairSides, type Snapshot } from '../../snapshot/index.ts';
import type { Plan } from '../model.ts';
import { PlanMaker } from './plan-maker.ts';

/** What is to be made of what. */
export interface RestoreRequest {
  /** What should be. */
  readonly wanted: Snapshot;
  /** What is there now. */
  readonly live: Snapshot;
  /** Path or name of a part; all where it is left out. */
  readonly part?: string | undefined;
  /** Part of what is there that is made like it, where that is another site or object. */
  readonly onto?: string | undefined;
  /** Deletes what the snapshot does not have. */
  readonly exact: boolean;
}

/**
 * A plan that makes what is there now like a snapshot, or like a part of it: what differs is set back root by root, what
 * is missing is created, and with `exact` what is new is deleted. Sites and devices are never deleted, and nothing
 * follows from what was not read.
 *
 * @throws InputError where a part is not there, or is put onto one of another kind
 */
export async function restorePlan({ wanted, live, part, onto, exact }: RestoreRequest): Promise<Plan> {
  // A whole organization made of one place would be everything in it a second time.
  if (onto !== undefined && part === undefined && wanted.manifest.site === undefined)
    throw new InputError(
      'To be put onto another place, a part of the snapshot has to be named.',
      'Write FOLDER#PART, such as ./acme#sites/madrid-store. Nothing was sent.',
    );
  const sides = pairSides({ snapshot: wanted, part }, { snapshot: live, part: onto ?? part });
  const maker = new PlanMaker(wanted, live, sides);
  // First, so that what is set back can name what is created again.
  await maker.create(sides.onlyLeft);
  for (const { left, right, changes } of sides.pairs)
    if (changes.length > 0)
      await maker.revert(left, right, new Set(changes.map(({ path }) => String(keysOf(path)[0]))));
  for (const one of exact ? sides.onlyRight : []) maker.remove(one);
  return maker.plan('restore', exact ? [] : sides.onlyRight);
}
