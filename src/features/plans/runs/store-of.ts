import { accessSync, constants, mkdirSync } from 'node:fs';
import type { ToolContext } from '../../../tool/context.ts';
import { RunFiles } from './run-files.ts';
import { RunMemory } from './run-memory.ts';
import type { RunStore } from './run-record.ts';

/** A server without a folder keeps its runs as long as it lives. */
const memory = new RunMemory();

/** Where the runs of a call are kept: the operator's folder where it can be written, else the process. */
export function storeOf({ policy }: Pick<ToolContext, 'policy'>): RunStore {
  const { runFolder: folder } = policy;
  return folder !== undefined && isWritable(folder) ? new RunFiles(folder) : memory;
}

function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    // As in a container whose disk is read-only; the answer says where the journal is.
    return false;
  }
}
