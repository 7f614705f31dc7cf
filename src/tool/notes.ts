/** What was done with an input otherwise than it was given. */
export interface InputNote {
  readonly text: string;
  /** It is about the rows of a list and means nothing beside a single object. */
  readonly ofRows?: boolean;
}

const isList = (answer: object): boolean => 'results' in answer || 'handle' in answer;

/** An answer that says what became of its inputs, behind what it says already. */
export function withNotes(answer: object, notes: readonly InputNote[]): object {
  const texts = notes.filter(({ ofRows }) => !ofRows || isList(answer)).map(({ text }) => text);
  if (texts.length === 0) return answer;
  const own = 'note' in answer && typeof answer.note === 'string' ? [answer.note] : [];
  return { ...answer, note: [...own, ...texts].join(' ') };
}
