import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { requireWorkingFolder } from '../config/working-folder.ts';
import { InputError } from '../core/errors/input-error.ts';
import { openSpecLayer, useSpecLayer } from '../spec-layer.ts';
import { layerFolder } from './data-folder.ts';
import { oneLine, openOutput } from './output.ts';

/** What `mistmcp spec update` was told. */
export interface UpdateOptions {
  readonly json?: boolean;
  readonly spec: string;
  readonly out?: string;
}

type Generator = typeof import('../../scripts/generate/installed.ts');

/** Builds the layer beside its place and opens it as a server would: what is there is replaced by what can be served. */
async function build(generator: Generator, folder: string, document: string) {
  const trial = mkdtempSync(join(tmpdir(), 'mistmcp-layer-'));
  try {
    const built = await generator.buildLayer(document);
    generator.putLayer(join(trial, 'layer'), built.files);
    await openSpecLayer(join(trial, 'layer'));
    generator.putLayer(folder, built.files);
    return built;
  } catch (error) {
    if (!(error instanceof generator.SpecError)) throw error;
    throw new InputError(
      `No layer was built: ${error.message}.`,
      'Correct the document and run it again; whatever stood in its folder is still there.',
    );
  } finally {
    rmSync(trial, { recursive: true });
  }
}

/**
 * Builds the layer of a document into the user's data folder, and says how it differs from the program's own.
 *
 * @throws InputError saying what is wrong with the document; ConfigError where there is no folder for it
 */
export async function updateLayer(options: UpdateOptions): Promise<void> {
  const output = openOutput(options);
  const folder =
    options.out === undefined
      ? layerFolder({ platform: process.platform, env: process.env })
      : resolve(requireWorkingFolder(), options.out);
  const generator: Generator = await import('../../scripts/generate/installed.ts');
  const { release, operations, leftOut, newClouds } = await build(
    generator,
    folder,
    resolve(requireWorkingFolder(), options.spec),
  );
  await useSpecLayer(folder);
  // It loads the tools, which follow from the layer.
  const { layerNotes } = await import('../layer-notes.ts');
  const notes = [
    ...layerNotes(),
    ...leftOut.map((one) => `Left out: ${one}.`),
    ...newClouds.map((one) => `Cloud that this version does not know, and sends nothing to: ${one}.`),
  ];
  if (output.json) return output.printJson({ folder, release, operations, notes });
  output.print(`Mist ${release}, ${operations} operations: ${folder}`);
  for (const note of notes) output.print(`  ${oneLine(note)}`);
  output.print(`Serve it with --spec-layer ${folder}, or MISTMCP_SPEC_LAYER.`);
}
