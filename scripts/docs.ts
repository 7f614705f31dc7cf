import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { settingsTable } from './docs/settings.ts';
import { toolReference, toolTable } from './docs/tools.ts';

/** Fills what stands between `<!-- name -->` and `<!-- /name -->`. */
function fill(text: string, name: string, content: string): string {
  const marks = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
  if (!marks.test(text)) throw new Error(`README.md has no place for ${name}`);
  return text.replace(marks, (_, before: string, after: string) => `${before}${content}\n${after}`);
}

const readme = readFileSync('README.md', 'utf8');
const wanted = new Map([
  ['README.md', fill(fill(readme, 'tools', toolTable()), 'settings', settingsTable())],
  ['docs/tools.md', toolReference()],
]);

const stale = [...wanted].filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text);
if (!process.argv.includes('--check')) {
  mkdirSync('docs', { recursive: true });
  for (const [file, text] of stale) writeFileSync(file, text);
  console.log(stale.length > 0 ? `written: ${stale.map(([file]) => file).join(', ')}` : 'docs were fresh');
} else if (stale.length > 0) {
  console.error(`stale: ${stale.map(([file]) => file).join(', ')}; run: npm run docs`);
  process.exitCode = 1;
} else console.log('docs are fresh');
