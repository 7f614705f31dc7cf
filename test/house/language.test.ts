import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Beginnings and parts of words in British spelling, with the American one. `cancelled` is missing on purpose: the
 * protocol and Node spell it so.
 */
const AMERICAN: Readonly<Record<string, string>> = {
  acknowledgement: 'acknowledgment',
  analyse: 'analyze',
  artefact: 'artifact',
  authoris: 'authoriz',
  behaviour: 'behavior',
  capitalis: 'capitaliz',
  catalogue: 'catalog',
  categoris: 'categoriz',
  centre: 'center',
  colour: 'color',
  customis: 'customiz',
  defence: 'defense',
  favour: 'favor',
  fulfils: 'fulfills',
  honour: 'honor',
  initialis: 'initializ',
  judgement: 'judgment',
  labelled: 'labeled',
  learnt: 'learned',
  licence: 'license',
  minimis: 'minimiz',
  modelled: 'modeled',
  neighbour: 'neighbor',
  normalis: 'normaliz',
  optimise: 'optimize',
  organis: 'organiz',
  recognis: 'recogniz',
  serialis: 'serializ',
  signalled: 'signaled',
  spelt: 'spelled',
  spoilt: 'spoiled',
  summaris: 'summariz',
  synchronis: 'synchroniz',
  travelled: 'traveled',
  unauthoris: 'unauthoriz',
  whilst: 'while',
};

/** What people type in either spelling is a fact of the search, and this list is itself. */
const BOTH_SPELLINGS = [
  'src/features/api-catalog/words.ts',
  'test/features/api-catalog/questions.ts',
  'test/house/language.test.ts',
  // It says what a prompt was called before.
  'CHANGELOG.md',
];

/** Attributes of others that are spelled the British way. */
const OF_OTHERS = /aria-labelledby/g;

const folders = ['src', 'scripts', 'simulator', 'test', 'docs', '.github'];
const files = [
  ...readdirSync(root),
  ...folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  ),
]
  .filter((file) => /\.(ts|js|md|json|svg|ya?ml|list)$/.test(file) && file !== 'package-lock.json')
  .filter((file) => !BOTH_SPELLINGS.includes(file));

const british = new RegExp(Object.keys(AMERICAN).join('|'), 'gi');

function britishWordsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8').replace(OF_OTHERS, '');
  const words = new Set([...`${file} ${text}`.matchAll(british)].map(([word]) => word.toLowerCase()));
  return [...words].map((word) => `${file}: ${word}… → ${AMERICAN[word]}…`);
}

describe('the language of the project', () => {
  it('is US English in code, tests, texts and file names', () => {
    expect(files.length).toBeGreaterThan(800);
    expect(files.flatMap(britishWordsOf)).toEqual([]);
  });
});
