type Row = Readonly<Record<string, unknown>>;

/** A column that this server makes from others which say nothing alone. */
interface DerivedColumn {
  /** Attributes that it is made from. */
  readonly of: readonly string[];
  readonly make: (row: Row) => unknown;
}

/** Access points tell their memory in kilobytes; in percent it is what `cpu_util` is for the processor. */
const mem_util: DerivedColumn = {
  of: ['mem_used_kb', 'mem_total_kb'],
  make: ({ mem_used_kb: used, mem_total_kb: total }) =>
    typeof used === 'number' && typeof total === 'number' && total > 0 ? Math.round((used / total) * 100) : undefined,
};

const DERIVED: Readonly<Record<string, DerivedColumn>> = { mem_util };

/** A row with the columns that can be made from it; what the API gives by such a name stays. */
export function withDerivedColumns(row: Row): Row {
  const made = Object.entries(DERIVED).flatMap(([name, { make }]) => {
    const value = Object.hasOwn(row, name) ? undefined : make(row);
    return value === undefined ? [] : [[name, value] as const];
  });
  return made.length === 0 ? row : { ...row, ...Object.fromEntries(made) };
}

/** The attributes of the API that an attribute of a row comes from: itself, or what it is made from. */
export const sourcesOfColumn = (name: string): readonly string[] =>
  Object.hasOwn(DERIVED, name) ? (DERIVED[name]?.of ?? []) : [name];
