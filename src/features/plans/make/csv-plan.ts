import { InputError } from '../../../core/errors/input-error.ts';
import { foldName } from '../../../core/fold-name.ts';
import { resolveOrg, sitesOf, visibleOrgs } from '../../../mist/names.ts';
import type { LookupContext } from '../../../tool/context.ts';
import type { Plan, PlannedChange } from '../model.ts';
import { plainText } from '../new-objects.ts';
import { type CsvLine, readCsv } from './read-csv.ts';

/** Names of the column that says which site a line is about. */
const SITE_COLUMNS: ReadonlySet<string> = new Set(['site', 'site_name', 'site_id']);

/** In a cell: the variable goes. An empty cell leaves it as it is. */
const REMOVE = '(remove)';

/** Mistakes that are told one by one. */
const SHOWN = 20;

/** What the name of a variable may hold. */
const VARIABLE = /^[^{}\s][^{}]*$/;

/**
 * A plan from a table of site variables: a line for each site, a column for each variable. Only variables of the table
 * change; values stay texts, so that 010 is no 10.
 *
 * @throws InputError naming every line that is wrong
 */
export async function csvPlan(context: LookupContext, text: string, org: string | undefined): Promise<Plan> {
  const [header, ...lines] = readCsv(text);
  const names = header?.cells.map((cell) => cell.trim()) ?? [];
  const siteAt = names.findIndex((name) => SITE_COLUMNS.has(name.toLowerCase()));
  const wrongName = names.find((name, at) => at !== siteAt && !VARIABLE.test(name));
  if (siteAt < 0 || names.length < 2 || wrongName !== undefined || new Set(names).size < names.length)
    throw new InputError(
      'The first line of the table must name its columns: site_name or site_id, and the variables, each once.',
      'Give it columns such as site_name,guest_vlan; nothing was sent.',
    );
  const orgId = await resolveOrg(context, org);
  const sites = await sitesOf(context, orgId);
  const problems: string[] = [];
  const seen = new Set<string>();
  const changes: PlannedChange[] = [];
  for (const { line, cells } of lines) {
    const wanted = (cells[siteAt] ?? '').trim();
    const fits = sites.filter(({ id, name }) => id === wanted.toLowerCase() || foldName(name) === foldName(wanted));
    const [site] = fits;
    const problem = problemOf({ line, cells }, names.length, fits.length, wanted);
    if (problem !== undefined || !site) problems.push(problem ?? '');
    else if (seen.has(site.id)) problems.push(`Line ${line}: the site ${JSON.stringify(wanted)} stands there twice.`);
    else {
      seen.add(site.id);
      const vars = variablesOf(cells, names, siteAt);
      if (Object.keys(vars).length > 0)
        changes.push({ action_type: 'update', object_type: 'site_settings', site_id: site.id, payload: { vars } });
    }
  }
  if (problems.length > 0)
    throw new InputError(
      `${problems.slice(0, SHOWN).join(' ')}${problems.length > SHOWN ? ` And ${problems.length - SHOWN} more.` : ''}`,
      'Correct the table; nothing was sent.',
    );
  if (changes.length === 0) throw new InputError('The table changes nothing.', 'Give at least one cell a value.');
  const name = (await visibleOrgs(context)).find((one) => one.id === orgId)?.name ?? orgId;
  return { made_by: 'csv', cloud: context.session.cloud.name, org: { id: orgId, name }, left_out: [], changes };
}

function problemOf({ line, cells }: CsvLine, columns: number, fits: number, wanted: string): string | undefined {
  if (cells.length > columns) return `Line ${line} has ${cells.length} cells, and the header ${columns}.`;
  if (wanted === '') return `Line ${line} names no site.`;
  if (fits === 0) return `Line ${line}: there is no site ${JSON.stringify(wanted)}.`;
  return fits > 1 ? `Line ${line}: ${fits} sites are called ${JSON.stringify(wanted)}; give the id.` : undefined;
}

function variablesOf(
  cells: readonly string[],
  names: readonly string[],
  siteAt: number,
): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    names.flatMap((name, at): readonly [string, string | null][] => {
      const cell = cells[at]?.trim() ?? '';
      if (at === siteAt || cell === '') return [];
      return [[name, cell === REMOVE ? null : plainText(cell)]];
    }),
  );
}
