import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CHART } from './manifests.ts';

/** The Go module that pins Helm and the types of the Kubernetes API. */
const MODULE = fileURLToPath(new URL('.', import.meta.url));

/** Helm is compiled when it is used for the first time, which takes minutes; GO_MINUTES bounds it. */
const TIME_LIMIT_MS = Number(process.env.GO_MINUTES ?? 15) * 60_000;

/** How a program ended. */
export interface Ending {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

function go(words: readonly string[], input = ''): Ending {
  const { status, stdout, stderr, error } = spawnSync('go', words, {
    cwd: MODULE,
    input,
    encoding: 'utf8',
    timeout: TIME_LIMIT_MS,
    maxBuffer: 16_777_216,
  });
  return { ok: status === 0, stdout: stdout ?? '', stderr: error ? error.message : (stderr ?? '') };
}

/** Runs Helm, which Go gets and compiles as `go.mod` and `go.sum` say. */
export const helm = (...words: readonly string[]): Ending => go(['tool', 'helm', ...words]);

/** Makes manifests from the chart. */
export const template = (values: string, ...words: readonly string[]): Ending =>
  helm(
    'template',
    'mistmcp',
    CHART,
    '--namespace',
    'mistmcp',
    '--kube-version',
    '1.37.0',
    '--values',
    values,
    ...words,
  );

/** Holds manifests against the types of the Kubernetes API. */
export const validate = (manifests: string): Ending => go(['run', '.'], manifests);

/** Why Helm cannot be had here, if so. */
export function missing(): string | undefined {
  const version = go(['version']);
  if (!version.ok) return 'Go is not installed';
  const built = helm('version', '--short');
  return built.ok ? undefined : `Helm cannot be had: ${built.stderr.trim().split('\n').at(-1)}`;
}
