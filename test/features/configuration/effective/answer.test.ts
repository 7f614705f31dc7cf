import { describe, expect, it } from 'vitest';
import { hiddenVariable, presentEffective } from '../../../../src/features/configuration/effective/answer.ts';
import type { EffectiveConfig } from '../../../../src/features/configuration/effective/device.ts';
import type { Shaping } from '../../../../src/tool/shaping.ts';
import { fakeCall, plainShaping } from '../../../harness/fake-context.ts';

const base: Shaping = {
  columns: undefined,
  fields: undefined,
  limit: undefined,
  maxTokens: 8000,
  ...plainShaping,
};
const derived: EffectiveConfig = {
  config: { type: 'switch', ntp: ['a'], vars: { x: '1', y: '2', z: '3' } },
  sources: { ntp: 'site setting', vars: { x: 'site', y: 'template', z: 'site' } },
  overridden: { ntp: ['template'], 'vars.x': ['template', 'organization'] },
  warnings: ['A warning.'],
  unresolved: new Map<string, string>(),
};
const shown = async (shaping: Partial<Shaping> = {}, given: EffectiveConfig = derived) =>
  Object(await presentEffective(given, 3, { ...base, ...shaping }));

describe('a configuration that was put together', () => {
  it('says where each part comes from, grouped by source', async () => {
    expect(await shown()).toEqual({
      config: derived.config,
      sources: {
        ntp: 'site setting',
        vars: [
          { source: 'site', names: ['x', 'z'] },
          { source: 'template', names: ['y'] },
        ],
      },
      overridden: ['ntp: template', 'vars.x: template, organization'],
      ...{ warnings: ['A warning.'], calls: 3, note: expect.stringContaining('never to be written back.') },
    });
    expect(await shown({ fields: ['*'] })).toEqual(await shown());
  });

  it('says it of the roots that were asked for alone', async () => {
    expect(await shown({ fields: ['ntp'] })).toMatchObject({
      ...{ config: { ntp: ['a'] }, sources: { ntp: 'site setting' }, overridden: ['ntp: template'] },
    });
    expect(await shown({ fields: ['vars.x'] })).toMatchObject({
      config: { 'vars.x': '1' },
      overridden: ['vars.x: template, organization'],
    });
    expect(Object.keys((await shown({ fields: ['vars.x'] })).sources)).toEqual(['vars']);
    expect((await shown({ fields: ['var'] })).overridden).toEqual([]);
  });

  it('points out what is not in the configuration of an access point', async () => {
    expect((await shown()).note).not.toContain('site_wlans');
    expect((await shown({}, { ...derived, config: { type: 'ap' } })).note).toContain('site_wlans');
  });

  it('has half of the budget at least, whatever is said beside it', async () => {
    const config = { a: 'word '.repeat(100), b: 'word '.repeat(100) };
    expect((await shown({ maxTokens: 240 }, { ...derived, config })).config).toMatchObject({
      partial: { a: config.a },
    });
    expect((await shown({ maxTokens: 400 }, { ...derived, config })).config).toEqual(config);
    expect((await shown({ maxTokens: 260 }, { ...derived, config })).config.omitted).toHaveProperty('b');
  });
});

describe('a variable', () => {
  it.each([
    ['guest_psk', true],
    ['vlan', false],
  ])('%s is hidden: %s', (name, hidden) => {
    expect(hiddenVariable(fakeCall().call)(name, 'value')).toBe(hidden);
    expect(hiddenVariable(fakeCall({ reveal: true }).call)(name, 'value')).toBe(false);
  });
});
