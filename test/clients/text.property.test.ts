import fc from 'fast-check';
import { parse } from 'jsonc-parser';
import { parse as parseToml, stringify } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { hasEntry, removalChange, setupChange } from '../../src/clients/change.ts';
import type { Client } from '../../src/clients/client.ts';
import { clients } from '../../src/clients/clients.ts';
import type { EntryOptions } from '../../src/clients/entry.ts';
import { cases } from '../harness/cases.ts';
import { clientOf } from './client-of.ts';
import { oddConfig } from './odd-json.ts';

const options: EntryOptions = { target: { command: ['npx', '-y', 'mistmcp'] }, cloud: 'api.eu.mist.com' };
const json = clients.filter(({ format }) => format.startsWith('json'));
const toml = clients.filter(({ format }) => format === 'toml');

/** Whether the second text is the first with something put in between. */
function holds(text: string, longer: string): boolean {
  let at = 0;
  for (const letter of longer) if (text.startsWith(letter, at)) at += letter.length;
  return at === text.length;
}

const others = (client: Client, text: string): unknown => {
  const { inputs: _, [client.key]: servers, ...rest } = parse(text, [], { allowTrailingComma: true });
  const { mistmcp: __, ...others } = servers ?? {};
  return { rest, others };
};

describe('a file in any layout', () => {
  it.each(json)('$title: all else stays, and removing brings every byte back', (client) => {
    fc.assert(
      fc.property(oddConfig(client.key, 1), (text) => {
        const { text: after } = setupChange(client, text, options);
        expect(holds(text, after)).toBe(true);
        expect(others(client, after)).toEqual(others(client, text));
        expect(hasEntry(client, after)).toBe(true);
        expect(setupChange(client, after, options).parts).toEqual([]);
        const { text: removed } = removalChange(client, after);
        // The list of questions is new in such a file, and stays as an empty one.
        expect(client.asksForInputs ? others(client, removed) : removed).toEqual(
          client.asksForInputs ? others(client, text) : text,
        );
      }),
      { numRuns: cases(300) },
    );
  });

  it('without other servers: an entry comes and goes, comments stay', () => {
    const [client] = json;
    if (!client) throw new Error('no client');
    fc.assert(
      fc.property(oddConfig('mcpServers', 0), (text) => {
        const after = setupChange(client, text, options).text;
        expect(holds(text, after)).toBe(true);
        const removed = removalChange(client, after).text;
        expect(removed.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        expect(others(client, removed)).toEqual(others(client, text));
      }),
      { numRuns: cases(300) },
    );
  });

  it('an entry of our own in the middle goes without the neighbors’ comments', () => {
    const text =
      '{\n  "mcpServers": {\n    "a": {}, // about a\n    // ours\n    "mistmcp": {"command": "x"},\n    "b": {} // about b\n  }\n}\n';
    const { text: removed } = removalChange(clientOf('cursor'), text);
    expect(removed).toBe(
      '{\n  "mcpServers": {\n    "a": {}, // about a\n    // ours\n    "b": {} // about b\n  }\n}\n',
    );
    const last = text.replace('    "b": {} // about b\n', '').replace('"x"},', '"x"}');
    expect(removalChange(clientOf('cursor'), last).text).toBe(
      '{\n  "mcpServers": {\n    "a": {} // about a\n    // ours\n  }\n}\n',
    );
  });

  it('what comes after an entry in its line does not fall into a comment', () => {
    const text = '{"mcpServers": { "a": {}, // about a\n "mistmcp": {} }}';
    expect(parse(removalChange(clientOf('cursor'), text).text)).toEqual({ mcpServers: { a: {} } });
  });

  it.each(toml)('$title: other tables and comments stay', (client) => {
    const name = fc.stringMatching(/^[a-z][a-z_-]{0,5}$/).filter((text) => text !== 'mistmcp');
    const plain = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.integer(),
      fc.boolean(),
      fc.array(fc.string({ maxLength: 4 }), { maxLength: 3 }),
    );
    const table = fc.dictionary(name, plain, { maxKeys: 3 });
    const text = fc
      .tuple(
        table,
        fc.dictionary(name, table, { maxKeys: 3 }),
        fc.constantFrom('', '# end', '\n\n# two\n'),
        fc.boolean(),
      )
      .map(([root, servers, end, crlf]) => {
        const lines = `# mine\n${stringify({ ...root, mcp_servers: servers })}${end}`;
        return crlf ? lines.replaceAll('\n', '\r\n') : lines;
      });
    fc.assert(
      fc.property(text, (before) => {
        const after = setupChange(client, before, options).text;
        expect(after.startsWith(before)).toBe(true);
        expect(setupChange(client, after, options).parts).toEqual([]);
        const removed = removalChange(client, after).text;
        expect(removed.trimEnd()).toBe(before.trimEnd());
        expect(parseToml(removed)).toEqual(parseToml(before));
      }),
      { numRuns: cases(300) },
    );
  });

  it('Codex: a table in the middle is replaced where it stands', () => {
    const before =
      'model = "o"\n\n[mcp_servers.mistmcp] # ours\ncommand = "old"\nargs = [\n  "x", # why\n]\ntool_timeout_sec = 90\n\n[mcp_servers.mistmcp.env]\nMIST_HOST = "api.ac2.mist.com"\nNODE_EXTRA_CA_CERTS = "/ca.pem"\n\n# next\n[tui]\ntheme = "d" # keep\n';
    const after = setupChange(clientOf('codex'), before, { target: options.target }).text;
    expect(after.startsWith('model = "o"\n\n[mcp_servers.mistmcp]\n')).toBe(true);
    expect(after.endsWith('\n# next\n[tui]\ntheme = "d" # keep\n')).toBe(true);
    expect(parseToml(after).mcp_servers).toEqual({
      mistmcp: {
        command: 'npx',
        args: ['-y', 'mistmcp'],
        env_vars: ['MIST_APITOKEN'],
        tool_timeout_sec: 90,
        env: { MIST_HOST: 'api.ac2.mist.com', NODE_EXTRA_CA_CERTS: '/ca.pem' },
      },
    });
  });

  it.each([
    ['codex', '[mcp_servers]\nmistmcp = { command = "x" }\n'],
    ['codex', 'mcp_servers = {}\n'],
    ['codex', 'a = """\n[mcp_servers.mistmcp]\n"""\n[mcp_servers.mistmcp]\ncommand = "x"\n'],
    ['codex', 'a = \n'],
    ['cursor', '{"mcpServers": {}, "mcpServers": {"a": 1}}'],
    ['cursor', '{"mcpServers": []}'],
    ['cursor', '["mcpServers"]'],
    ['cursor', '{"mcpServers": '],
    ['vscode', '{"servers": {}, "inputs": {}}'],
  ])('%s: refuses what it cannot change alone: %j', (id, text) => {
    expect(() => setupChange(clientOf(id), text, options)).toThrow(/not|cannot|no JSON/);
  });
});
