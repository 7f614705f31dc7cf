import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Layer, SchemaDocument } from './layer.ts';
import type { Table } from './operations.ts';

// What stands in the folder was written by this generator; a file from before it is told apart by its outer shape.
const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && 'operations' in value && 'version' in value;
const isSchemas = (value: unknown): value is SchemaDocument =>
  typeof value === 'object' && value !== null && '$defs' in value;

function read(folder: string, name: string): unknown {
  const path = join(folder, name);
  if (!existsSync(path)) return undefined;
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return value;
  } catch {
    return undefined;
  }
}

/** The layer that a folder holds, or undefined when there is none that can be compared with. */
export function savedLayer(folder: string): Layer | undefined {
  const table = read(folder, 'operations.json');
  const schemas = read(folder, 'schemas.json');
  const responses = read(folder, 'responses.json');
  return isTable(table) && isSchemas(schemas) && isSchemas(responses) ? { table, schemas, responses } : undefined;
}
