import { readFileSync } from 'node:fs';
import { ConfigError } from '../config/error.ts';
import type { JsonObject } from '../core/json.ts';
import { type ApplyOptions, RUN_ACTIONS } from './apply-options.ts';
import { openOutput } from './output.ts';
import { openPlanServer, type PlanOptions } from './plan-server.ts';
import type { CommandSettings } from './settings.ts';
import { stopOnSignals } from './stop-on-signals.ts';

/**
 * Carries out the plan of a file, or of a table of site variables.
 *
 * @param file path, or `-` for stdin
 * @returns the exit code
 */
export function applyCommand(file: string, options: ApplyOptions, settings: CommandSettings): Promise<number> {
  const { org } = options;
  return runPlan(
    { action: 'apply', file: planText(file), ...(org === undefined ? {} : { org_id: org }) },
    options,
    settings,
  );
}

function planText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch {
    throw new ConfigError(`The plan ${file} cannot be read: name a file, or - for stdin.`);
  }
}

/**
 * Lists runs, goes on with one, or takes one back.
 *
 * @returns the exit code
 */
export function runCommand(
  word: string,
  run: string | undefined,
  options: PlanOptions,
  settings: CommandSettings,
): Promise<number> {
  const action = RUN_ACTIONS.find((one) => one === word);
  if (!action) throw new ConfigError(`The action must be one of ${RUN_ACTIONS.join(', ')}.`);
  if (action === 'list') return runPlan({ action: 'runs' }, { ...options, dryRun: true }, settings);
  if (run === undefined) throw new ConfigError(`To ${action} needs the run: call mistmcp run list to see them.`);
  return runPlan({ action, run }, options, settings);
}

async function runPlan(inputs: JsonObject, options: PlanOptions, settings: CommandSettings): Promise<number> {
  const output = openOutput(options);
  const { config, warnings } = settings.load();
  for (const warning of warnings) output.note(`mistmcp: ${warning}`);
  const stopping = stopOnSignals();
  try {
    const server = await openPlanServer(config, options, output, stopping.signal);
    try {
      return await server.run(options.dryRun && inputs.action !== 'runs' ? { ...inputs, dry_run: true } : inputs);
    } finally {
      await server.close();
    }
  } finally {
    stopping.end();
  }
}
