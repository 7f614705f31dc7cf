// Lists and calls what the packed server offers with the MCP inspector: npm run inspector [-- --inspector FOLDER] [--load]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findInspector, inspect } from './inspector/inspector.ts';
import { packPackage, unpack } from './release/stage.ts';

const { values } = parseArgs({
  options: { inspector: { type: 'string' }, load: { type: 'boolean', default: false } },
});

const call = (tool: string, input: object): readonly string[] => [
  ...['--method', 'tools/call', '--tool-name', tool],
  ...['--tool-args-json', JSON.stringify(input)],
];

const RUNS: readonly (readonly string[])[] = [
  ['--method', 'tools/list', '--strict'],
  call('mist_get_self', { action_type: 'account_info' }),
  call('mist_get_constants', { object_type: 'device_models' }),
  call('mist_search_device', {}),
  call('mist_get_stats', { stats_type: 'sites' }),
  call('mist_get_configuration_object_schema', { schema_name: 'org_wlan' }),
  call('mist_search_api', { query: 'list wlans' }),
  ['--method', 'prompts/list'],
  ['--method', 'prompts/get', '--prompt-name', 'find', '--prompt-args', 'what=BER-O-SW-ACC1'],
  ['--method', 'resources/list'],
  ['--method', 'resources/templates/list'],
  ['--method', 'resources/read', '--uri', 'mist://guide/paging'],
];
const LOAD = [...call('mist_search_device', {}), '--load', '--load-requests', '300'];

const inspector = findInspector(values.inspector);
const folder = mkdtempSync(join(tmpdir(), 'mistmcp-inspector-'));
try {
  const bundle = join(unpack(packPackage(folder).path, join(folder, 'server')), 'dist/mistmcp.js');
  const server = [process.execPath, bundle, '--demo', '--enable-write-tools'];
  for (const era of ['legacy', 'modern']) {
    for (const run of values.load ? [...RUNS, LOAD] : RUNS) {
      const { passed, stdout, warnings } = inspect(inspector, server, [...run, '--protocol-era', era], folder);
      console.log(`${passed ? 'passed' : 'FAILED'}: ${era} ${run.join(' ')}`);
      if (run === LOAD) console.log(stdout);
      if (!passed) console.error([...warnings, stdout.slice(0, 1000)].join('\n'));
      if (!passed) process.exitCode = 1;
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
