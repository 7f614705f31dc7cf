import { isRecord } from '../../src/core/json.ts';

type Row = Readonly<Record<string, unknown>>;

/** The rows of what the cloud answered, or undefined where it is no list; a series of numbers is none. */
export function rowsIn(body: unknown): readonly Row[] | undefined {
  const list = isRecord(body) ? body.results : body;
  if (!Array.isArray(list)) return undefined;
  const rows = list.filter(isRecord);
  return rows.length === list.length ? rows : undefined;
}

const at = (row: Row, path: string): unknown =>
  Object.hasOwn(row, path)
    ? row[path]
    : path.split('.').reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), row);

const MAC = /^[0-9a-f]{12}$/;

/** Whether a value that was shown is the cloud's: as it is, as a time, masked, or a name in the place of MACs. */
function isSame(shown: unknown, real: unknown): boolean {
  if (typeof shown === 'string' && shown.includes('masked by mistmcp')) return real !== undefined;
  if (typeof shown === 'string' && typeof real === 'number') {
    const time = Date.parse(shown) / 1000;
    return Math.abs(time - real) < 1 || Math.abs(time - real / 1000) < 1;
  }
  if (typeof shown !== 'string') return typeof shown === 'object' || shown === real;
  const macs = [real].flat().filter((value) => typeof value === 'string' && MAC.test(value));
  if (macs.length > 0 && !MAC.test(shown)) return true;
  return shown === real || (typeof real === 'string' && Date.parse(shown) === Date.parse(real));
}

/** Columns that the server adds of its own are not the cloud's to have. */
const isOf = (shown: Row, real: Row): boolean =>
  Object.entries(shown).every(([name, value]) => at(real, name) === undefined || isSame(value, at(real, name)));

const known = (shown: Row, reals: readonly Row[]): number =>
  Object.keys(shown).filter((name) => reals.some((real) => at(real, name) !== undefined)).length;

/** What is wrong with rows that were shown, in the light of those that the cloud has; undefined when nothing is. */
export function differs(shown: readonly Row[], reals: readonly Row[]): string | undefined {
  if (shown.length > reals.length) return `${shown.length} rows shown, ${reals.length} there`;
  for (const row of shown) {
    if (known(row, reals) > 0 && !reals.some((real) => isOf(row, real))) return `no such row: ${JSON.stringify(row)}`;
  }
  return undefined;
}
