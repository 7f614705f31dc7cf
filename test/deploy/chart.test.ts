import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { CHART, MANIFESTS, sourceDigest } from '../../scripts/kubernetes/manifests.ts';
import { parseAccess } from '../../src/config/access-file.ts';
import { loadConfig } from '../../src/config/config.ts';
import { allSettings } from '../../src/config/settings.ts';

const read = (name: string): string => readFileSync(join(CHART, name), 'utf8');
const templates = readdirSync(join(CHART, 'templates')).map((name) => read(`templates/${name}`));
const folder = mkdtempSync(join(tmpdir(), 'chart-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the values of the chart', () => {
  const valid = new Ajv({ strict: true, strictRequired: false, allErrors: true }).compile(
    JSON.parse(read('values.schema.json')),
  );
  const standard = z.record(z.string(), z.unknown()).parse(parse(read('values.yaml')));
  const problems = (values: unknown): string[] => {
    valid(values);
    return (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };

  it('have a schema that knows each of them and wants a host and a gateway', () => {
    expect(problems(standard)).toEqual([
      expect.stringContaining('/host must'),
      expect.stringContaining('/host must'),
      expect.stringContaining('/gateway/parentRefs must'),
      expect.stringContaining('/gateway must match'),
    ]);
  });

  it.each(readdirSync(join(CHART, 'ci')))('of the example %s fit the schema', (name) => {
    expect(problems(parse(read(`ci/${name}`)))).toEqual([]);
  });

  it.each([
    [{ hots: 'mcp.example.com' }, 'additional properties'],
    [{ image: { digest: 'latest' } }, '/image/digest'],
    [{ signIn: { issuer: 'http://login.example.com' } }, '/signIn/issuer'],
    [{ networkPolicy: { gatewayPeers: [] } }, '/networkPolicy/gatewayPeers'],
    [{ resources: { limits: { memory: '1.5Gi' } } }, '/resources/limits/memory'],
    [{ metrics: { port: 8000 } }, '/metrics/port'],
  ])('are refused where they cannot be meant: %j', (values, reason) => {
    expect(problems({ host: 'mcp.example.com', ...values }).join('; ')).toContain(reason);
  });

  it('are all used by the templates', () => {
    const text = templates.join('\n');
    const unused = Object.keys(standard).filter((name) => !text.includes(`.Values.${name}`));
    expect(unused).toEqual([]);
  });
});

describe('the chart', () => {
  it('gives the server no flag that it does not have', () => {
    const flags = new Set(allSettings.flatMap(({ flag }) => flag ?? []));
    const given = templates.flatMap((text) => [...text.matchAll(/- --([a-z][a-z-]*)/g)].map(([, name = '']) => name));
    expect(given.length).toBeGreaterThan(15);
    expect(given.filter((name) => !flags.has(name))).toEqual([]);
  });

  it('is of the version of the program', () => {
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync('package.json', 'utf8')));
    expect(parse(read('Chart.yaml'))).toMatchObject({ name: 'mistmcp', appVersion: version });
  });
});

const Probe = z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) });
const Container = z.object({
  image: z.string(),
  args: z.array(z.string()),
  env: z.array(z.object({ name: z.string(), value: z.string().optional(), valueFrom: z.unknown().optional() })),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
  resources: z.object({ limits: z.object({ memory: z.literal('1Gi') }) }),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string(), readOnly: z.literal(true) })),
  securityContext: z.unknown(),
  startupProbe: Probe,
  readinessProbe: Probe,
  livenessProbe: Probe,
});
const Deployment = z.object({
  spec: z.object({
    template: z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: z.object({
        containers: z.tuple([Container]),
        enableServiceLinks: z.boolean(),
        automountServiceAccountToken: z.boolean(),
        securityContext: z.unknown(),
        volumes: z.array(z.object({ name: z.string() })),
      }),
    }),
  }),
});
const Resource = z.looseObject({ kind: z.string(), metadata: z.looseObject({ name: z.string() }) });

