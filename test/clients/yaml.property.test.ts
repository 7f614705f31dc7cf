import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { hasEntry, removalChange, setupChange } from '../../src/clients/change.ts';
import type { Client } from '../../src/clients/client.ts';
import { clients } from '../../src/clients/clients.ts';
import type { EntryOptions } from '../../src/clients/entry.ts';
import { clientOf } from './client-of.ts';

const options: EntryOptions = { target: { command: ['npx', '-y', 'mistmcp'] }, cloud: 'api.eu.mist.com' };
const yaml = clients.filter(({ format }) => format === 'yaml');

const name = fc.stringMatching(/^[a-z][a-z_-]{0,5}$/).filter((text) => text !== 'mistmcp' && text !== 'name');
const leaf = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom('two\nlines\n', '# no comment', 'a: b', "it's"),
  fc.integer(),
  fc.boolean(),
  fc.array(fc.string({ maxLength: 4 }), { maxLength: 3 }),
);
const table = fc.dictionary(name, leaf, { maxKeys: 3 });

/** A file with comments behind and between everything, in several layouts. */
const fileOf = ({ key, list }: Client): fc.Arbitrary<string> =>
  fc
    .record({
      root: table,
      more: table,
      servers: fc.dictionary(name, table, { minKeys: 1, maxKeys: 3 }),
      layout: fc.record({ indent: fc.constantFrom(2, 4), indentSeq: fc.boolean() }),
      behind: fc.constantFrom('', ' # about it'),
      between: fc.constantFrom('', '# mine\n', '\n', '  # deeper\n\n'),
      crlf: fc.boolean(),
      ends: fc.boolean(),
    })
    .map(({ root, more, servers, layout, behind, between, crlf, ends }) => {
      const rows = list ? Object.entries(servers).map(([of, row]) => ({ name: of, ...row })) : servers;
      const block = stringify({ [key]: rows }, layout).replace(':', `:${behind}`);
      const part = (value: object): string => (Object.keys(value).length > 0 ? stringify(value, layout) : '');
      const text = `# top\n${part(root)}${between}${block}${between}${part({ [`${key}2`]: more })}${between}`;
      const ended = ends ? text : text.replace(/\n$/, '');
      return crlf ? ended.replaceAll('\n', '\r\n') : ended;
    });

describe('a YAML file in any layout', () => {
  it.each(yaml)('$title: every other line stays, and removing brings every byte back', (client) => {
    fc.assert(
      fc.property(fileOf(client), (text) => {
        const { text: after } = setupChange(client, text, options);
        expect(hasEntry(client, after)).toBe(true);
        expect(setupChange(client, after, options).parts).toEqual([]);
        const { text: removed } = removalChange(client, after);
        expect(removed.replace(/\r?\n$/, '')).toBe(text.replace(/\r?\n$/, ''));
        expect(parse(removed)).toEqual(parse(text));
      }),
      { numRuns: 150 },
    );
  });

  it.each(yaml)('$title: an entry comes and goes where there is none, comments stay', (client) => {
    const empty = client.list ? '[]' : '{}';
    for (const line of [`${client.key}:`, `${client.key}: ${empty}`, `${client.key}: ~ # none`, '', '# nothing']) {
      const text = `# top\nmodel: o # mine\n${line}\n# end\n`;
      const { text: after } = setupChange(client, text, options);
      for (const comment of ['# top', 'model: o # mine', '# end']) expect(after).toContain(comment);
      expect(after.includes('# none')).toBe(line.includes('# none'));
      const { text: removed } = removalChange(client, after);
      expect(parse(removed)).toEqual({ model: 'o', [client.key]: client.list ? [] : {} });
    }
  });

  it('Goose: what a person has added to the entry stays, in the application’s own words', () => {
    const text =
      'extensions:\n  mistmcp:\n    enabled: false\n    type: stdio\n    name: mistmcp\n    cmd: uvx\n    args: [mistmcp]\n    envs:\n      MIST_HOST: api.ac2.mist.com\n      HTTPS_PROXY: p\n  # next\n  memory:\n    type: builtin # keep\n';
    const { text: after, parts } = setupChange(clientOf('goose'), text, { target: options.target });
    expect(parse(after).extensions.mistmcp).toMatchObject({
      enabled: false,
      cmd: 'npx',
      args: ['-y', 'mistmcp'],
      envs: { MIST_HOST: 'api.ac2.mist.com', HTTPS_PROXY: 'p' },
      env_keys: ['MIST_APITOKEN'],
      timeout: 300,
    });
    expect(after).toContain('\n  # next\n  memory:\n    type: builtin # keep\n');
    expect(parts).toHaveLength(1);
  });

  it('Continue: a new file is one that it can read, and headers are where it looks for them', () => {
    const { text } = setupChange(clientOf('continue'), '', { target: { url: 'https://x/mcp' }, cloud: 'api.mist.com' });
    expect(parse(text)).toEqual({
      name: 'Local Config',
      version: '1.0.0',
      schema: 'v1',
      mcpServers: [
        {
          name: 'mistmcp',
          type: 'streamable-http',
          url: 'https://x/mcp',
          requestOptions: {
            headers: { Authorization: 'Bearer <your Mist API token>', 'X-Mist-Cloud': 'api.mist.com' },
          },
        },
      ],
    });
  });

  it.each([
    ['goose', 'extensions: {a: {type: builtin}}\n'],
    ['goose', 'extensions: [a]\n'],
    ['goose', '- extensions\n'],
    ['goose', 'a: 1\na: 2\n'],
    ['goose', 'a: 1\n---\nb: 2\n'],
    ['goose', '{extensions: {}}\n'],
    ['goose', 'a: &x {b: 1}\nextensions: *x\n'],
    ['goose', 'a: "open\n'],
    ['continue', 'mcpServers: {}\na: 1\nb: [\n'],
    ['continue', 'mcpServers:\n  a: {}\n'],
    ['continue', 'mcpServers:\n  - name: mistmcp\n  - name: mistmcp\n'],
  ])('%s: refuses what it cannot change alone: %j', (id, text) => {
    expect(() => setupChange(clientOf(id), text, options)).toThrow(/not|cannot|no YAML|twice/);
  });
});
