import { describe, expect, it } from 'vitest';
import { SITE_DEVICE_COLUMNS } from '../../../src/mist/default-columns.ts';
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
    const ap = cutRow({ ...device, type: 'ap', radio_stat: { band_5: { channel: 36, power: 9 } } }, { columns });
    expect(ap).toEqual({
      ...{ name: 'x', type: 'ap', cpu_util: 4, 'lldp_stat.port_id': 'a' },
      radio_stat: { band_5: { channel: 36, power: 9 } },
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
