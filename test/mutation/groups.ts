/** Source files and the fast tests that must notice when one of them is changed. */
export interface Group {
  /** Paths from the root of the project. */
  readonly sources: readonly string[];
  readonly tests: readonly string[];
}

const tool = (...names: readonly string[]): readonly string[] => names.map((name) => `src/tool/${name}.ts`);
const changes = (...names: readonly string[]): readonly string[] => names.map((name) => `src/mist/changes/${name}.ts`);

/**
 * What mutation tests look at. The tests of a group run once for each of its mutants, so they are those without the
 * simulated cloud where that is possible at all.
 */
export const groups: Readonly<Record<string, Group>> = {
  reading: {
    sources: tool('read', 'inputs', 'input-schema', 'select', 'operation', 'mac', 'time', 'text', 'value', 'walk'),
    tests: [
      ...['time-edges', 'mac', 'time', 'read', 'input-schema', 'select', 'value', 'text', 'walk'].map(
        (name) => `test/tool/${name}.test.ts`,
      ),
    ],
  },
  shaping: {
    sources: tool('shape', 'row-form', 'present', 'found', 'effective'),
    tests: ['present-list', 'clean-edges', 'effective', 'shape'].map((name) => `test/tool/${name}.test.ts`),
  },
  secrets: {
    sources: [
      ...tool('redact', 'redact/text', 'redact/pairs', 'redact/urls', 'redact/cli', 'redact/place', 'sanitize'),
      ...['src/core/clean-text.ts', 'src/core/mask.ts', 'src/mist/spec/secret-names.ts'],
    ],
    tests: ['redact-edges', 'redact-forms', 'sanitize-edges'].map((name) => `test/tool/${name}.test.ts`),
  },
  consent: {
    sources: tool('confirm', 'result', 'effect', 'better', 'change'),
    tests: ['confirm', 'result', 'effect', 'run'].map((name) => `test/tool/${name}.test.ts`),
  },
  calls: {
    sources: tool('run', 'define', 'turns', 'next', 'sender', 'picture', 'collect'),
    tests: [
      'test/tool/run.test.ts',
      'test/tool/paginate.test.ts',
      'test/features/charts/attach.test.ts',
      'test/tool/all-pages.test.ts',
    ],
  },
  rows: {
    sources: tool('handles', 'results', 'query-held', 'rows/column', 'rows/export', 'rows/order', 'rows/where'),
    tests: ['store', 'rows', 'row-edges', 'query-held'].map((name) => `test/tool/result-store/${name}.test.ts`),
  },
  pages: {
    sources: ['src/mist/paging/pages.ts', 'src/mist/paging/next-link.ts', 'src/mist/paging/window.ts'],
    tests: ['continuation', 'window', 'pages', 'next-link'].map((name) => `test/mist/${name}.test.ts`),
  },
  planner: {
    sources: changes(
      ...['plan', 'difference', 'merge-patch', 'json', 'masks', 'keys', 'secret', 'echo', 'visible'],
      ...['difference-text', 'value-text', 'read-back', 'reach', 'nouns', 'queue'],
    ),
    tests: ['plan-edges', 'secrets-sent', 'around', 'wording', 'shown-texts', 'core', 'core-secret'].map(
      (name) => `test/features/changes/${name}.test.ts`,
    ),
  },
  draft: {
    sources: changes('request', 'draft', 'located', 'lists', 'state', 'impact', 'references', 'reason'),
    tests: ['draft', 'located', 'request', 'impact-parts'].map((name) => `test/features/changes/${name}.test.ts`),
  },
};
