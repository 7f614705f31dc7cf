import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, test, vi } from 'vitest';
import { unshared } from './lines.ts';

const SAID = 'Words of our own that stand for what a specification may say about one of its many fields. ';

/** Long words on every property of every schema: the most that an answer can have to carry. */
vi.mock('../../../../src/mist/spec/layer-files.ts', async (original) => {
  const real = await original<typeof import('../../../../src/mist/spec/layer-files.ts')>();
  const prose = (): Record<string, string> => {
    const texts: Record<string, string> = { '/operations/GET ~1api': 'not a schema', '/$defs/not_there': 'nowhere' };
    const document = real.readGenerated('schemas.json');
    if (typeof document !== 'object' || document === null || !('$defs' in document)) return texts;
    for (const [name, schema] of Object.entries(Object(document.$defs))) {
      texts[`/$defs/${name}`] = `About ${name}.`;
      for (const field of Object.keys(Object(Object(schema).properties)))
        texts[`/$defs/${name}/properties/${field}`] = SAID.repeat(5);
    }
    texts['/$defs/wlan/properties/ssid'] = 'The name that\n  people see.';
    texts['/$defs/wlan/properties/auth'] = 'How stations prove who they are.';
    delete texts['/$defs/wlan/properties/qos'];
    return texts;
  };
  return {
    ...real,
    hasGenerated: () => true,
    readGenerated: (file: 'prose.json') => (file === 'prose.json' ? prose() : real.readGenerated(file)),
  };
});

const { describeSchema, namedSchema, propertiesOf, schemaNames } = await import(
  '../../../../src/mist/schema-lookup.ts'
);

/** The line of a field, as a search for its name shows it: outlines of many fields go without words. */
const line = (name: string, field: string): string =>
  describeSchema({ name, search: field }).fields?.find((one) => one.replace('*', '').startsWith(`${field}:`)) ?? '';

test('a line ends with the words on its field, cut at 100 characters', () => {
  expect(line('org_wlan', 'ssid')).toBe('ssid*: string — The name that people see.');
  expect(line('org_wlan', 'auth')).toBe('auth: {…} — How stations prove who they are.');
  expect(line('org_wlan', 'hide_ssid').split(' — ')[1]).toMatch(/^Words of our own.{70,83}…$/);
});

test('the outline of a schema with few fields carries the words, that of one with many does not', () => {
  expect(describeSchema({ name: 'org_sitegroup' }).fields?.join()).toContain(' — Words of our own');
  expect(describeSchema({ name: 'org_wlan' }).fields?.join()).not.toContain(' — ');
});

test('a field without words of its own has those of what it refers to', () => {
  expect(line('org_wlan', 'qos')).toBe('qos: {…} — About wlan_qos.');
});

test('search looks into the words too, and puts names first', () => {
  const { fields = [] } = describeSchema({ name: 'org_wlan', search: 'stations prove' });
  expect(fields).toEqual(['auth: {…} — How stations prove who they are.']);
});

test('at a path the words are descriptions, longer when everything is asked for', () => {
  const short = JSON.stringify(describeSchema({ name: 'org_wlan', path: 'auth' }).json_schema);
  const long = JSON.stringify(describeSchema({ name: 'org_wlan', path: 'auth', verbose: true }).json_schema);
  expect(short).toContain('"description":"Words of our own');
  expect(long.length).toBeGreaterThan(short.length);
});

test('no answer grows above 6,000 tokens, and no field is lost for words', () => {
  for (const name of schemaNames) {
    const answer = describeSchema({ name });
    expect(countTokens(JSON.stringify(answer)), name).toBeLessThanOrEqual(6_000);
    for (const field of propertiesOf(namedSchema(name)).keys())
      expect(
        unshared(answer.fields ?? []).some((one) => one.replace('*', '').startsWith(`${field}: `)),
        field,
      ).toBe(true);
    expect(countTokens(JSON.stringify(describeSchema({ name, depth: 3 }))), name).toBeLessThanOrEqual(6_000);
    expect(countTokens(JSON.stringify(describeSchema({ name, verbose: true }))), name).toBeLessThanOrEqual(6_000);
    expect(countTokens(JSON.stringify(describeSchema({ name, search: 'words' }))), name).toBeLessThanOrEqual(6_000);
  }
});
