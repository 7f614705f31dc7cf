import { setTimeout as sleep } from 'node:timers/promises';
import { openAuditLog, startLog } from '../bootstrap.ts';
import type { Config } from '../config/config.ts';
import { InputError } from '../core/errors/input-error.ts';
import { isRecord, type JsonObject } from '../core/json.ts';
import type { Session } from '../mist/session.ts';
import { createServerFactory } from '../server.ts';
import { ConsentDesk } from '../tool/elicitation.ts';
import { openSession } from './cloud.ts';
import { CallRefused, Connection, type ToolAnswer } from './connection.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { type Output, oneLine } from './output.ts';
import { progressOn } from './progress.ts';
import { type ElicitationHandler, terminalHandler } from './terminal-elicitation.ts';
import { checkOffered, toolNamed } from './tool-names.ts';

const TOOL = 'mist_apply_plan';

/** More than any answer: a person who wants everything has no budget of tokens. */
const WHOLE = 1_000_000_000;

const HOUR_MS = 3_600_000;
const GRACE_MS = 5000;

/** What commands about plans were told. */
export interface PlanOptions {
  readonly dryRun?: boolean;
  /** Digest of the plan that was looked at before: exactly that is carried out without a question. */
  readonly yes?: string;
  readonly wait?: boolean;
  readonly json?: boolean;
}

/** A server in this process that makes plans, and who is asked. */
export interface PlanServer {
  readonly session: Session;
  /** Calls the tool until a run is through, or stops for a reason of its own. @returns the exit code */
  run(inputs: JsonObject): Promise<number>;
  close(): Promise<void>;
}

/**
 * Opens a server that can carry out plans, as an application would use it: the person at the terminal is asked, or a
 * digest that was given before is held against the question.
 *
 * @throws InputError where plans are not offered, or nobody can be asked
 */
export async function openPlanServer(
  loaded: Config,
  options: PlanOptions,
  output: Output,
  signal: AbortSignal,
): Promise<PlanServer> {
  const wanted = options.dryRun ? { ...loaded, writeTools: true } : loaded;
  checkOffered(toolNamed(TOOL), wanted);
  const asked = options.yes === undefined ? terminalHandler() : digestHandler(options.yes, output);
  if (!asked && !options.dryRun && loaded.elicitation)
    throw new InputError(
      'Confirmation needs an interactive terminal; nothing was sent.',
      'Run it on a terminal, or look at the plan with --dry-run and give its digest as --yes DIGEST.',
    );
  const { config: opened, session, close } = await openSession(wanted);
  // A profile that only reads may look at a plan all the same; its session sends nothing that writes.
  const config = options.dryRun ? { ...opened, writeTools: true } : opened;
  if (!config.writeTools) {
    await close();
    throw new InputError(
      `The profile ${opened.usedProfile?.name ?? ''} is read-only; nothing was sent.`,
      'Look at the plan with --dry-run, or take out `readonly` of the profile.',
    );
  }
  const log = await startLog(config, { token: session.token });
  const quiet = config.debug || config.logFile !== undefined ? log : { ...log, info: () => {} };
  const errors: { kind?: string | undefined } = {};
  const factory = createServerFactory({
    config: { ...config, tools: [TOOL], maxResponseTokens: WHOLE },
    ...{ session, log: quiet, desk: new ConsentDesk(config.stateKeys), audit: openAuditLog(quiet, config.auditLog) },
    observe: (_tool, _failed, kind) => {
      errors.kind = kind;
    },
  });
  const connection = await Connection.open(factory, {
    elicitation: asked ?? (options.dryRun ? NOBODY : undefined),
    progress: progressOn(output),
  });
  return {
    session,
    async run(inputs) {
      const answer = await through(connection, inputs, options, output, signal);
      showPlanAnswer(answer, output);
      if (answer.data.stopped_by === 'cancelled') return EXIT.interrupted;
      return answer.data.outcome === 'stopped' ? 1 : exitCodeOf(answer, errors.kind);
    },
    async close() {
      await connection.close();
      await close();
    },
  };
}

/** Somebody who is never there. */
const NOBODY: ElicitationHandler = { ask: async () => ({ action: 'cancel' }) };

/**
 * Says yes to the plan of one digest, and to no other; a word has to be typed by a person.
 *
 * @throws InputError for what is no digest
 */
function digestHandler(digest: string, output: Output): ElicitationHandler {
  if (!DIGEST.test(digest))
    throw new InputError(
      '`--yes` must be the digest of a plan: 16 hexadecimal digits.',
      'Look at the plan with --dry-run, which shows it.',
    );
  return {
    async ask(form) {
      const { message, requestedSchema: schema } = isRecord(form) ? form : {};
      const needsWord = isRecord(schema) && isRecord(schema.properties) && 'typed' in schema.properties;
      const isThis =
        typeof message === 'string' && message.split('\n').some((line) => line.startsWith(`Plan ${digest}: `));
      if (!isThis) output.note('mistmcp: The plan is another one by now: look at it with --dry-run.');
      else if (needsWord)
        output.note('mistmcp: This plan takes a word that a person types: run it on a terminal, without --yes.');
      return isThis && !needsWord ? { action: 'accept', content: { confirm: true } } : { action: 'decline' };
    },
  };
}

const DIGEST = /^[0-9a-f]{16}$/;

