import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measures } from './bench/index.ts';
import { asTable, missed, type Report, reportOf, withTable } from './bench/report.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    json: { type: 'string' },
    doc: { type: 'string' },
    quick: { type: 'boolean', default: false },
    goals: { type: 'boolean', default: false },
    guard: { type: 'boolean', default: false },
  },
});

const wanted = measures.filter(({ name }) => values.only?.includes(name) ?? true);
if (wanted.length === 0) {
  console.error(`bench: there is no such measure; there are ${measures.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const found: Report['measures'][number][] = [];
for (const { name, run } of wanted) {
  console.error(`${name} …`);
  found.push({ name, rows: await run({ quick: values.quick, rounds: values.quick ? 7 : 25 }) });
}
const report = reportOf(found);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 1)}\n`);
const table = asTable(report);
if (values.doc !== undefined) writeFileSync(values.doc, withTable(readFileSync(values.doc, 'utf8'), table));
console.log(table);
const short = missed(report);
if (short.length > 0) console.log(`\nmissed: ${short.map(({ name }) => name).join('; ')}`);
const held = values.guard ? short.filter(({ guard }) => guard) : values.goals ? short : [];
process.exitCode = held.length > 0 ? 1 : 0;
