import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The folder of the chart. */
export const CHART = join(ROOT, 'deploy/helm/mistmcp');

/** A plain manifest that is committed. */
export interface Manifest {
  readonly path: string;
  /** What the chart is given. */
  readonly values: string;
  readonly about: string;
  /** Secrets that it needs, as arguments of kubectl. */
  readonly secrets: readonly string[];
}

const SHARED =
  'mistmcp --from-literal=state-keys="$(openssl rand -base64 32)" --from-literal=redis-url=rediss://mistmcp:PASSWORD@redis.example.com:6379';

/** All of them, for those who do not use Helm. */
export const MANIFESTS: readonly Manifest[] = [
  {
    path: join(ROOT, 'deploy/kubernetes/sign-in.yaml'),
    values: join(CHART, 'ci/sign-in-values.yaml'),
    about: 'People sign in with the identity of their company.',
    secrets: [SHARED, 'mistmcp-tokens --from-file=noc.token --from-file=helpdesk.token'],
  },
  {
    path: join(ROOT, 'deploy/kubernetes/mist-tokens.yaml'),
    values: join(CHART, 'ci/mist-tokens-values.yaml'),
    about: 'Clients send Mist tokens of their own.',
    secrets: [SHARED],
  },
];

/** Digest of all that a manifest is made from, by which a stale one is found without Helm. */
export function sourceDigest({ values }: Manifest): string {
  const templates = readdirSync(join(CHART, 'templates')).sort();
  const files = ['Chart.yaml', 'values.yaml', ...templates.map((name) => `templates/${name}`)];
  const hash = createHash('sha256');
  for (const file of [...files.map((name) => join(CHART, name)), values]) hash.update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** The text of a manifest: what to do with it, and what Helm made without its marks. */
export function manifestText(manifest: Manifest, rendered: string): string {
  const documents = rendered
    .split(/^---\n/m)
    .map((text) => text.replace(/^# Source: .*\n/, '').trim())
    .filter((text) => text !== '');
  const head = [
    `# ${manifest.about}`,
    '# Made by npm run chart from deploy/helm/mistmcp; change it there, or change a copy of this.',
    `# source: ${sourceDigest(manifest)}`,
    '#',
    '# Set the image to the release that you checked, best by its digest; the host name everywhere; the namespaces of your',
    '# gateway and of your monitoring; and, in the NetworkPolicy, where the engine is. docs/operating.md says the rest.',
    '# kubectl create namespace mistmcp',
    ...manifest.secrets.map((secret) => `# kubectl -n mistmcp create secret generic ${secret}`),
    `# kubectl -n mistmcp apply -f ${manifest.path.slice(ROOT.length)}`,
  ];
  return `${head.join('\n')}\n${documents.join('\n---\n')}\n`;
}
