import { expect, it } from 'vitest';
import { sourcesOfColumn, withDerivedColumns } from '../../src/mist/derived-columns.ts';

it('the memory of an access point is told in percent where both figures are known', () => {
  expect(withDerivedColumns({ mem_used_kb: 250, mem_total_kb: 1000 })).toMatchObject({ mem_util: 25 });
  for (const row of [{ mem_used_kb: 250 }, { mem_used_kb: 250, mem_total_kb: 0 }, { mem_total_kb: 1000 }])
    expect(withDerivedColumns(row)).toBe(row);
});

it('a column that the API gives itself is left as it is', () => {
  const row = { mem_used_kb: 250, mem_total_kb: 1000, mem_util: 7 };
  expect(withDerivedColumns(row)).toBe(row);
});

it('a column that is made here is asked for by what it is made from', () => {
  expect(sourcesOfColumn('mem_util')).toEqual(['mem_used_kb', 'mem_total_kb']);
  expect(sourcesOfColumn('uptime')).toEqual(['uptime']);
});
