import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeKey, judgeValue } from '../../../src/features/changes/check/known-values.ts';

const problem = (value: unknown, ...keys: (string | number)[]): string => {
  const judgment = judgeValue(keys, value);
  return judgment && 'problem' in judgment ? judgment.problem : '';
};

describe('values that have the right form and mean nothing', () => {
  it.each([
    ['Berlin', ['timezone'], 'Europe/Berlin'],
    ['Germany', ['country_code'], 'DE (Germany)'],
    ['de', ['country_code'], 'DE (Germany)'],
    ['alarm', ['topics', 0], 'alarms'],
    ['device_updowns', ['topics', 1], 'device-updowns'],
    ['10.0.0.0/33', ['networks', 'corp', 'subnet'], 'at most 32 bits'],
    ['fd00::/129', ['subnet6'], 'at most 128 bits'],
    ['10.{{octet}}.10.0/33', ['networks', 'corp', 'subnet'], 'at most 32 bits'],
    ['fd00:{{part}}::/129', ['subnet6'], 'at most 128 bits'],
    ['10.0.0.0/40', ['addresses', 0], 'at most 32 bits'],
    ['/33', ['ip_config', 'netmask'], 'at most 32 bits'],
    ['/129', ['ip_config', 'netmask6'], 'at most 128 bits'],
    ['255.0.255.0', ['ip_config', 'netmask'], 'do not all come first'],
    ['10.0.0.300/24', ['acl_tags', 'x', 'subnets', 0], 'its address is none'],
    [36, ['band_24', 'channels', 2], 'no such channel at 2.4 GHz'],
    [6, ['radio_config', 'band_5', 'channel'], 'no such channel at 5 GHz'],
  ])('%j at %j is refused with the nearest right one', (value, keys, words) => {
    expect(problem(value, ...keys)).toContain(words);
  });

  it('are refused as names of routes too, where they are no name of a network', () => {
    expect(judgeKey(['extra_routes', '10.{{a}}.0.0/33'])).toEqual({
      problem: expect.stringContaining('at most 32 bits'),
    });
    for (const key of ['0.0.0.0/0', 'corp', '{{net}}/24', 'branch/7'])
      expect(judgeKey(['extra_routes', key]), key).toBeUndefined();
  });

  it('are only warned of where nothing is near', () => {
    expect(judgeValue(['timezone'], 'Zqxwv')).toEqual({
      warning: 'timezone is "Zqxwv", which is no time zone known here',
    });
  });
});

describe('thousands of values that mean nothing', () => {
  it('are refused without a search for each', () => {
    expect(judgeValue(['topics', 300], 'anything', false)).toEqual({
      problem: 'topics[300] cannot be "anything", which is no webhook topic known here',
    });
    expect(judgeValue(['topics', 300], 'alarms', false)).toBeUndefined();
  });
});

describe('values that mean something', () => {
  it.each([
    ['US/Pacific', ['timezone']],
    ['{{tz}}', ['timezone']],
    ['', ['country_code']],
    ['CH', ['country_code']],
    ['site_sle', ['topics', 0]],
    ['2001:db8::/64', ['subnet6']],
    ['10.0.0.1', ['subnet']],
    ['{{net}}.0/24', ['subnet']],
    ['10.{{octet}}.10.0/{{bits}}', ['subnet']],
    ['{{net}}/64', ['subnet']],
    ['/24', ['subnet']],
    ['/24', ['netmask']],
    ['24', ['netmask']],
    ['255.255.254.0', ['netmask']],
    ['/{{bits}}', ['netmask']],
    ['/64', ['netmask6']],
    ['pay.example', ['addresses', 0]],
    [165, ['band_5', 'channels', 0]],
    [37, ['band_6', 'channel']],
    [37, ['esl_config', 'channel']],
    ['stable', ['auto_upgrade', 'channel']],
  ])('%j at %j passes', (value, keys) => {
    expect(judgeValue(keys, value)).toBeUndefined();
  });

  it('are judged whatever stands there', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('timezone', 'country_code', 'topics', 'subnet', 'channel'),
        fc.jsonValue(),
        (name, value) => {
          judgeValue([name], value);
          judgeValue(['band_5', name], value);
        },
      ),
    );
  });
});
