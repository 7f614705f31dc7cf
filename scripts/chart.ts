import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Ending, helm, missing, template, validate } from './kubernetes/helm.ts';
import { CHART, MANIFESTS, manifestText } from './kubernetes/manifests.ts';

const HELP = `npm run chart [-- --check]

Makes the plain manifests of deploy/kubernetes from the chart. With --check it writes nothing: it lints the chart, holds
what it makes of every file in ci/ against the types of the Kubernetes API, and the committed manifests against the
chart. Helm and the types come through Go, pinned in scripts/kubernetes; without them everything is skipped.
`;

/** What the chart must refuse, with a word of the reason; each on top of values that it takes. */
const REFUSED: readonly (readonly [words: readonly string[], reason: RegExp])[] = [
  [['--set', 'host='], /host/],
  [['--set', 'hots=mcp.example.com'], /hots/],
  [['--set', 'redis.secret='], /redis\.secret/],
  [['--set', 'image.digest=latest'], /digest/],
  [['--set', 'signIn.issuer=https://login.example.com'], /signIn\.access/],
  [['--set', 'signIn.issuer=http://login.example.com'], /issuer/],
  [['--set-json', 'gateway.parentRefs=[]'], /parentRefs/],
  [['--set-json', 'networkPolicy.gatewayPeers=[]'], /gatewayPeers/],
  [['--set', 'resources.limits.memory=1.5Gi'], /memory/],
  [['--set', 'autoscaling.max=1,autoscaling.min=2'], /autoscaling/],
  [['--set', 'metrics.port=8000'], /port/],
];

const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean' } } });
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

const reason = missing();
if (reason !== undefined) {
  console.log(`SKIPPED: the chart is not checked by Helm: ${reason}`);
  process.exit(values.check ? 0 : 1);
}

/** Says how something ended, and remembers that it did not. */
function report(what: string, { ok, stdout, stderr }: Ending): void {
  if (ok) console.log(`passed: ${what}`);
  else {
    console.error(`failed: ${what}\n${stdout}${stderr}`);
    process.exitCode = 1;
  }
}

function check(): void {
  for (const name of readdirSync(join(CHART, 'ci'))) {
    const file = join(CHART, 'ci', name);
    report(`${name}: helm lint --strict`, helm('lint', '--strict', CHART, '--values', file));
    const made = template(file);
    report(`${name}: types of the Kubernetes API`, made.ok ? validate(made.stdout) : made);
  }
  const misspelled = validate('apiVersion: v1\nkind: Service\nmetadata: { name: x }\nspec: { prots: [] }\n');
  report('refused: a field that the API does not have', { ...misspelled, ok: /prots/.test(misspelled.stderr) });
  const base = join(CHART, 'ci/mist-tokens-values.yaml');
  for (const [words, expected] of REFUSED) {
    const { ok, stderr } = template(base, ...words);
    report(`refused: ${words.join(' ')}`, { ok: !ok && expected.test(stderr), stdout: '', stderr });
  }
}

if (values.check) check();
for (const manifest of MANIFESTS) {
  const made = template(manifest.values);
  const text = manifestText(manifest, made.stdout);
  if (!made.ok) report(manifest.path, made);
  else if (!values.check) writeFileSync(manifest.path, text);
  else {
    const ok = readFileSync(manifest.path, 'utf8') === text;
    report(`${manifest.path} is fresh`, { ok, stdout: '', stderr: 'run: npm run chart\n' });
  }
}
