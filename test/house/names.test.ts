import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Names that say nothing, or not what the field says, with what is said instead where there is one word for it. */
const TYPES: Readonly<Record<string, string>> = {
  Answered: 'ToolAnswer',
  Around: 'the scope, the environment or the context that it is',
  Asked: 'ElicitationRequired, or the query that it is',
  Checked: 'CheckResult, or findings',
  Company: 'ClientHandlers',
  Crew: 'clients',
  Drawn: 'DrawResult',
  Errand: 'CommandRequest',
  Feed: 'Progress',
  Filled: 'values',
  Found: 'the match, the type or the findings',
  Gathered: 'the collection',
  Given: 'the input or setting that it is',
  Kept: 'the entry that is kept',
  Made: 'the thing that was made',
  Matter: 'PendingWrite, or the content of a confirmation',
  Offer: 'enabled tools',
  Opening: 'bootstrap',
  Pace: 'Timeouts, or the kind of output',
  Person: 'ElicitationHandler',
  Place: 'the location, owner or endpoint that it is',
  Said: 'the value or text',
  Seat: 'TenantContext',
  Seen: 'the record or view',
  Sent: 'SendResult',
  Settled: 'the result',
  Shown: 'the unit or text that is shown',
  Told: 'facts',
  Turns: 'pages',
  Walk: 'AllPagesRequest, or the search that it is',
  Weather: 'FaultSchedule',
  Wish: 'EntryOptions',
};

/** Names of files that a newcomer would not look into, with the standard word. */
const FILES: Readonly<Record<string, string>> = {
  attempt: 'audit-entry',
  better: 'curated-tool',
  'check-value': 'read-parameter',
  collect: 'all-pages',
  company: 'client-handlers',
  complain: 'report-error',
  crew: 'clients',
  door: 'router',
  draft: 'prepare',
  echo: 'strip-secrets',
  found: 'search-result',
  gather: 'what is gathered',
  judges: 'assertions',
  kept: 'merge-existing',
  located: 'target',
  offer: 'enabled-tools',
  opening: 'bootstrap',
  openly: 'display-text',
  person: 'elicitation-handler',
  place: 'config-path, or the location that it is',
  present: 'sanitize-answer',
  reach: 'template-sites, or connectivity',
  reclaim: 'what is freed',
  'row-form': 'row-format',
  screen: 'output',
  sender: 'client',
  settle: 'verify',
  'token-words': 'token-instructions',
  turns: 'paginate',
  way: 'change-context',
  weather: 'fault-schedule',
  wish: 'setup-options',
};

const files = ['src', 'scripts', 'simulator', 'test'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);

const DECLARATION = /^(?:export )?(?:abstract )?(?:interface|type|class|enum) (\w+)/gm;

function oddTypesOf(file: string): string[] {
  const declared = [...readFileSync(join(root, file), 'utf8').matchAll(DECLARATION)].map(([, name = '']) => name);
  return declared.filter((name) => Object.hasOwn(TYPES, name)).map((name) => `${file}: ${name} → ${TYPES[name]}`);
}

function oddFileName(file: string): string[] {
  const parts = file.split('/').slice(1, -1);
  const name = basename(file).replace(/(?:\.(?:long|property|test|test-d))*\.ts$/, '');
  return [...parts, name]
    .filter((part) => Object.hasOwn(FILES, part))
    .map((part) => `${file}: ${part} → ${FILES[part]}`);
}

describe('the names of the project', () => {
  it('are found at all', () => {
    expect(files.length).toBeGreaterThan(800);
  });

  it('are standard terms for types', () => {
    expect(files.flatMap(oddTypesOf)).toEqual([]);
  });

  it('are standard terms for files and folders', () => {
    expect(files.flatMap(oddFileName)).toEqual([]);
  });
});
