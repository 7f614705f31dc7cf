import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { exampleAnswers } from './docs/answers.ts';
import { clientPages, installButtons } from './docs/clients.ts';
import { configurationTranscripts, ruleTable } from './docs/configuration.ts';
import { fill } from './docs/marks.ts';
import { promptReference } from './docs/prompts.ts';
import { changeQuestions } from './docs/questions.ts';
import { makeRepeatable } from './docs/server.ts';
import { settingsTable } from './docs/settings.ts';
import { commonEntry } from './docs/snippet.ts';
import { terminalPicture } from './docs/terminal.ts';
import { tokenTable } from './docs/tokens.ts';
import { toolReference, toolTable } from './docs/tools.ts';

/** A page that people write, with what comes from the code put into its places. */
const filled = (file: string, places: Readonly<Record<string, string>>): string =>
  Object.entries(places).reduce((text, [name, content]) => fill(text, name, content), readFileSync(file, 'utf8'));

makeRepeatable();
const [answers, picture, tokens, transcripts, questions] = await Promise.all([
  exampleAnswers(),
  terminalPicture(),
  tokenTable(),
  configurationTranscripts(),
  changeQuestions(),
]);
const wanted = new Map([
  [
    'README.md',
    filled('README.md', {
      buttons: installButtons(),
      entry: commonEntry(),
    }),
  ],
  ['docs/tool-list.md', filled('docs/tool-list.md', { tools: toolTable(), tokens })],
  ['docs/configuration.md', filled('docs/configuration.md', { settings: settingsTable() })],
  ['docs/audit.md', filled('docs/audit.md', { rules: ruleTable(), transcript: transcripts.audit })],
  ['docs/snapshots.md', filled('docs/snapshots.md', { templates: transcripts.templates, sites: transcripts.sites })],
  ['docs/tools.md', toolReference(answers)],
  ['docs/writing.md', filled('docs/writing.md', questions)],
  ['docs/terminal.svg', picture],
  ['docs/prompts.md', promptReference()],
  ...clientPages(),
]);

const stale = [...wanted].filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text);
if (!process.argv.includes('--check')) {
  for (const [file, text] of stale) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  console.log(stale.length > 0 ? `written: ${stale.map(([file]) => file).join(', ')}` : 'docs were fresh');
} else if (stale.length > 0) {
  console.error(`stale: ${stale.map(([file]) => file).join(', ')}; run: npm run docs`);
  process.exitCode = 1;
} else console.log('docs are fresh');
