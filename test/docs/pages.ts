import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A fenced part of a page. */
export interface Block {
  readonly page: string;
  /** Line of its first line of content, from 1. */
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

/** A page that people read, with its fenced parts and the text around them. */
export interface Page {
  /** Path from the root of the checkout. */
  readonly file: string;
  readonly blocks: readonly Block[];
  /** Lines outside of fenced parts. */
  readonly prose: readonly string[];
}

const FENCE = /^(\s*)(`{3,})\s*([\w-]*)/;

function pageOf(file: string): Page {
  const blocks: Block[] = [];
  const prose: string[] = [];
  let open: { fence: string; indent: string; language: string; line: number; lines: string[] } | undefined;
  for (const [index, line] of readFileSync(join(ROOT, file), 'utf8').split('\n').entries()) {
    const [, indent = '', fence = '', language = ''] = FENCE.exec(line) ?? [];
    if (open && fence === open.fence && language === '') {
      blocks.push({ page: file, line: open.line, language: open.language, text: open.lines.join('\n') });
      open = undefined;
    } else if (open) open.lines.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line);
    else if (fence !== '') open = { fence, indent, language, line: index + 2, lines: [] };
    else prose.push(line);
  }
  if (open) throw new Error(`${file}: the fence before line ${open.line} is not closed`);
  return { file, blocks, prose };
}

const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name.replaceAll('\\', '/')}`)
  .sort();

/** All of them. */
export const pages: readonly Page[] = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...docs].map(pageOf);

/** All fenced parts in one of some languages. */
export const blocksIn = (...languages: readonly string[]): readonly Block[] =>
  pages.flatMap(({ blocks }) => blocks.filter(({ language }) => languages.includes(language)));

/** Texts between backticks, with the page they stand on. */
export const codeSpans: readonly { readonly page: string; readonly text: string }[] = pages.flatMap(({ file, prose }) =>
  prose.flatMap((line) => [...line.matchAll(/(`+)(.+?)\1/g)].map(([, , text = '']) => ({ page: file, text }))),
);
