import { isoTime } from '../../core/time.ts';
import type { Principal } from '../../mist/token.ts';
import { redact } from '../redact.ts';
import { clean } from '../sanitize.ts';
import type { HandleStore, Held, Rows } from './store.ts';

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
  /** Keeps rows, secrets masked before: neither a filter nor another name for a column brings one out again. */
  keep(rows: Omit<Rows, 'source' | 'cleaned'>): Held;
  find(id: string): Held;
  list(): readonly Held[];
  drop(id: string): void;
  /** Puts a file or picture beside the answer. */
  attach(attachment: Attachment): void;
}

/** The rows of one principal, as one tool sees them. */
export function resultsOf(
  store: HandleStore,
  owner: {
    readonly principal: Principal;
    readonly token: string | undefined;
    readonly tool: string;
    readonly reveal: boolean;
    readonly offered: boolean;
  },
  attachments: Attachment[],
): Results {
  const { principal, token, tool, reveal, offered } = owner;
  return {
    offered,
    keep(given) {
      const { value: rows, removed } = clean(redact(given.rows, { reveal }), { token });
      return store.keep(principal, { ...given, source: tool, cleaned: removed, rows: Array.isArray(rows) ? rows : [] });
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
