import type { Config } from '../config/config.ts';
import { InputError } from '../core/errors/input-error.ts';
import type { JsonObject } from '../core/json.ts';
import { MAX_PAGE_SIZE } from '../mist/limits.ts';
import type { Tool } from '../tool/define.ts';
import { isWriteTool } from '../tool/effect.ts';
import { readInputFile, readPairs } from './inputs.ts';
import type { FormFlags } from './output.ts';
import type { ElicitationHandler } from './terminal-elicitation.ts';

/** What `mistmcp call` was told besides the settings. */
export interface CallOptions extends FormFlags {
  readonly input?: string;
  readonly all?: boolean;
  /** Seconds between two calls of the same. */
  readonly watch?: number;
  /** File for the picture of the answer. */
  readonly save?: string;
}

/** Rows under a handle last as long as the process, so that none are kept here. */
export const QUERY_TOOL = 'mist_query_result';

/** A call as it was typed. */
export interface CallRequest {
  readonly tool: Tool;
  readonly inputs: JsonObject;
  /** Whether every page is wanted. */
  readonly all: boolean;
  /** Whether nothing but a plan is wanted. */
  readonly dryRun: boolean;
}

const isTrue = (value: unknown): boolean => String(value) === 'true';

/**
 * Reads the inputs of a call. `all_pages`, which applications give as an input, means the same as `--all`.
 *
 * @throws ConfigError for what cannot be read; InputError for a picture of what has none
 */
export function readRequest(tool: Tool, pairs: readonly string[], options: CallOptions): CallRequest {
  const given = { ...(options.input === undefined ? {} : readInputFile(options.input)), ...readPairs(pairs) };
  const { all_pages: pages, confirm_cost: _cost, ...rest } = given;
  const inputs = options.save === undefined ? rest : withChart(tool, rest);
  const dryRun = isTrue(inputs.dry_run);
  if (options.all !== true && !isTrue(pages)) return { tool, all: false, inputs, dryRun };
  // Large pages, where nobody asked for a size: the API counts calls.
  const paged = 'limit' in tool.inputs && inputs.limit === undefined;
  return { tool, all: true, inputs: paged ? { ...inputs, limit: MAX_PAGE_SIZE } : inputs, dryRun };
}

function withChart(tool: Tool, inputs: JsonObject): JsonObject {
  if ('chart' in tool.inputs) return { chart: true, ...inputs };
  throw new InputError(
    `${tool.name} draws no picture, so --save has nothing to write.`,
    'Pictures come from mist_get_stats, mist_get_site_sle and mist_get_insight_metrics.',
  );
}

/**
 * A write tool vanishes from an application that cannot ask; a person deserves the reason. A plan changes nothing and
 * needs nobody.
 *
 * @throws InputError for a call that cannot be made here
 */
export function checkPossible(
  { tool, dryRun }: CallRequest,
  { watch }: CallOptions,
  config: Config,
  elicitation: ElicitationHandler | undefined,
): void {
  if (tool.name === QUERY_TOOL) {
    throw new InputError(
      'Rows are kept under a handle only while a server runs, and every call here is a server of its own.',
      'Fetch all rows with --all, and filter the JSON.',
    );
  }
  const mayChange = isWriteTool(tool) || (tool.mixed && config.writeTools);
  if (watch !== undefined && mayChange) {
    throw new InputError(
      `${tool.name} may change something, and --watch repeats.`,
      'Use --watch with tools that only read.',
    );
  }
  if (elicitation || !config.elicitation || !isWriteTool(tool) || dryRun) return;
  const plan = 'dry_run' in tool.inputs ? ' look at the plan with dry_run=true,' : '';
  throw new InputError(
    'Confirmation needs an interactive terminal; nothing was sent.',
    `Run it on a terminal,${plan} or add --disable-elicitation to change things without being asked.`,
  );
}
