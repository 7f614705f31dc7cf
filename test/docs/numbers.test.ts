import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bundleManifest } from '../../scripts/release/bundle-manifest.ts';
import { readIdentity } from '../../scripts/release/identity.ts';
import { pages, ROOT } from './pages.ts';

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const identity = readIdentity();
const { version } = identity;

/** Every match of a pattern in the prose of the pages, with its page. */
const said = (pattern: RegExp): readonly { readonly page: string; readonly words: string }[] =>
  pages.flatMap(({ file, prose }) =>
    [...prose.join('\n').matchAll(pattern)].map(([whole, words = whole]) => ({ page: file, words })),
  );

describe('one version', () => {
  it.each<[string, () => unknown]>([
    ['package-lock.json', () => JSON.parse(read('package-lock.json')).packages[''].version],
    ['the entry of the registry', () => JSON.parse(read('server.json')).version],
    ['the bundle of the desktop application', () => Object(bundleManifest(identity)).version],
    ['the chart', () => parse(read('deploy/helm/mistmcp/Chart.yaml')).appVersion],
  ])('stands in %s', (_, of) => {
    expect(of()).toBe(version);
  });

  it.each(['mist-tokens', 'sign-in'])('is that of the image in %s.yaml', (name) => {
    const images = [
      ...read(`deploy/kubernetes/${name}.yaml`).matchAll(/image: "?ghcr\.io\/mistmcp\/mistmcp:([^"\s]+)/g),
    ];
    expect(images.map(([, tag]) => tag)).toEqual([version]);
  });

  it('is the first of the changelog', () => {
    const [, first] = /^## (\d+\.\d+\.\d+)/m.exec(read('CHANGELOG.md')) ?? [];
    expect(first).toBe(version.replace(/-.*/, ''));
  });
});

describe('what pages say in numbers', () => {
  it('is the release of Node that package.json wants', () => {
    const wanted = String(JSON.parse(read('package.json')).engines.node).replace('>=', '');
    const floors = said(/\bNode (20[\d.]*\d)(?: or newer| is older)/g).filter(
      ({ page }) => !page.startsWith('docs/snapshots'),
    );
    expect(floors.length).toBeGreaterThan(2);
    expect(floors.filter(({ words }) => words !== wanted)).toEqual([]);
  });

  it('is the release of the API that the layer is made of', () => {
    const { version: served } = JSON.parse(read('generated/source.json'));
    expect(read('docs/tools.md')).toContain(`Mist API ${served}.`);
    expect(said(/\(Mist (26\d\d\.\d+\.\d+)\)/g).filter(({ words }) => words !== served)).toEqual([]);
  });

  it('is what the list of tools costs', () => {
    const [, whole = ''] =
      /\*\*all, with `--enable-write-tools`\*\* \| \d+ \| (\d+)/.exec(read('docs/tool-list.md')) ?? [];
    const stated = said(/list of tools costs ([\d,]+) tokens with write tools/g);
    expect(stated.map(({ words }) => words.replace(',', ''))).toEqual([whole]);
  });

  it('gives every decision the title of its page', () => {
    const index = read('docs/decisions/README.md');
    const rows = [...index.matchAll(/^\| \[(\d{4})\]\(([^)]+)\) \| (.*) \|$/gm)];
    expect(rows.length).toBeGreaterThan(10);
    for (const [, number, file, title] of rows) {
      expect(read(`docs/decisions/${file}`).split('\n')[0]).toBe(`# ${number}: ${title}`);
    }
  });
});

describe('what operators watch', () => {
  /** The text of all source files below a folder of src. */
  const source = (folder: string): string =>
    readdirSync(join(ROOT, 'src', folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => read(join('src', folder, file)))
      .join('\n');
  const texts = pages.map(({ prose }) => prose.join('\n')).join('\n');
  const words = (text: string, pattern: RegExp): readonly string[] =>
    [...new Set([...text.matchAll(pattern)].map(([, word = '']) => word))].sort();

  it('is named as the server names it', () => {
    const code = source('.');
    const named = words(texts, /`(mistmcp_[a-z0-9_]+[a-z])/g);
    expect(named.length).toBeGreaterThan(3);
    // The histogram of the event loop is put together from its beginning.
    const known = (name: string): boolean => code.includes(name) || code.includes(name.replace(/(?:p99|max)_.*$/, ''));
    expect(named.filter((name) => !known(name))).toEqual([]);
    const spans = words(texts, /`(mistmcp(?:\.[a-z_]+)+)`/g);
    expect(spans.length).toBeGreaterThan(3);
    expect(spans.filter((name) => !code.includes(`'${name}'`))).toEqual([]);
  });

  it('has every reason of a refusal', () => {
    const listed = /refusals by reason \((.*?)\), sessions/.exec(texts)?.[1] ?? '';
    const reasons = words(source('transport/http'), /reason: '(\w+)'/g);
    expect(reasons.length).toBeGreaterThan(10);
    expect(reasons.filter((reason) => !listed.includes(`\`${reason}\``))).toEqual([]);
  });
});

describe('the picture of a terminal', () => {
  /** Pixels of a character of 14 pixels in the widest of its fonts, and left of a line. */
  const ADVANCE = 8.45;
  const MARGIN = 18;

  it('has room for each of its lines', () => {
    const picture = read('docs/terminal.svg');
    const width = Number(/ width="(\d+)"/.exec(picture)?.[1]);
    const lines = [...picture.matchAll(/<text [^>]*>(.*?)<\/text>/g)].map(([, line = '']) =>
      line.replace(/<[^>]*>/g, '').replace(/&\w+;/g, '.'),
    );
    expect(lines.length).toBeGreaterThan(40);
    expect(lines.filter((line) => MARGIN + line.length * ADVANCE > width)).toEqual([]);
  });

  it('has its headings above their columns', () => {
    const lines = [...read('docs/terminal.svg').matchAll(/<text [^>]*>(.*?)<\/text>/g)].map(([, line = '']) =>
      line.replace(/<[^>]*>/g, ''),
    );
    const [head = '', row = ''] = lines.slice(lines.findIndex((line) => /^timestamp +type/.test(line)));
    expect(head.indexOf('type')).toBe(row.indexOf('device_down'));
    expect(head.indexOf('hostnames')).toBe(row.search(/[A-Z]{3}-S-/));
  });

  it('brings its own ground, so that it reads on a light and on a dark page', () => {
    const [, width, height] = / width="(\d+)" height="(\d+)"/.exec(read('docs/terminal.svg')) ?? [];
    expect(read('docs/terminal.svg')).toContain(`<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`);
  });
});
