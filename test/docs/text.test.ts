import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { type ParseError, parse as parseJsonc, printParseErrorCode } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { blocksIn, codeSpans, pages, ROOT } from './pages.ts';
import { commands, flags, names, variables } from './words.ts';

/** Texts in which names stand: between backticks, and in blocks that somebody copies. */
const texts = [...codeSpans, ...blocksIn('sh', 'bash', 'console', 'json', 'jsonc', 'toml', 'ini', 'yaml')];

/** Every match of a pattern in those texts, with its page. */
const found = (pattern: RegExp): readonly { readonly page: string; readonly word: string }[] =>
  texts.flatMap(({ page, text }) => [...text.matchAll(pattern)].map(([whole, word = whole]) => ({ page, word })));

describe('what the documents name is there', () => {
  it('flags', () => {
    const all = found(/(?<![\w-])--[a-zA-Z][\w-]*/g);
    expect(all.length).toBeGreaterThan(50);
    expect(all.filter(({ word }) => !flags.has(word))).toEqual([]);
  });

  it('variables', () => {
    const all = found(/(?<![\w$])MIST(?:MCP)?_[A-Z][A-Z_]*[A-Z]/g);
    expect(all.length).toBeGreaterThan(30);
    expect(all.filter(({ word }) => !variables.has(word))).toEqual([]);
  });

  it('tools', () => {
    const all = found(/(?<![\w:])mist_[a-z_]*[a-z]\b/g).filter(
      ({ word }) => !['mist_apitoken', 'mist_openapi', 'mist_host', 'mist_nac', 'mist_configured'].includes(word),
    );
    expect(all.length).toBeGreaterThan(50);
    expect(all.filter(({ word }) => !names.has(word))).toEqual([]);
  });

  it('inputs, their values, families and prompts', () => {
    const all = codeSpans.filter(({ text }) => /^[a-z]+(_[a-z0-9]+)+$/.test(text));
    const written = all.filter(({ page }) => !/^(CHANGELOG|docs\/(tools\.md|prompts\.md|clients\/))/.test(page));
    expect(written.length).toBeGreaterThan(20);
    expect(written.filter(({ text }) => !names.has(text))).toEqual([]);
  });

  it('inputs that are given a value', () => {
    const given = codeSpans.flatMap(({ page, text }) =>
      [...text.matchAll(/(?<![\w.:-])([a-z]+(?:_[a-z]+)+)(?:=|: )/g)].map(([, word = '']) => ({ page, word })),
    );
    expect(given.filter(({ word }) => !names.has(word))).toEqual([]);
  });

  it('commands of mistmcp', () => {
    const all = found(/(?:^|npx (?:-y )?|`)mistmcp ([a-z]+(?:-[a-z]+)*)\b/g);
    expect(all.length).toBeGreaterThan(5);
    expect(all.filter(({ word }) => !commands.has(word))).toEqual([]);
  });

  it('scripts of npm', () => {
    const known: unknown = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts;
    const scripts = Object.keys(Object(known));
    const all = found(/\bnpm run ([\w:-]+)/g);
    expect(all.length).toBeGreaterThan(5);
    expect(all.filter(({ word }) => !scripts.includes(word))).toEqual([]);
  });

  it('files', () => {
    const paths = codeSpans.filter(({ text }) => /^(?:src|scripts|test|docs|deploy|generated)\/[\w./-]+$/.test(text));
    expect(paths.filter(({ text }) => !existsSync(join(ROOT, text)) && text !== 'generated/prose.json')).toEqual([]);
  });
});

describe('what can be copied', () => {
  it.each(blocksIn('json', 'jsonc'))('is JSON: $page:$line', ({ language, text }) => {
    const errors: ParseError[] = [];
    parseJsonc(text, errors, { disallowComments: language === 'json', allowTrailingComma: false });
    expect(
      errors.map(({ error, offset }) => `${printParseErrorCode(error)} at ${text.slice(offset, offset + 20)}`),
    ).toEqual([]);
  });

  it.each(blocksIn('toml'))('is TOML: $page:$line', ({ text }) => {
    expect(Object.keys(parseToml(text)).length).toBeGreaterThan(0);
  });
});

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .replace(/`|\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

describe('links', () => {
  const anchors = new Map(
    pages.map(({ file, prose }) => [file, prose.flatMap((line) => /^#+ (.*)/.exec(line)?.[1] ?? []).map(anchorOf)]),
  );
  const links = pages.flatMap(({ file, prose }) =>
    prose.flatMap((line) =>
      [...line.replace(/`[^`]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => ({ file, target })),
    ),
  );

  it('lead to files and headings that are there', () => {
    const inside = links.filter(({ target }) => !/^(https?|mailto):/.test(target));
    expect(inside.length).toBeGreaterThan(60);
    const broken = inside.filter(({ file, target }) => {
      const [path = '', anchor] = target.split('#');
      const to = path === '' ? file : normalize(join(dirname(file), path));
      if (!existsSync(join(ROOT, to))) return true;
      return anchor !== undefined && !anchors.get(to)?.includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('to elsewhere are https', () => {
    const elsewhere = links.filter(({ target }) => /^\w+:/.test(target) && !target.startsWith('https://'));
    expect(elsewhere).toEqual([]);
  });

  it('reach every page from the index', () => {
    const indexes = ['docs/README.md', 'docs/clients/README.md', 'docs/decisions/README.md'];
    const listed = links.filter(({ file }) => indexes.includes(file));
    const reached = listed.map(({ file, target }) => normalize(join(dirname(file), target)));
    const missed = pages.filter(
      ({ file }) => file.startsWith('docs/') && file !== 'docs/README.md' && !reached.includes(file),
    );
    expect(missed.map(({ file }) => file)).toEqual([]);
  });
});
