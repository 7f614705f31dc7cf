import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { layerDocument } from '../generate/layer-source.ts';
import { ROOT } from './bundle.ts';
import { bounded, type Measure } from './row.ts';

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** The making of the generated layer, where the specification is at hand; no rows elsewhere. */
export const generate: Measure = {
  name: 'generate',
  async run() {
    const spec = layerDocument(ROOT, process.env);
    if (spec === undefined) return [];
    const out = mkdtempSync(join(tmpdir(), 'mistmcp-generated-'));
    try {
      const started = performance.now();
      const args = [
        '--import',
        tsx,
        join(ROOT, 'scripts/generate.ts'),
        '--spec',
        spec,
        '--out',
        join(out, 'generated'),
      ];
      const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
      let text = '';
      child.stdout.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      const [code]: unknown[] = await once(child, 'close');
      if (code !== 0) throw new Error(`generate ended with ${String(code)}`);
      return [
        bounded('npm run generate', 's', (performance.now() - started) / 1000, 10),
        { name: 'its memory at most', unit: 'MB', value: Number(/(\d+) MB at most/.exec(text)?.[1]) },
      ];
    } finally {
      rmSync(out, { recursive: true });
    }
  },
};
