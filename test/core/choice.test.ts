import { describe, expect, it } from 'vitest';
import { matchChoice } from '../../src/core/choice.ts';

describe('matchChoice', () => {
  const choices = ['ap', 'switch', 'gateway', 'site_devices', 'org', '5_selectable', '24', 'status', 'wireless'];

  it.each([
    ['ap', 'ap'],
    ['AP', 'ap'],
    ['APs', 'ap'],
    ['Switches', 'switch'],
    ['gateways', 'gateway'],
    ['Site Devices', 'site_devices'],
    ['site-device', 'site_devices'],
    ['orgs', 'org'],
    ['5-selectable', '5_selectable'],
    ['2.4', '24'],
    ['2.4 GHz', '24'],
    ['24ghz', '24'],
    ['Status', 'status'],
    ['WIRELESS', 'wireless'],
  ])('finds for %s the choice %s', (word, choice) => {
    expect(matchChoice(word, choices)).toBe(choice);
  });

  it.each(['', 's', 'switc', 'apx', 'wire', 'statu'])('finds none for %j', (word) => {
    expect(
      matchChoice(
        word,
        choices.filter((choice) => choice !== 'status'),
      ),
    ).toBeUndefined();
  });

  it('prefers the word as it is spelled, and guesses not between two', () => {
    expect(matchChoice('sites', ['site', 'sites'])).toBe('sites');
    expect(matchChoice('Site', ['site', 'sites'])).toBe('site');
    expect(matchChoice('A B', ['a_b', 'a-b'])).toBeUndefined();
  });
});
