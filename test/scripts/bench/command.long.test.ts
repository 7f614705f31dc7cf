import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const bench = fileURLToPath(new URL('../../../scripts/bench.ts', import.meta.url));
const command = ['--import', tsx, bench];

describe('npm run bench', () => {
  it('writes one measure as a table and as JSON', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mistmcp-bench-test-'));
    try {
      const json = join(folder, 'report.json');
      const table = execFileSync(process.execPath, [...command, '--only', 'work', '--quick', '--json', json], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const report = JSON.parse(readFileSync(json, 'utf8'));
      expect(report.measures).toHaveLength(1);
      for (const { name, value } of report.measures[0].rows) {
        expect(value).toBeGreaterThan(0);
        expect(table).toContain(`| ${name} |`);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
