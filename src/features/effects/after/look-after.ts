import type { WallClock } from '../../../core/clock.ts';
import { EFFECT_BOUNDS } from '../bounds.ts';
import { RequestBudget } from '../live/budget.ts';
import { failureText } from '../live/read-facts.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { type AfterLook, resultOf, type Watch, whyNot } from './after-look.ts';
import { reportsIn } from './reports.ts';
import { eventsAt, isLost, isToldOf, isWhole, type LookContext, lookAt, type SiteLook } from './site-look.ts';

/** The last look begins so late, in milliseconds after the write: with its requests it ends within 45 seconds. */
const LAST_LOOK_MS = 40_000;
const END_MS = 45_000;
const LOOKS_MS: readonly number[] = [0, 3000, 8000, 15_000, 27_000, LAST_LOOK_MS];

/** Requests for the looks at one site: events each time, and all that is live twice. */
const REQUESTS_PER_SITE = 16;

/** What a look needs beside the way to the cloud. */
export interface LookOptions {
  readonly clock: WallClock;
  readonly signal: AbortSignal;
  /** When the cloud made the change, in seconds since 1970 by its own clock. */
  readonly since: number;
  readonly progress: (message: string) => void;
}

/** Requests that all looks may take, never more than their share of what the hour has left. */
function budgetFor({ session }: LookContext, sites: number): RequestBudget {
  const { left } = session.budget;
  const most = REQUESTS_PER_SITE * sites;
  return new RequestBudget(
    left === undefined ? most : Math.min(most, Math.floor(left * EFFECT_BOUNDS.shareOfHour)),
    END_MS,
  );
}

/** The way to the cloud until a signal is aborted. */
const until = ({ session }: LookContext, signal: AbortSignal): LookContext => ({
  session,
  send: (route, parameters) => session.client.send({ route, ...parameters, signal }),
  get: (url) => session.client.get(url, signal),
});

/** One look at all sites; undefined where it is not the last one and devices have not told of the change yet. */
async function lookOnce(
  context: LookContext,
  { live: sites }: Assessment,
  { since, progress }: LookOptions,
  budget: RequestBudget,
  isLast: boolean,
): Promise<readonly SiteLook[] | undefined> {
  progress('Looking at what is live now');
  const reported = await Promise.all(
    sites.map(async (site) => ({
      site,
      reports: reportsIn(await eventsAt(context, site.effect.after.id, budget), since),
    })),
  );
  if (!isLast && !reported.every(({ site, reports }) => isToldOf(site, reports))) return undefined;
  return Promise.all(reported.map(({ site, reports }) => lookAt(context, site, reports, since, budget)));
}

/** The looks at all sites: as soon as their devices have told of the change, and where that shows a loss at the end. */
async function watch(
  context: LookContext,
  assessment: Assessment,
  options: LookOptions,
  budget: RequestBudget,
): Promise<Omit<Watch, 'sites'>> {
  const { clock, signal } = options;
  const begun = clock.now();
  const isLate = AbortSignal.timeout(END_MS);
  const bounded = until(context, AbortSignal.any([signal, isLate]));
  let looks: readonly SiteLook[] = [];
  for (const at of LOOKS_MS) {
    const isLast = at === LAST_LOOK_MS;
    if (looks.length > 0 && !isLast) continue;
    await clock.sleep(Math.max(0, begun + at - clock.now()), signal);
    if (signal.aborted) return { looks, ended: CANCELLED };
    try {
      looks = (await lookOnce(bounded, assessment, options, budget, isLast)) ?? looks;
    } catch (error) {
      // Something was sent, so this must not throw; and what an earlier look showed still holds.
      return {
        looks,
        ended: signal.aborted ? CANCELLED : isLate.aborted ? LATE : `The look failed: ${failureText(error)}.`,
      };
    }
    // What the verdict foresaw for certain does not come back by waiting.
    const isForeseen = assessment.verdict.decision === 'UNSAFE';
    if (looks.length > 0 && looks.every(isWhole) && (isForeseen || !looks.some(isLost))) break;
  }
  return { looks, ended: undefined };
}

const CANCELLED = 'The call was cancelled before the look was done.';
const LATE = `The look was not done after ${END_MS / 1000} seconds.`;

/**
 * Looks at what is live after a change, until the changed devices have told of it and nothing is missing, at most 45
 * seconds: what was lost by then is told.
 *
 * @returns a result also when the call is cancelled meanwhile, since something was sent; undefined where nothing that
 *   forwards traffic was to change
 */
export async function lookAfter(
  context: LookContext,
  assessment: Assessment,
  options: LookOptions,
): Promise<AfterLook | undefined> {
  const { live: sites, effect, verdict } = assessment;
  if (sites.length === 0)
    return verdict.decision === 'SAFE' && effect?.sites.length === 0 ? undefined : whyNot(assessment);
  const { clock } = options;
  const begun = clock.now();
  const budget = budgetFor(context, sites.length);
  const watched = await watch(context, assessment, options, budget);
  const seconds = Math.round((clock.now() - begun) / 1000);
  const more = (effect?.sites.length ?? sites.length) - sites.length;
  return resultOf({ sites, ...watched }, more, { seconds, requests: budget.made });
}
