import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from './generate/build.ts';
import { dataFilesOf } from './generate/files.ts';
import { layerDocument } from './generate/layer-source.ts';
import { complain } from './generate/report-error.ts';
import { SpecError } from './generate/spec.ts';

// Puts the specification's own sentences, with the license that they are under, to where `npm pack` takes them. They are
// their authors', so the repository does not hold them; the published package does.
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The license of a document: it lies beside it, or one folder up where releases lie beside each other. */
function licenseOf(document: string): string {
  const folders = [dirname(document), dirname(dirname(document))];
  const file = folders.map((folder) => join(folder, 'LICENSE')).find((path) => existsSync(path));
  if (file === undefined) throw new SpecError(`there is no LICENSE beside ${document}, so its sentences stay out`);
  return readFileSync(file, 'utf8');
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { out: { type: 'string' }, required: { type: 'boolean', default: false } } });
  const folder = values.out ?? join(ROOT, 'generated', 'descriptions');
  rmSync(folder, { recursive: true, force: true });
  const document = layerDocument(ROOT, process.env);
  if (document === undefined) {
    const missing = 'the document that generated/source.json names is not at hand (git submodule update --init)';
    if (values.required) throw new SpecError(missing);
    return console.log(`skipped: ${missing}; the package works without descriptions`);
  }
  const license = licenseOf(document);
  const { layer, prose } = await build(document);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'prose.json'), dataFilesOf(layer, prose).get('prose.json') ?? '{}');
  writeFileSync(join(folder, 'LICENSE'), license);
  console.log(`written: ${folder}, ${prose.size} descriptions of Mist ${layer.table.version}`);
}

try {
  await run();
} catch (error) {
  complain('descriptions', error);
}
