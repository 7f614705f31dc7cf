// Thirty fixed questions on the simulated cloud, with their truths and what each takes: npm run questions [-- --doc FILE]
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fill } from './docs/marks.ts';
import { askQuestions } from './questions/ask.ts';
import { questionTable, totalsOf } from './questions/report.ts';

const { values } = parseArgs({ options: { doc: { type: 'string' } } });
const report = await askQuestions();
const table = questionTable(report);
console.log(table);
if (values.doc !== undefined) {
  writeFileSync(values.doc, fill(readFileSync(values.doc, 'utf8'), 'questions', `\n${table}\n`));
}
const { missed } = totalsOf(report);
for (const sentence of missed) console.error(`Missed: ${sentence}.`);
process.exitCode = missed.length > 0 ? 1 : 0;