describe.each(MANIFESTS)('the manifest $path', (manifest) => {
  const text = readFileSync(manifest.path, 'utf8');
  const documents = parseAllDocuments(text).map((document) => {
    if (document.errors.length > 0) throw new Error(document.errors.join(', '));
    return Resource.parse(document.toJS());
  });
  const of = (kind: string, suffix = '') =>
    documents.find((document) => document.kind === kind && document.metadata.name === `mistmcp${suffix}`);
  const pod = Deployment.parse(of('Deployment')).spec.template;
  const [container] = pod.spec.containers;
  const isSignIn = basename(manifest.path) === 'sign-in.yaml';

  it('is made from the present chart (npm run chart)', () => {
    expect(text).toContain(`# source: ${sourceDigest(manifest)}\n`);
  });

  it('has each part of a deployment once', () => {
    expect(documents.map(({ kind }) => kind).sort()).toEqual(
      [
        ...['Deployment', 'HTTPRoute', 'HorizontalPodAutoscaler', 'NetworkPolicy', 'PodDisruptionBudget'],
        ...['Service', 'Service', ...(isSignIn ? ['ConfigMap', 'ServiceMonitor'] : [])],
      ].sort(),
    );
  });

  it('starts the server with settings that it takes', () => {
    const keys = join(folder, 'state-keys');
    writeFileSync(keys, 'k'.repeat(44), { mode: 0o600 });
    const args = container.args.map((arg) => arg.replace('/run/mistmcp/keys/state-keys', keys));
    expect(args.filter((arg) => arg.includes(keys))).toHaveLength(1);
    const env = { MISTMCP_REPLICA: 'mistmcp-6d5f9c7b8d-x2x4z', MISTMCP_REDIS: 'redis://engine:6379' };
    const names = container.env.map(({ name }) => name).filter((name) => name.startsWith('MISTMCP_'));
    expect(names.sort()).toEqual(Object.keys(env).sort());
    const loaded = loadConfig(args, env, folder);
    if (loaded.kind !== 'run') throw new Error(JSON.stringify(loaded));
    const { http, stateKeys } = loaded.config;
    expect(stateKeys).toHaveLength(1);
    expect(http).toMatchObject({ metricsPort: 9464, behindProxy: true, proxyHops: 1 });
    expect(http?.signIn?.publicUrl).toBe(isSignIn ? 'https://mcp.example.com/mcp' : undefined);
  });

  it('has the same ports at every place', () => {
    const ports = Object.fromEntries(container.ports.map((port) => [port.name, port.containerPort]));
    expect(ports).toEqual({ http: 8000, metrics: 9464 });
    expect(container.args).toEqual(expect.arrayContaining(['--port=8000', '--metrics-port=9464']));
    expect(of('Service')?.spec).toMatchObject({ ports: [{ name: 'http', port: 80, targetPort: 'http' }] });
    expect(of('Service', '-metrics')?.spec).toMatchObject({ ports: [{ port: 9464, targetPort: 'metrics' }] });
    const [clients, monitoring] = z
      .object({ ingress: z.array(z.object({ ports: z.array(z.object({ port: z.string() })) })) })
      .parse(of('NetworkPolicy')?.spec).ingress;
    expect([clients?.ports, monitoring?.ports]).toMatchObject([[{ port: 'http' }], [{ port: 'metrics' }]]);
    for (const probe of [container.startupProbe, container.readinessProbe, container.livenessProbe]) {
      expect(probe.httpGet).toMatchObject({ port: 'http', path: expect.stringMatching(/^\/(?:healthz|readyz)$/) });
    }
  });

  it('leads clients to MCP and to nothing else', () => {
    const { rules } = z
      .object({ rules: z.array(z.object({ matches: z.array(z.unknown()), backendRefs: z.unknown() })) })
      .parse(of('HTTPRoute')?.spec);
    const known = '/.well-known/oauth-protected-resource';
    const paths = ['/mcp', ...(isSignIn ? [known, `${known}/mcp`] : [])];
    expect(rules).toEqual([
      {
        matches: paths.map((value) => ({ path: { type: 'Exact', value } })),
        backendRefs: [{ name: 'mistmcp', port: 80 }],
      },
    ]);
  });

  it('selects its pods at every place', () => {
    const selectors = [
      z.object({ selector: z.unknown() }).parse(of('Service')?.spec).selector,
      z.object({ selector: z.unknown() }).parse(of('Service', '-metrics')?.spec).selector,
      z.object({ podSelector: z.object({ matchLabels: z.unknown() }) }).parse(of('NetworkPolicy')?.spec).podSelector
        .matchLabels,
      z.object({ selector: z.object({ matchLabels: z.unknown() }) }).parse(of('PodDisruptionBudget')?.spec).selector
        .matchLabels,
    ];
    for (const selector of selectors) expect(pod.metadata.labels).toMatchObject(Object(selector));
    expect(of('HorizontalPodAutoscaler')?.spec).toMatchObject({
      scaleTargetRef: { kind: 'Deployment', name: 'mistmcp' },
    });
    const monitor = of('ServiceMonitor')?.spec;
    if (monitor === undefined) return;
    const { matchLabels } = z.object({ selector: z.object({ matchLabels: z.unknown() }) }).parse(monitor).selector;
    expect(of('Service', '-metrics')?.metadata.labels).toMatchObject(Object(matchLabels));
    expect(of('Service')?.metadata.labels).not.toMatchObject(Object(matchLabels));
  });

  it('runs without rights, without variables of other Services, and with a heap of three quarters', () => {
    expect(pod.spec).toMatchObject({
      enableServiceLinks: false,
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container.env).toContainEqual({ name: 'NODE_OPTIONS', value: '--max-old-space-size=768' });
  });

  it('takes secrets by reference alone, and mounts what it refers to', () => {
    expect(container.env.find(({ name }) => name === 'MISTMCP_REDIS')).toEqual({
      name: 'MISTMCP_REDIS',
      valueFrom: { secretKeyRef: { name: 'mistmcp', key: 'redis-url' } },
    });
    expect(documents.some(({ kind }) => kind === 'Secret')).toBe(false);
    expect(container.volumeMounts.map(({ name }) => name)).toEqual(pod.spec.volumes.map(({ name }) => name));
    const paths = container.args.flatMap((arg) => /=(\/.*)$/.exec(arg)?.[1] ?? []);
    const mounted = (path: string) => container.volumeMounts.some(({ mountPath }) => path.startsWith(`${mountPath}/`));
    expect(paths.filter((path) => !mounted(path))).toEqual([]);
    if (!isSignIn) return;
    const { data } = z.object({ data: z.object({ 'access.json': z.string() }) }).parse(of('ConfigMap', '-access'));
    const access = parseAccess(data['access.json'], '/etc/mistmcp/access.json');
    const files = [...access.profiles.values()].map(({ token }) => (token.kind === 'file' ? token.path : ''));
    expect(files).toHaveLength(2);
    expect(files.filter((path) => !mounted(path))).toEqual([]);
  });
});
