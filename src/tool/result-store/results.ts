import { OverBudget } from '../../core/errors/over-budget.ts';
import { isHeavier } from '../../core/json-weight.ts';
import { isoTime } from '../../core/time.ts';
import type { Work } from '../../core/work.ts';
import type { Principal } from '../../mist/token.ts';
import { LARGE, type Masking } from '../masking.ts';
import { clean } from '../sanitize.ts';
import { type HandleStore, type Held, MeasuredRows, type Rows } from './store.ts';

/** A file that goes with an answer, for the person more than for the assistant. */
export interface TextFile {
  readonly uri: string;
  readonly mimeType: string;
  readonly text: string;
}

/** A picture that goes with an answer. */
export interface Image {
  readonly mimeType: 'image/png';
  /** Its bytes in base64. */
  readonly image: string;
}

export type Attachment = TextFile | Image;

/** What one tool call can do with rows that stay in the server: those of its own principal. */
export interface Results {
  /** Whether the tool that looks at kept rows is there; without it nothing is kept. */
  readonly offered: boolean;
  /**
   * Keeps rows, secrets masked before: neither a filter nor another name for a column brings one out again. Those that
   * would take more room or computing than a call may have are left out.
   */
  keep(rows: Omit<Rows, 'source' | 'cleaned'>): Promise<Held>;
  /** Keeps one object that may be written back, its times as the API has them; secrets are masked as well. */
  keepOne(object: object): Held;
  find(id: string): Held;
  /** Name of the replica that keeps them, where there are several. */
  readonly replica: string | undefined;
  list(): readonly Held[];
  drop(id: string): void;
  /** Puts a file or picture beside the answer. */
  attach(attachment: Attachment): void;
}

/** Part of a call's computing that keeping rows leaves for the answer that tells of them. */
const RESERVE = 0.2;

/** The rows of one principal, as one tool sees them. */
export function resultsOf(
  store: HandleStore,
  owner: {
    readonly principal: Principal;
    readonly token: string | undefined;
    readonly tool: string;
    readonly masking: Masking;
    readonly work: Work;
    readonly offered: boolean;
  },
  attachments: Attachment[],
): Results {
  const { principal, token, tool, masking, work, offered } = owner;
  return {
    offered,
    replica: store.replica,
    async keep(given) {
      const rows = new MeasuredRows(store.bounds.ofOne.size);
      let cleaned = 0;
      const add = (masked: unknown): boolean => {
        const { value, removed } = clean(masked, { token });
        cleaned += removed;
        return rows.add(value) && work.leftShare > RESERVE;
      };
      try {
        await work.each(given.rows, (row) =>
          isHeavier(row, LARGE) ? masking.maskLarge(row).then(add) : add(masking.mask(row)),
        );
      } catch (error) {
        // What was paid for with calls is kept as far as it came.
        if (!(error instanceof OverBudget)) throw error;
      }
      return store.keep(principal, { ...given, source: tool, cleaned }, rows);
    },
    keepOne(object) {
      const { value, removed } = clean(masking.mask(object), { token });
      return store.keep(principal, { rows: [value], source: tool, cleaned: removed, keepTimes: true });
    },
    find: (id) => store.find(principal, id),
    list: () => store.list(principal),
    drop: (id) => store.drop(principal, id),
    attach: (attachment) => attachments.push(attachment),
  };
}

/** Column names in an answer; a device has hundreds. */
const MOST_COLUMNS = 60;

/** What an answer says of rows that stay under a handle. */
export function describeHeld({ id, rows, columns, expires, cleaned }: Held): {
  readonly handle: string;
  readonly held: object;
} {
  const more = columns.length - MOST_COLUMNS;
  return {
    handle: id,
    held: {
      rows: rows.length,
      columns: more > 0 ? [...columns.slice(0, MOST_COLUMNS), `and ${more} more`] : columns,
      expires: isoTime(expires / 1000),
      ...(cleaned ? { cleaned } : {}),
    },
  };
}
