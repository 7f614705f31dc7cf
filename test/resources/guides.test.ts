import { describe, expect, it } from 'vitest';
import { deriveDevice } from '../../src/features/configuration/effective/device.ts';
import { configurationLayers } from '../../src/resources/guides/configuration-layers.ts';

/** What the guide calls the kinds of sources. */
const KINDS: Readonly<Record<string, string>> = {
  device: 'device',
  'device profile': 'deviceprofile',
  'AP template': 'aptemplate',
  'network template': 'networktemplate',
  'gateway template': 'gatewaytemplate',
  'site template (variables)': 'sitetemplate',
  'site template': 'sitetemplate',
  'site settings': 'site',
};

/** The sources of a type of device in the guide's table, most specific first. */
function column(title: string): string[] {
  const rows = configurationLayers.split('\n').filter((line) => line.startsWith('| '));
  const [head = [], ...body] = rows.map((row) => row.split('|').map((cell) => cell.trim()));
  return body.flatMap((cells) => (cells[head.indexOf(title)] ?? '').split(', ')).flatMap((name) => KINDS[name] ?? []);
}

const says = (kind: string) => ({ name: kind, vars: { x: `of ${kind}` } });

describe('the guide to configuration layers', () => {
  it.each([
    ['ap', 'access point', ['aptemplate', 'sitetemplate']],
    ['switch', 'switch', ['networktemplate']],
    ['switch', 'switch', ['sitetemplate']],
    ['gateway', 'gateway', ['gatewaytemplate', 'sitetemplate']],
  ])('has the order in which the configuration of one %s is put together', (type, title, kinds) => {
    const { overridden, sources } = deriveDevice({
      device: { ...says('device'), type, model: 'M' },
      site: {},
      setting: says('site'),
      deviceprofile: says('deviceprofile'),
      templates: Object.fromEntries(kinds.map((kind) => [kind, says(kind)])),
    });
    expect(sources.vars).toBe('device');
    const lost = overridden['vars.x']?.map((source) => source.split(' ')[0]) ?? [];
    expect(lost.length).toBeGreaterThan(2);
    expect(column(title).filter((kind) => kind === 'device' || lost.includes(kind))).toEqual(['device', ...lost]);
  });
});
