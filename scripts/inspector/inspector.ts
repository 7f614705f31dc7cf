import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fetched, type Program } from '../fetched.ts';

const INSPECTOR: Program = {
  name: '@modelcontextprotocol/inspector',
  version: '2.12.0',
  entry: 'clients/launcher/build/index.js',
  node: [22, 19],
};

/** The command line of the inspector. @param folder where it is installed already */
export const findInspector = (folder?: string): readonly [string, string] => fetched(INSPECTOR, folder);

/** What came of one run of the inspector. */
export interface Finding {
  readonly passed: boolean;
  readonly stdout: string;
  /** What was said on stderr, the server's own notices left out. */
  readonly warnings: readonly string[];
}

const isNotice = (line: string): boolean => /^\{"level":"(info|debug)"/.test(line);

/**
 * Runs one method of a server through the inspector.
 *
 * @param inspector its command line
 * @param server its command line
 * @param method options of the inspector
 * @param folder for the files that it keeps
 */
export function inspect(
  inspector: readonly [string, string],
  server: readonly string[],
  method: readonly string[],
  folder: string,
): Finding {
  const [node, entry] = inspector;
  const { status, stdout, stderr } = spawnSync(node, [entry, '--cli', ...server, ...method], {
    encoding: 'utf8',
    timeout: 60_000,
    env: {
      ...process.env,
      MCP_CATALOG_PATH: join(folder, 'catalog.json'),
      MCP_CLIENT_CONFIG_PATH: join(folder, 'client.json'),
    },
  });
  const warnings = stderr.split('\n').filter((line) => line.trim() !== '' && !isNotice(line));
  return { passed: status === 0 && warnings.length === 0, stdout, warnings };
}
