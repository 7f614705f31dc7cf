import { openAuditLog, startLog } from '../bootstrap.ts';
import type { Config } from '../config/config.ts';
import { InputError } from '../core/errors/input-error.ts';
import type { JsonObject } from '../core/json.ts';
import { shellWords } from '../core/shell-words.ts';
import { MAX_PAGE_SIZE } from '../mist/limits.ts';
import { createServerFactory } from '../server.ts';
import type { Log } from '../telemetry/log.ts';
import type { Tool } from '../tool/define.ts';
import { isWriteTool } from '../tool/effect.ts';
import { ConsentDesk } from '../tool/elicitation.ts';
import { tools } from '../tools/index.ts';
import { allPages } from './all-pages.ts';
import { answerText, errorText } from './answer.ts';
import { openSession } from './cloud.ts';
import { Connection, type ToolAnswer } from './connection.ts';
import { readInputFile, readPairs } from './inputs.ts';
import { type Output, oneLine, openOutput } from './output.ts';
import type { CommandSettings } from './settings.ts';
import { type ElicitationHandler, terminalHandler } from './terminal-elicitation.ts';
import { checkOffered, toolNamed } from './tool-names.ts';

/** What `mistmcp call` was told besides the settings. */
export interface CallOptions {
  readonly json?: boolean;
  readonly input?: string;
  readonly all?: boolean;
}

/** More than any answer: a person who wants everything has no budget of tokens. */
const WHOLE = 1_000_000_000;

/** Rows under a handle last as long as the process, so that none are kept here. */
const QUERY_TOOL = 'mist_query_result';

/**
 * Calls one tool as an application would, and shows its answer.
 *
 * @returns the exit code: 0 for an answer, 1 for an error of the tool
 * @throws ConfigError for settings or inputs that cannot be read; InputError for a tool that is not there or not offered
 */
export async function callTool(
  name: string,
  pairs: readonly string[],
  options: CallOptions,
  settings: CommandSettings,
): Promise<number> {
  const output = openOutput(options);
  const tool = toolNamed(name);
  const { all, inputs } = inputsOf(tool, pairs, options);
  const { config: loaded, warnings } = settings.load();
  checkOffered(tool, loaded);
  const elicitation = terminalHandler();
  checkElicitation(tool, loaded, elicitation);
  for (const warning of warnings) output.note(`mistmcp: ${warning}`);

  const { config, session, close } = await openSession(loaded);
  const log = await logOf(config, session.token);
  const desk = new ConsentDesk(config.stateKey);
  const factory = createServerFactory({
    config: policyOf(config, all),
    session,
    log,
    desk,
    audit: openAuditLog(log, config.auditLog),
  });
  const progress = (message: string): void => {
    if (process.stderr.isTTY) output.note(output.paint('quiet', `… ${oneLine(message)}`));
  };
  const connection = await Connection.open(factory, { elicitation, progress });
  const stopping = stopOnSignals();
  try {
    const first = await connection.call(tool.name, inputs, stopping.signal);
    const answer = all ? await allPages(connection, first, stopping.signal) : first;
    return show(answer, output, settings);
  } finally {
    stopping.end();
    await connection.close();
    await close();
  }
}

/** `all_pages`, which applications give as an input, means the same as `--all`. */
function inputsOf(tool: Tool, pairs: readonly string[], options: CallOptions): { all: boolean; inputs: JsonObject } {
  const given = { ...(options.input === undefined ? {} : readInputFile(options.input)), ...readPairs(pairs) };
  const { all_pages: pages, confirm_cost: _cost, ...inputs } = given;
  if (options.all !== true && String(pages) !== 'true') return { all: false, inputs };
  // Large pages, where nobody asked for a size: the API counts calls.
  const paged = 'limit' in tool.inputs && inputs.limit === undefined;
  return { all: true, inputs: paged ? { ...inputs, limit: MAX_PAGE_SIZE } : inputs };
}

/** A write tool vanishes from an application that cannot ask; a person deserves the reason. */
function checkElicitation(tool: Tool, config: Config, elicitation: ElicitationHandler | undefined): void {
  if (tool.name === QUERY_TOOL) {
    throw new InputError(
      'Rows are kept under a handle only while a server runs, and every call here is a server of its own.',
      'Fetch all rows with --all, and filter the JSON.',
    );
  }
  if (elicitation || !config.elicitation || !isWriteTool(tool)) return;
  throw new InputError(
    'Confirmation needs an interactive terminal; nothing was sent.',
    'Run it on a terminal, or add --disable-elicitation to change things without being asked.',
  );
}

function policyOf(config: Config, all: boolean): Config {
  const names = config.tools ?? tools.map(({ name }) => name);
  return {
    ...config,
    tools: names.filter((name) => name !== QUERY_TOOL),
    ...(all ? { maxResponseTokens: WHOLE } : {}),
  };
}

/** A person sees what happens: the log says only what went wrong, unless more is wanted. */
async function logOf(config: Config, token: string | undefined): Promise<Log> {
  const log = await startLog(config, { token });
  return config.debug || config.logFile !== undefined ? log : { ...log, info: () => {} };
}

/** Ctrl+C ends the call and its requests, not the process in the middle of them. */
function stopOnSignals(): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, stop);
  return {
    signal: controller.signal,
    end() {
      for (const signal of signals) process.off(signal, stop);
    },
  };
}

function show({ data, isError, extras }: ToolAnswer, output: Output, { flags }: CommandSettings): number {
  if (output.json) output.printJson(extras.length > 0 ? { ...data, attachments: extras } : data);
  else if (isError) output.note(errorText(data, output));
  else {
    output.print(
      answerText(data, output, (url) => shellWords(['mistmcp', 'call', 'mist_get_next_page', `url=${url}`, ...flags])),
    );
    // Files come from the tool that this command refuses, so these are pictures.
    for (const { mimeType } of extras) {
      output.print(output.paint('quiet', `(${oneLine(String(mimeType))}: not shown here, --json has it)`));
    }
  }
  return isError ? 1 : 0;
}
