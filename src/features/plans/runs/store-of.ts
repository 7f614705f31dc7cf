import type { ToolContext } from '../../../tool/context.ts';
import { RunFiles } from './run-files.ts';
import { RunMemory } from './run-memory.ts';
import type { RunStore } from './run-record.ts';

/** A server without a folder keeps its runs as long as it lives. */
const memory = new RunMemory();

/** Where the runs of a call are kept: the operator's folder, or the process. */
export const storeOf = ({ policy }: Pick<ToolContext, 'policy'>): RunStore =>
  policy.runFolder === undefined ? memory : new RunFiles(policy.runFolder);
