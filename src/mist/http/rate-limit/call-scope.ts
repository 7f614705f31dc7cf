import { InputError } from '../../../core/errors/input-error.ts';

/**
 * The tool call that requests are made for. It is handed on with each of them: a store that follows promises by itself
 * costs every promise of the process something, a tenth of a call's processor time before Node 24.
 */
export interface CallScope {
  /** Stands in the log lines of its requests. */
  readonly requestId?: string | undefined;
  /** Requests made so far, repeats included. */
  calls: number;
  /** How many it may make at most, where that was announced. */
  most?: number;
}

/** The calls that were announced for the work under way are used up: what was to be sent was not. */
export class CallsUsedUp extends InputError {
  constructor() {
    super('The calls that a report had announced were used up before this was answered.', 'Ask again.');
  }
}

/**
 * Counts one request for the tool call that it is made for, if any; to be called before it is sent.
 *
 * @throws CallsUsedUp where it would be one more than was announced
 */
export function countCall(scope: CallScope | undefined): void {
  if (!scope) return;
  if (scope.most !== undefined && scope.calls >= scope.most) throw new CallsUsedUp();
  scope.calls += 1;
}

/** What a tool call asks with. */
interface Asking {
  readonly session: { readonly call?: CallScope | undefined };
}

/** Holds the tool call under way to so many requests, repeats included; a later bound takes the place of an earlier. */
export function boundCalls({ session: { call } }: Asking, most: number): void {
  if (call) call.most = most;
}

/** Requests that the tool call under way has made so far. */
export const callsMade = ({ session: { call } }: Asking): number => call?.calls ?? 0;
