import { describe, expect, it } from 'vitest';
import { isSecretAt } from '../../../src/features/changes/secret.ts';
import { familyNames } from '../../../src/mist/families.ts';
import { flat, namedSchema } from '../../../src/mist/schema-lookup.ts';
import { rootOf, walk } from '../../../src/mist/spec/schemas/children.ts';

describe('secrets of a difference', () => {
  it.each(familyNames)('knows every field of %s that the specification marks', (name) => {
    const missed: string[] = [];
    let marked = 0;
    for (const { path, text, schema } of walk(rootOf(namedSchema(name)))) {
      const merged = flat(schema);
      if (merged.secret !== true && merged.format !== 'password') continue;
      if (merged.type === 'boolean' || merged.type === 'object') continue;
      marked++;
      const keys = path.map((step) => ('name' in step ? step.name : 'any' in step ? '1' : 0));
      if (!isSecretAt(keys, 'value')) missed.push(text);
    }
    expect(missed).toEqual([]);
    if (name === 'org_wlans') expect(marked).toBeGreaterThan(10);
  });

  it.each([
    [['vars', 'office_psk'], 'x', true],
    [['vars', 'wifi_pwd'], 'x', true],
    [['vars', 'office_vlan'], 'x', false],
    [['vars', 'psk'], '{{other}}', false],
    [['headers', 'X-Own'], 'x', true],
    [['additional_config_cmds'], ['set system host-name a', 'set snmp community x'], true],
    [['additional_config_cmds'], ['set system host-name a'], false],
    [['notes'], 'use $9$abcdef', true],
    [['url'], 'https://me:word@host/', true],
    [['url'], 'https://host/a', false],
    [['auth'], { type: 'psk', psk: 'x' }, true],
    [['auth'], { type: 'open' }, false],
    [['psk_id'], 'x', false],
    [['ospf', 'auth_keys', '1'], 'x', true],
  ])('%j holding %j: %s', (keys, value, secret) => {
    expect(isSecretAt(keys, value)).toBe(secret);
  });
});
