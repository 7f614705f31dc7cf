import type { LookupContext } from '../../tool/context.ts';

/** A question to the person, as the confirmation desk takes it. */
export interface Question {
  readonly message: string;
  /** What the yes is bound to. */
  readonly bound: unknown;
  readonly typed?: string;
  /** What to say when the answer was to another state of things. */
  readonly changed?: string;
}

/** What the person decided; `bypassed` where the operator has switched questions off. */
export type Answer = 'accepted' | 'bypassed' | 'declined' | 'cancelled' | 'mistyped' | 'missing';

/** A tool call as far as a change needs it. */
export interface ChangeCall extends LookupContext {
  /** Ends the call by an exception while the question is open; it then runs again from its top. */
  confirm(question: Question): Promise<{ readonly answer: Answer }>;
  /** Puts an attempt on record; secrets must be masked already. */
  record(entry: Readonly<Record<string, unknown>>): void;
  progress(message: string): void;
  /** Whether the operator lets answers show secrets. */
  readonly reveal: boolean;
  /** A copy with every secret masked. */
  mask(value: unknown): unknown;
  /** Tokens that the answer may take. */
  readonly maxTokens: number;
}

/** What is to be done to a configuration object. */
export type Action = 'create' | 'update' | 'delete';

/** The inputs of a change as the tools take them. */
export interface ChangeInput {
  readonly action_type: Action;
  readonly object_type: string;
  readonly payload?: Readonly<Record<string, unknown>> | undefined;
  readonly org_id?: string | undefined;
  readonly site_id?: string | undefined;
  readonly object_id?: string | undefined;
  readonly mode?: 'merge' | 'replace' | undefined;
  readonly dry_run?: boolean | undefined;
  readonly force?: boolean | undefined;
  readonly allow_unknown?: boolean | undefined;
}