/** Goes on where a call only ended so that it would not take too long. */
async function through(
  connection: Connection,
  inputs: JsonObject,
  { wait }: PlanOptions,
  output: Output,
  signal: AbortSignal,
): Promise<ToolAnswer> {
  let answer = await called(connection, inputs, signal);
  for (;;) {
    const { stopped_by: why, run, done } = answer.data;
    const isFull = why === 'no_requests' && wait === true;
    if (typeof run !== 'string' || !(why === 'slice' || isFull) || signal.aborted) return answer;
    output.note(`… ${String(done)} of ${String(answer.data.of)} changes are made`);
    if (isFull) await sleep(HOUR_MS - (Date.now() % HOUR_MS) + GRACE_MS, undefined, { signal }).catch(() => undefined);
    answer = await called(connection, { action: 'continue', run }, signal);
  }
}

/** How long the change that is under way is waited for after Ctrl+C, in milliseconds. */
const LAST_CHANGE_MS = 15_000;

/** A call that Ctrl+C ends between two changes: what became of its run is asked then. */
async function called(connection: Connection, inputs: JsonObject, signal: AbortSignal): Promise<ToolAnswer> {
  const began = Math.floor(Date.now() / 1000) * 1000;
  try {
    return await connection.call(TOOL, inputs, signal);
  } catch (error) {
    if (!(error instanceof CallRefused) || !signal.aborted) throw error;
    // To be taken back is another run than the one that does it.
    const known = inputs.action === 'continue' ? inputs.run : undefined;
    const isOurs = (row: JsonObject): boolean =>
      known === undefined ? Date.parse(String(row.started)) >= began : row.run === known;
    const run = await endedRun(connection, isOurs);
    return { isError: false, data: run ? cancelledRun(run) : NOT_BEGUN, extras: [] };
  }
}

const NOT_BEGUN: JsonObject = { outcome: 'not_sent', stopped_by: 'cancelled', note: 'Cancelled. Nothing was sent.' };

/** The newest run of some, when its change under way has come to an end or was waited for long enough. */
async function endedRun(connection: Connection, isOurs: (row: JsonObject) => boolean): Promise<JsonObject | undefined> {
  const until = Date.now() + LAST_CHANGE_MS;
  for (;;) {
    const { data } = await connection.call(TOOL, { action: 'runs' });
    const run = (Array.isArray(data.runs) ? data.runs : []).filter(isRecord).find(isOurs);
    if (run?.state !== 'interrupted' || Date.now() > until) return run;
    await sleep(PAUSE_MS);
  }
}

/** What is said of a run whose call was cancelled, in the form of the tool's own answers. */
function cancelledRun({ run, state, done, changes, org }: JsonObject): JsonObject {
  const common = { run, org, done, of: changes };
  if (state === 'done') return { outcome: 'applied', ...common };
  // What became of a change that is still under way is read when the run goes on.
  const outcome = state === 'interrupted' ? 'unknown' : state === 'failed' ? 'stopped' : 'paused';
  return { outcome, ...common, stopped_by: 'cancelled', next: 'It can be gone on with, or taken back.' };
}

const PAUSE_MS = 200;

/** Shows an answer: JSON, or lines for a person. */
export function showPlanAnswer({ data, isError }: ToolAnswer, output: Output): void {
  if (output.json) output.printJson(data);
  else if (isError) output.note(`mistmcp: ${oneLine(`${String(data.error)} ${String(data.next_step ?? '')}`)}`);
  else for (const line of answerLines(data)) output.print(line);
}

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

function answerLines(data: JsonObject): readonly string[] {
  if (Array.isArray(data.runs)) return runLines(data);
  const { outcome, plan, run, done, of, next, note } = data;
  const failed = (Array.isArray(data.failed) ? data.failed : []).filter(isRecord);
  return [
    ...textsOf(data.question).map(oneLine),
    ...(Array.isArray(data.question) ? [''] : []),
    `${String(outcome)}${plan === undefined ? '' : `: plan ${String(plan)}`}${done === undefined ? '' : `, ${String(done)} of ${String(of)} changes are made`}`,
    ...failed.map((one) =>
      oneLine(
        `Change ${String(one.change)} (${String(one.what)}): ${String(one.outcome)}. ${String(one.reason ?? '')}`,
      ),
    ),
    ...(Array.isArray(data.question) ? [] : textsOf(data.left_out).map((line) => oneLine(`Left out: ${line}`))),
    // A run in the memory of this process ends with it.
    ...(run === undefined || data.kept !== undefined ? [] : [`Take it back with: mistmcp run undo ${String(run)}`]),
    ...(typeof next === 'string' && data.kept === undefined
      ? [`It goes on with: mistmcp run continue ${String(run)}`]
      : []),
    ...(typeof note === 'string' ? [note] : []),
  ];
}

function runLines({ runs, kept_in: place }: JsonObject): readonly string[] {
  const rows = (Array.isArray(runs) ? runs : []).filter(isRecord);
  if (rows.length === 0) return [oneLine(`There are no runs in ${String(place)}.`)];
  return rows.map((row) =>
    oneLine(
      `${String(row.run)}  ${String(row.started)}  ${String(row.state)}  ${String(row.done)} of ${String(row.changes)}  ${String(row.org)}`,
    ),
  );
}
