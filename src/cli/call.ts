import { openAuditLog, openTokens, resolveCloud, resolveTokens } from '../bootstrap.ts';
import type { Config } from '../config/config.ts';
import { createServerFactory } from '../server.ts';
import type { Log } from '../telemetry/log.ts';
import { ConsentDesk } from '../tool/elicitation.ts';
import { allTools } from '../tools/index.ts';
import { allPages } from './all-pages.ts';
import { type CallOptions, type CallRequest, checkPossible, QUERY_TOOL, readRequest } from './call-request.ts';
import { Connection, type ToolAnswer } from './connection.ts';
import { exitCodeOf } from './exit-code.ts';
import { type Output, oneLine, openOutput } from './output.ts';
import { progressOn } from './progress.ts';
import type { CommandSettings } from './settings.ts';
import { savePicture, showAnswer } from './show-answer.ts';
import { withSiteNames } from './site-names.ts';
import { stopOnSignals } from './stop-on-signals.ts';
import { type ElicitationHandler, terminalHandler } from './terminal-elicitation.ts';
import { checkOffered, toolNamed } from './tool-names.ts';
import { repeat } from './watch.ts';

/** More than any answer: a person who wants everything has no budget of tokens. */
const WHOLE = 1_000_000_000;

/** Somebody who is never there: a plan asks nothing, and anything else is not confirmed. */
const NOBODY: ElicitationHandler = { ask: async () => ({ action: 'cancel' }) };

/**
 * Calls one tool as an application would, and shows its answer; with `--watch` again and again.
 *
 * @returns the exit code
 * @throws ConfigError for settings or inputs that cannot be read; InputError for a tool that is not there or not offered
 */
export async function callTool(
  name: string,
  pairs: readonly string[],
  options: CallOptions,
  settings: CommandSettings,
): Promise<number> {
  const output = openOutput(options);
  const request = readRequest(toolNamed(name), pairs, options);
  const { config: loaded, warnings } = settings.load();
  checkOffered(request.tool, loaded);
  const elicitation = terminalHandler();
  checkPossible(request, options, loaded, elicitation);
  for (const warning of warnings) output.note(`mistmcp: ${warning}`);

  const { config: resolved, close } = await resolveCloud(loaded);
  const opened = await openTokens(await resolveTokens(resolved)).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const { config, session, choice } = opened;
  const log = quiet(opened.log, config);
  const errors: { kind?: string | undefined } = {};
  const factory = createServerFactory({
    config: policyOf(config, request.all),
    session,
    ...(choice ? { choice } : {}),
    // Whoever names a tool for several organizations means it.
    seesMsp: () => true,
    log,
    desk: new ConsentDesk(config.stateKeys),
    audit: openAuditLog(log, config.auditLog),
    observe: (_tool, _failed, kind) => {
      errors.kind = kind;
    },
  });
  const progress = progressOn(output);
  const connection = await Connection.open(factory, {
    elicitation: request.dryRun ? (elicitation ?? NOBODY) : elicitation,
    progress,
  });
  const stopping = stopOnSignals();
  const ask = async (): Promise<number> => {
    const answer = await answerOf(request, connection, { output, progress, signal: stopping.signal });
    const code = exitCodeOf(answer, errors.kind);
    const { data } = answer;
    const saved = options.save !== undefined && !answer.isError && savePicture(answer, options.save);
    showAnswer(answer, { output, flags: settings.flags, saved });
    if (saved) output.note(`written: ${options.save}`);
    else if (options.save !== undefined && !answer.isError) {
      output.note(`There is no picture, so nothing was saved. ${oneLine(String(data.chart ?? ''))}`.trim());
      return 1;
    }
    return code;
  };
  try {
    return await (options.watch === undefined ? ask() : repeat(ask, options.watch, output, stopping.signal));
  } finally {
    stopping.end();
    await connection.close();
    await Promise.allSettled([opened.close(), close()]);
  }
}

interface CallEnvironment {
  readonly output: Output;
  readonly signal: AbortSignal;
  progress(message: string): void;
}

async function answerOf(
  { tool, inputs, all }: CallRequest,
  connection: Connection,
  { output, progress, signal }: CallEnvironment,
): Promise<ToolAnswer> {
  const first = await connection.call(tool.name, inputs, signal);
  const answer = all ? await allPages(connection, first, { signal, progress }) : first;
  const named = !answer.isError && (output.form === 'table' || output.form === 'wide');
  return named ? { ...answer, data: await withSiteNames(answer.data, inputs, connection, signal) } : answer;
}

function policyOf(config: Config, all: boolean): Config {
  const names = config.tools ?? allTools.map(({ name }) => name);
  return {
    ...config,
    tools: names.filter((name) => name !== QUERY_TOOL),
    ...(all ? { maxResponseTokens: WHOLE } : {}),
  };
}

/** A person sees what happens: the log says only what went wrong, unless more is wanted. */
const quiet = (log: Log, { debug, logFile }: Config): Log =>
  debug || logFile !== undefined ? log : { ...log, info: () => {} };
