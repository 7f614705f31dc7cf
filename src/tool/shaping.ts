import type { Work } from '../core/work.ts';
import type { RemainingValues } from '../mist/paging/pages.ts';
import { readListInputs } from './list-inputs.ts';
import type { Masking } from './masking.ts';
import type { RowFormat } from './row-format.ts';
import type { RowsContext } from './rows/notes.ts';
import type { RowQuestion } from './rows/question.ts';

/** How the rows of an answer are to be shown. */
export interface Shaping extends RowFormat {
  /** Columns that the caller asked for; `*` means all. */
  readonly fields: readonly string[] | undefined;
  /** Rows at most. */
  readonly limit: number | undefined;
  /** Rows of this page that were shown before. */
  readonly skip?: number;
  /** Rows of the pages before this one, where its cursor does not tell. */
  readonly seen?: number | undefined;
  /** The rows of this page behind those, with the names of what their ids stand for. */
  readonly named?: readonly unknown[] | undefined;
  readonly maxTokens: number;
  /** Of whole rows and objects before anything is picked from them: `auth.psk` alone tells nothing. */
  readonly mask: Masking['mask'];
  readonly maskLarge: Masking['maskLarge'];
  /** The computing of the call that the answer is for. */
  readonly work: Work;
  /** Other values of a parameter that the list goes on with. */
  readonly remaining?: RemainingValues | undefined;
  /** Makes of a single object what was asked for. */
  readonly view?: ((body: Readonly<Record<string, unknown>>) => object) | undefined;
  /**
   * Told of the rows of this page; what it gives is said in the answer.
   *
   * @param cut whether the budget kept some of them out
   */
  readonly keep?: ((rows: readonly unknown[], cut: boolean) => Promise<object>) | undefined;
  /** Told of the rows that are shown, as the API gave them. */
  readonly onShown?: ((rows: readonly unknown[], context: RowsContext) => void) | undefined;
  /** Signs a `next`, so that this server knows it again; see `Notes`. */
  readonly sign?: ((url: string) => string) | undefined;
}

/** What a call gives its answers: how they are masked, and its computing. */
export const shapingOf = ({
  mask,
  maskLarge,
  work,
}: Pick<Shaping, 'mask' | 'maskLarge' | 'work'>): Pick<Shaping, 'mask' | 'maskLarge' | 'work'> => ({
  ...{ mask, maskLarge, work },
});

/** How a list that a tool makes by itself is shown, and what is asked of its rows. */
export interface OwnListShaping extends Shaping {
  readonly question: RowQuestion | undefined;
}

/** The same by what the call gives and the inputs every list has. */
export function listShaping(
  call: Pick<Shaping, 'mask' | 'maskLarge' | 'work'> & { readonly policy: { readonly maxResponseTokens: number } },
  given: Readonly<Record<string, unknown>>,
): OwnListShaping {
  const { walk, values } = readListInputs(given);
  const { fields, limit }: Readonly<Record<string, unknown>> = values;
  return {
    fields: Array.isArray(fields) ? fields.map(String) : undefined,
    limit: walk?.limit ?? (typeof limit === 'number' ? limit : undefined),
    maxTokens: call.policy.maxResponseTokens,
    question: walk?.question,
    ...shapingOf(call),
  };
}
