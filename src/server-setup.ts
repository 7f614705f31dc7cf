import type { McpServer, ServerOptions } from '@modelcontextprotocol/server';
import type { Config } from './config/config.ts';
import type { WallClock } from './core/clock.ts';
import type { MistError } from './core/errors/mist-error.ts';
import type { Session } from './mist/session.ts';
import type { Audit } from './telemetry/audit-log.ts';
import type { Log } from './telemetry/log.ts';
import type { ProfileAccess } from './tool/context.ts';
import type { ConsentDesk } from './tool/elicitation.ts';
import type { HandleStore } from './tool/result-store/store.ts';

/** What a server is made from: the operator's decisions, the principal that it serves, and the log. */
export interface ServerSetup {
  readonly config: Config;
  readonly session: Session;
  readonly log: Log;
  readonly desk: ConsentDesk;
  /** Where attempts to change something are put on record. */
  readonly audit: Audit;
  /** Where rows stay that tools keep; all servers of the process share one unless told. */
  readonly handles?: HandleStore;
  /** The time that calls see; that of this machine unless told. */
  readonly clock?: WallClock;
  /** Why the cloud did not accept the token, where it was asked before. */
  readonly refusal?: () => MistError | undefined;
  /** Whether the token has a role at an MSP, as far as that is known by now. */
  readonly seesMsp?: () => boolean;
  /** There where the caller has several profiles; `session` is then nobody's and asks Mist nothing. */
  readonly choice?: ProfileChoice | undefined;
  /** Told of every tool call that has ended, where somebody counts them; a failed one with the word for its error. */
  readonly observe?: (tool: string, failed: boolean, kind?: string) => void;
  /** Puts more on each server than the tools; only tests do: the protocol's conformance suite brings its fixtures. */
  readonly extend?: Extension;
}

/** The profile that a call is about. */
export interface ChosenProfile {
  readonly name: string;
  readonly session: Session;
  /** Whether nothing may be changed by it. */
  readonly readonly: boolean;
  /** What is left for the tool. */
  readonly args: unknown;
}

/** The inputs of a tool that tell a profile. */
export interface ChoiceInputs {
  /** Name of the one that names it, which is not the tool's. */
  readonly input: string;
  /** Whether the tool takes an organization. */
  readonly takesOrg: boolean;
  /** Whether it takes a `next`, whose path may name one. */
  readonly takesNext: boolean;
}

/** Profiles that a caller has to choose between, call by call. */
export interface ProfileChoice {
  /** In the order of the file that they are from. */
  readonly names: readonly string[];
  /**
   * Finds out which profile a call is about.
   *
   * @param args as the caller gave them
   * @throws InputError that says which there are
   */
  choose(args: unknown, inputs: ChoiceInputs): Promise<ChosenProfile>;
  /** All of them, for what is asked across profiles. */
  readonly all: readonly ProfileAccess[];
}

/** What is put on a server besides the tools. */
export interface Extension {
  readonly options?: ServerOptions;
  register(server: McpServer): void;
}
