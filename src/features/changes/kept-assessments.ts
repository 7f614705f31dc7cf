import { digestOf } from '../../core/digest.ts';
import type { ToolContext } from '../../tool/context.ts';
import { QuestionMemory } from '../../tool/question-memory.ts';
import type { Assessment, ObjectChange } from '../effects/index.ts';

/** What is kept holds a site with its devices. */
const MOST = 50;

/** What questions were asked about, so that the yes is to what the person saw. */
const assessments = new QuestionMemory<Assessment>(MOST);

type Asker = Pick<ToolContext, 'desk' | 'session'>;

const keyOf = ({ session }: Asker, change: ObjectChange): string => `${session.principal} ${digestOf(change)}`;

/** Keeps what a change was judged as while the person is asked. */
export const keepAssessment = (asker: Asker, change: ObjectChange, assessment: Assessment): void =>
  assessments.keep(asker, keyOf(asker, change), assessment);

/**
 * What the same change was judged as when its question was asked; undefined where it was asked elsewhere, too long ago,
 * or about another state of the object. The yes is bound to it, so another one cannot be put in its place.
 */
export const keptAssessment = (asker: Asker, change: ObjectChange): Assessment | undefined =>
  assessments.take(asker, keyOf(asker, change));
