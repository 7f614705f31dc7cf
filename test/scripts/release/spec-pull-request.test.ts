import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TouchingChange } from '../../../scripts/generate/diff/compare.ts';
import { markdown } from '../../../scripts/generate/diff/markdown.ts';
import { tokenChange } from '../../../scripts/generate/diff/tokens.ts';
import { ROOT } from '../../../scripts/release/identity.ts';
import { operation, scratch, smallDocument, writeDocument } from '../generate/small.ts';

const change = (more: Partial<TouchingChange> = {}): TouchingChange => ({
  kind: 'operation added',
  subject: 'GET /a',
  breaking: false,
  routes: [],
  tools: [],
  ...more,
});

const tools = (...names: string[]): string =>
  JSON.stringify(names.map((name) => ({ name, description: `of ${name}` })));

describe('the text of the pull request', () => {
  it('counts changes and the tools touched, and names what may break first', () => {
    const text = markdown('1 → 2', [
      change({ tools: ['mist_b', 'mist_a'] }),
      change({ kind: 'operation removed', subject: 'GET /b', breaking: true, tools: ['mist_b'] }),
    ]);
    expect(text).toContain('## 1 → 2\n');
    expect(text).toContain('| operation added | 1 |  |\n| operation removed | 1 | 1 |');
    expect(text).toContain('| `mist_a` | 1 |  |\n| `mist_b` | 2 | 1 |');
    expect(text.indexOf('operation removed: GET /b')).toBeLessThan(text.indexOf('operation added: GET /a'));
  });

  it('says so where nothing changed, and where no tool is touched', () => {
    expect(markdown('1 → 1', [])).toContain('Nothing changed.');
    expect(markdown('1 → 2', [change()])).toContain('No tool is touched.');
  });

  it('holds the words of the specification where they mean nothing', () => {
    const text = markdown('1 → 2\n@all', [change({ subject: 'GET /a\n```\n@all ![](https://example.com/x.png)' })]);
    expect(text.match(/^.*@all.*$/gm)).toEqual([
      '## 1 → 2 @all',
      expect.stringMatching(/^ {2}operation added: GET \/a @all/),
    ]);
    expect(text.match(/`{3}/g)).toHaveLength(2);
  });

  it('fits into what GitHub takes, however much changed', () => {
    const many = Array.from({ length: 3000 }, (_, index) => change({ subject: `GET /${'x'.repeat(60)}/${index}` }));
    const text = markdown('1 → 2', many, ['a note']);
    expect(text.length).toBeLessThan(62_000);
    expect(text).toContain('a note');
    const shown = text.split('\n').filter((line) => line.includes('operation added: ')).length;
    expect(text).toContain(`… and ${3000 - shown} more\n\`\`\`\n\n</details>`);
  });
});

describe('the change in what the list of tools costs', () => {
  it('is told by tool', () => {
    const lines = tokenChange(tools('a', 'b'), tools('a', 'c', 'd'));
    expect(lines[0]).toMatch(/^The list of tools costs \d+ tokens \(was \d+, \+\d+\)\.$/);
    expect(lines.filter((line) => line.startsWith('| `')).map((line) => line.split('`')[1])).toEqual(['b', 'c', 'd']);
    expect(lines.find((line) => line.includes('`b`'))).toMatch(/^\| `b` \| \d+ \| – \| −\d+ \|$/);
  });

  it('is none between equals', () => {
    expect(tokenChange(tools('a'), tools('a'))).toEqual([expect.stringContaining('(unchanged)')]);
  });

  it('is measured on the list that an application gets, write tools included', () => {
    const script = ['--import', 'tsx', 'scripts/tool-list.ts'];
    const { stdout } = spawnSync(process.execPath, script, { cwd: ROOT, encoding: 'utf8' });
    expect(stdout).toContain('"mist_change_configuration_objects"');
    expect(tokenChange(stdout, stdout)).toEqual([expect.stringMatching(/costs [4-9]\d{3} tokens \(unchanged\)/)]);
  });

  it('refuses what is not a list of tools', () => {
    expect(() => tokenChange('{}', '[]')).toThrow();
  });
});

it('spec:diff --markdown writes it, from two documents and two lists', () => {
  const folder = scratch();
  const [before, after] = [join(folder, 'before.json'), join(folder, 'after.json')];
  writeFileSync(before, tools('mist_get_self'));
  writeFileSync(after, tools('mist_get_self', 'mist_new'));
  const self = { '/api/v1/self': { get: operation('getSelf') } };
  const documents = [
    smallDocument({ paths: { ...self, '/api/v1/other': { get: operation('other') } } }),
    smallDocument({ paths: { '/api/v1/other': { get: operation('other') } } }),
  ];
  const options = ['--markdown', '--tools-before', before, '--tools-after', after];
  const script = ['--import', 'tsx', 'scripts/spec-diff.ts', ...documents.map(writeDocument), ...options];
  const { stdout, stderr, status } = spawnSync(process.execPath, script, { cwd: ROOT, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^## Mist 1\.2\.3 → 1\.2\.3\n/);
  expect(stdout).toContain('| `mist_get_self` | 1 | 1 |');
  expect(stdout).toMatch(/\| `mist_new` \| – \| \d+ \| \+\d+ \|/);
  expect(stdout).toContain('! operation removed: GET /api/v1/self (getSelf)');
});
