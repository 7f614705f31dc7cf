/** Source files and the fast tests that must notice when one of them is changed. */
export interface Group {
  /** Paths from the root of the project. */
  readonly sources: readonly string[];
  readonly tests: readonly string[];
}

/** Files of a folder of src. */
const sources = (folder: string, ...names: readonly string[]): readonly string[] =>
  names.map((name) => `src/${folder}/${name}.ts`);

/** Test files of a folder of test. */
const tests = (folder: string, ...names: readonly string[]): readonly string[] =>
  names.map((name) => `test/${folder}/${name}.test.ts`);

/**
 * What mutation tests look at. The tests of a group run once for each of its mutants, so they are those without the
 * simulated cloud where that is possible at all. test/mutation/groups.test.ts holds the paths against the project.
 */
export const groups: Readonly<Record<string, Group>> = {
  inputs: {
    sources: [
      ...sources('tool', 'read-inputs', 'inputs', 'says-nothing', 'input-schema', 'select', 'operation'),
      ...sources('tool', 'list-inputs'),
    ],
    tests: tests('tool', 'read-inputs', 'input-schema', 'select', 'list-inputs'),
  },
  values: {
    sources: [
      ...sources('core', 'ids', 'time', 'choice', 'nearest', 'json-scan', 'keyed-semaphore'),
      ...sources('mist/spec', 'read-value'),
      ...sources('tool', 'read-parameter'),
    ],
    tests: [
      ...tests('core', 'ids', 'time', 'time-edges', 'choice', 'nearest', 'json-scan', 'keyed-semaphore'),
      ...tests('mist/spec', 'read-value'),
      ...tests('tool', 'read-parameter'),
    ],
  },
  shaping: {
    sources: [
      ...sources(
        'tool',
        'list-answer',
        'shape-rows',
        'present-object',
        'row-format',
        'sanitize-answer',
        'search-result',
        'text-result',
      ),
      ...sources('features/configuration/effective', 'answer'),
    ],
    tests: [
      ...tests('tool', 'list-answer', 'list-answer-next', 'sanitize-answer', 'text-result'),
      ...tests('features/configuration/effective', 'answer'),
    ],
  },
  masking: {
    sources: [
      ...sources('tool', 'redact', 'sanitize'),
      ...sources('tool/redact', 'text', 'forms', 'pairs', 'urls', 'cli', 'sensitivity', 'value'),
      ...sources('core', 'clean-text', 'mask'),
      ...sources('mist/spec', 'secret-names'),
    ],
    tests: [
      ...tests('tool', 'redact', 'redact-edges', 'redact-forms', 'redact-texts', 'sanitize-answer'),
      ...tests('core', 'mask', 'mask-token'),
    ],
  },
  elicitation: {
    sources: [...sources('tool', 'elicitation', 'result', 'effect', 'curated-tool')],
    tests: tests('tool', 'elicitation', 'result', 'effect', 'run'),
  },
  calls: {
    sources: [
      ...sources('tool', 'run', 'fill', 'define', 'paginate', 'next-page', 'all-pages', 'walk-cost', 'walk-answer'),
      ...sources('features/charts', 'attach'),
    ],
    tests: [...tests('tool', 'run', 'paginate', 'all-pages'), ...tests('features/charts', 'attach')],
  },
  rows: {
    sources: [
      ...sources('tool/result-store', 'store', 'results', 'query'),
      ...sources('tool/result-store/rows', 'export', 'order', 'where'),
      ...sources('tool/rows', 'column'),
    ],
    tests: tests('tool/result-store', 'store', 'rows', 'row-edges', 'query'),
  },
  pages: {
    sources: sources('mist/paging', 'pages', 'rows', 'next-link', 'continuation', 'window'),
    tests: tests('mist/paging', 'pages', 'next-link', 'continuation', 'window'),
  },
  walker: {
    sources: sources('mist/paging', 'walk', 'completeness'),
    tests: tests('mist/paging', 'walk', 'completeness'),
  },
  comparison: {
    sources: sources(
      'features/snapshot',
      ...['compare', 'comparable', 'set-lists', 'json-text', 'likeness', 'parts', 'site-reach', 'comparison-text'],
    ),
    tests: tests('features/snapshot', 'compare', 'comparison-text', 'parts', 'forms', 'json-text'),
  },
  planner: {
    sources: sources(
      'features/changes',
      ...['plan', 'difference', 'merge-patch', 'json', 'masks', 'keys', 'secret', 'strip-secrets', 'visible'],
      ...['difference-text', 'value-text', 'read-back', 'nouns'],
    ),
    tests: tests(
      'features/changes',
      ...['plan-edges', 'secrets-sent', 'scope', 'wording', 'shown-texts', 'core', 'core-secret'],
    ),
  },
  preparing: {
    sources: sources(
      'features/changes',
      ...['request', 'prepare', 'target', 'object-lists', 'state', 'impact', 'references', 'reason'],
    ),
    tests: tests('features/changes', 'prepare', 'target', 'request', 'impact-parts'),
  },
  'confirm-and-send': {
    sources: sources(
      'features/changes',
      ...['confirm-and-send', 'audit-entry', 'question', 'verify', 'verify-create', 'undo'],
      ...['confirmation', 'impact-text', 'answer'],
    ),
    tests: tests(
      'features/changes',
      ...['confirm-and-send', 'audit-entry', 'question', 'verify', 'undo-of', 'undo-references', 'confirmation-text'],
    ),
  },
  verdict: {
    sources: [
      ...sources('features/effects/verdict', 'decide', 'judge-site', 'say'),
      ...sources('features/effects', 'wording'),
    ],
    tests: tests('features/effects', 'decide', 'judge-site', 'say', 'say-parts', 'wording'),
  },
  rights: {
    sources: [
      ...sources('mist', 'access-rights'),
      ...sources('transport/http/sign-in', 'access', 'verifier', 'person-limit', 'caller'),
      ...sources('transport/http/replicas', 'seal', 'sealed-session'),
    ],
    tests: [
      ...tests('mist', 'access-rights', 'access-rights-gate'),
      ...tests('transport/http/sign-in', 'access-rows', 'verifier', 'person-limit'),
      ...tests('transport/http/replicas', 'sealed-session'),
    ],
  },
  plans: {
    sources: [
      ...sources('features/plans', 'order', 'read-plan', 'new-objects', 'undo-plan'),
      ...sources('features/plans/runs', 'run-record', 'run-memory', 'run-files'),
    ],
    tests: tests('features/plans', 'order', 'read-plan', 'undo-plan', 'runs'),
  },
};
