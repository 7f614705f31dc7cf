import { describe, expect, it } from 'vitest';
import { SITE_DEVICE_COLUMNS } from '../../../src/mist/default-columns.ts';
import { repeatsIn } from '../../../src/tool/rows/column.ts';
import { cutRow } from '../../../src/tool/rows/cut.ts';

const columns = SITE_DEVICE_COLUMNS;
const device = {
  name: 'x',
  cpu_util: 4,
  cpu_stat: { idle: 80 },
  memory_stat: { usage: 5 },
  lldp_stat: { port_id: 'a' },
};

describe('a default column of some types', () => {
  it('stands in rows of these types only', () => {
    const ap = cutRow({ ...device, type: 'ap', radio_stat: { band_5: { channel: 36, util_all: 9 } } }, { columns });
    expect(ap).toEqual({
      ...{ name: 'x', type: 'ap', cpu_util: 4, 'lldp_stat.port_id': 'a' },
      radio_stat: { band_5: { channel: 36, util_all: 9 } },
    });
    expect(cutRow({ ...device, type: 'switch' }, { columns })).toEqual({
      ...{ name: 'x', type: 'switch', 'cpu_stat.idle': 80, 'memory_stat.usage': 5 },
    });
  });

  it('stands in a row that does not say its type', () => {
    expect(cutRow(device, { columns })).toMatchObject({ cpu_util: 4, 'cpu_stat.idle': 80 });
  });

  it('is there whatever the type when it is asked for by name', () => {
    expect(cutRow({ ...device, type: 'switch' }, { columns, fields: ['cpu_util'] })).toEqual({ cpu_util: 4 });
  });
});

describe('a default column with a condition', () => {
  it('leaves out what another column says already', () => {
    const some = ['hostnames', 'switches unless same as hostnames'];
    const row = { hostnames: ['core'], switches: ['5c5b35000001'], switches_name: ['core'] };
    expect(cutRow(row, { columns: some })).toEqual({ hostnames: ['core'] });
    expect(cutRow({ ...row, hostnames: ['ap'] }, { columns: some })).toEqual({ hostnames: ['ap'], switches: ['core'] });
    expect(cutRow({ switches: ['5c5b35000001'] }, { columns: some })).toEqual({ switches: ['5c5b35000001'] });
  });

  it('shows an id where no name tells the row from the others', () => {
    const rows = [{ id: 1, name: 'Store' }, { id: 2, name: 'Store' }, { id: 3, name: 'Office' }, { id: 4 }];
    const cut = { columns: ['id unless name is unique', 'name'], isRepeated: repeatsIn(rows) };
    expect(rows.map((row) => cutRow(row, cut))).toEqual([
      { id: 1, name: 'Store' },
      { id: 2, name: 'Store' },
      { name: 'Office' },
      { id: 4 },
    ]);
    expect(cutRow({ id: 3, name: 'Office' }, { ...cut, fields: ['id'] })).toEqual({ id: 3 });
  });
});

describe('a column with several places', () => {
  it('names the ids of each by what stands there', () => {
    const some = ['last_nacrule_name|nacrule_name|last_nacrule_id'];
    expect(cutRow({ last_nacrule_id: 'x', rule: 'Guests' }, { columns: some })).toEqual({ rule: 'Guests' });
    expect(cutRow({ nacrule_name: 'Staff', last_nacrule_id: 'x' }, { columns: some })).toEqual({
      nacrule_name: 'Staff',
    });
  });
});
