// Changes the code in small ways and counts the changes that the tests notice: npm run mutation [-- GROUP …] [--survivors]
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import Table from 'cli-table3';
import { type Group, groups } from '../test/mutation/groups.ts';

/** Share of the mutants that a group's tests must notice, in percent. */
const LEAST = 85;

/** Statuses that say nothing about the tests. */
const NOT_COUNTED = new Set(['Ignored', 'CompileError', 'RuntimeError', 'Pending']);
const NOTICED = new Set(['Killed', 'Timeout']);

/** One small change, and whether a test failed for it. */
interface Mutant {
  readonly fileName: string;
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement: string;
  readonly location: { readonly start: { readonly line: number; readonly column: number } };
}

async function mutantsOf({ sources, tests }: Group): Promise<readonly Mutant[]> {
  process.env.MUTATION_TESTS = tests.join(',');
  // Threads cannot change their zone, and in UTC nobody notices a time that is read as a local one.
  process.env.TZ = 'Asia/Tokyo';
  const results = await new Stryker({
    configFile: 'test/mutation/stryker.json',
    mutate: [...sources],
    concurrency: Number(process.env.MUTATION_CONCURRENCY ?? 2),
  }).runMutationTest();
  return results.filter(({ status }) => !NOT_COUNTED.has(status));
}

const isSurvivor = ({ status }: Mutant): boolean => !NOTICED.has(status);

function score(mutants: readonly Mutant[]): number {
  const killed = mutants.filter((mutant) => !isSurvivor(mutant)).length;
  return mutants.length === 0 ? 100 : (100 * killed) / mutants.length;
}

/** A row of the table: what, mutants, killed, how many of those by going on too long, survived, percent. */
function rowOf(what: string, mutants: readonly Mutant[]): (string | number)[] {
  const survived = mutants.filter(isSurvivor).length;
  const late = mutants.filter(({ status }) => status === 'Timeout').length;
  return [what, mutants.length, mutants.length - survived, late, survived, score(mutants).toFixed(1)];
}

function lineOf({ fileName, location, status, mutatorName, replacement }: Mutant): string {
  const place = `${relative(process.cwd(), fileName)}:${location.start.line}:${location.start.column}`;
  return `${place} ${status === 'NoCoverage' ? '(not run) ' : ''}${mutatorName} → ${replacement.replace(/\s+/g, ' ')}`;
}

const { values, positionals } = parseArgs({ options: { survivors: { type: 'boolean' } }, allowPositionals: true });
const unknown = positionals.filter((name) => !Object.hasOwn(groups, name));
if (unknown.length > 0) {
  throw new Error(`There is no group ${unknown.join(', ')}; there are ${Object.keys(groups).join(', ')}.`);
}

const table = new Table({
  head: ['', 'mutants', 'killed', 'by time', 'survived', '%'],
  style: { head: [], border: [], compact: true },
});
const all: Mutant[] = [];
for (const [name, group] of Object.entries(groups)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const mutants = await mutantsOf(group);
  all.push(...mutants);
  table.push(rowOf(name, mutants));
  for (const source of group.sources) {
    const own = mutants.filter(({ fileName }) => fileName.endsWith(source));
    table.push(rowOf(`  ${source}`, own));
  }
  if (values.survivors) for (const mutant of mutants.filter(isSurvivor)) console.log(lineOf(mutant));
  if (score(mutants) < LEAST) process.exitCode = 1;
}
table.push(rowOf('all', all));
console.log(table.toString());
