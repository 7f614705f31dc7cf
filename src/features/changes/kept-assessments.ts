import { digestOf } from '../../core/digest.ts';
import type { Assessment, ObjectChange } from '../effects/index.ts';

/** How long a question may stay open, in milliseconds. */
const KEEP_MS = 10 * 60_000;
/** What is kept holds a site with its devices. */
const MOST = 50;

/** What questions were asked about, so that the yes is to what the person saw. In this process only. */
const kept = new Map<string, { readonly until: number; readonly assessment: Assessment }>();

const keyOf = (principal: string, change: ObjectChange): string => `${principal} ${digestOf(change)}`;

/** Keeps what a change was judged as while the person is asked. */
export function keepAssessment(principal: string, change: ObjectChange, assessment: Assessment): void {
  const now = Date.now();
  for (const [key, { until }] of kept) if (until < now || kept.size >= MOST) kept.delete(key);
  kept.set(keyOf(principal, change), { until: now + KEEP_MS, assessment });
}

/**
 * What the same change was judged as when its question was asked; undefined where it was asked elsewhere, too long ago,
 * or about another state of the object. The yes is bound to it, so another one cannot be put in its place.
 */
export function keptAssessment(principal: string, change: ObjectChange): Assessment | undefined {
  const key = keyOf(principal, change);
  const found = kept.get(key);
  kept.delete(key);
  return found && found.until >= Date.now() ? found.assessment : undefined;
}
