import { cpus, platform, release, totalmem } from 'node:os';
import { version } from '../../src/core/version.ts';
import type { Row } from './row.ts';

/** What was measured, and where. */
export interface Report {
  readonly version: string;
  readonly machine: {
    readonly node: string;
    readonly system: string;
    readonly processor: string;
    readonly cores: number;
    readonly memoryGiB: number;
  };
  readonly measures: readonly { readonly name: string; readonly rows: readonly Row[] }[];
}

/** Puts the machine's name on what was found. */
export function reportOf(measures: Report['measures']): Report {
  const machine = {
    node: process.version,
    system: `${platform()} ${release()}`,
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
  return { version, machine, measures };
}

/** Rows that have a goal and do not meet it. */
export const missed = ({ measures }: Report): readonly Row[] =>
  measures.flatMap(({ rows }) => rows.filter(({ met }) => met === false));

/** Three figures are what a repetition confirms. */
const figure = (value: number | undefined): string =>
  value === undefined ? '' : Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));

const line = ({ name, value, unit, baseline, ratio, goal, met }: Row): string => {
  const kept = met === undefined ? '' : met ? 'yes' : '**no**';
  return `| ${name} | ${`${figure(value)} ${unit}`.trim()} | ${figure(baseline)} | ${figure(ratio)} | ${goal ?? ''} | ${kept} |`;
};

/** The report as a Markdown table. */
export function asTable({ version: of, machine, measures }: Report): string {
  const { node, system, processor, cores, memoryGiB } = machine;
  return [
    `mistmcp ${of} · Node ${node} · ${system} · ${cores} × ${processor} · ${memoryGiB} GiB`,
    '',
    '| what | value | compared with | ratio | goal | met |',
    '|---|---:|---:|---:|---|---|',
    ...measures.flatMap(({ rows }) => rows.map(line)),
  ].join('\n');
}

const BEGIN = '<!-- bench -->';
const END = '<!-- /bench -->';

/**
 * Puts a table in the place of the one between the marks.
 *
 * @throws Error when the text has no marks
 */
export function withTable(text: string, table: string): string {
  const [before, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (before < 0 || end < before) throw new Error(`there is no ${BEGIN} … ${END} to put the table into`);
  return `${text.slice(0, before)}${BEGIN}\n\n${table}\n\n${text.slice(end)}`;
}
