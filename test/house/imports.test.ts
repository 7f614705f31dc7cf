import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const src = join(root, 'src');

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));

function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), 'utf8');
  return [...text.matchAll(/(?:from|import\() ?'([.@\w][^'\s]*)'/g)].map(([, to = '']) => ({
    from: file,
    to: to.startsWith('.') ? relative(root, resolve(src, dirname(file), to)) : to,
  }));
}

const all = files.flatMap(importsOf);
const area = (file: string): string => (file.includes('/') ? (file.split('/')[0] ?? '') : file);
const breaking = (rule: (one: Import) => boolean): string[] =>
  all.filter(rule).map(({ from, to }) => `${from} → ${to}`);

describe('who may import whom', () => {
  it('finds the files at all', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(all.length).toBeGreaterThan(200);
  });

  it('only the Mist side and the simulated cloud know the generated layer', () => {
    expect(breaking(({ from, to }) => to.startsWith('generated/') && area(from) !== 'mist')).toEqual([]);
  });

  it('tools stand on the tool and Mist layers alone', () => {
    const allowed = /^(src\/(core|mist|tool|features|tools)\/|zod$)/;
    expect(breaking(({ from, to }) => area(from) === 'tools' && !allowed.test(to))).toEqual([]);
  });

  it('the Mist side knows neither tools nor the protocol', () => {
    expect(
      breaking(({ from, to }) => area(from) === 'mist' && /^src\/(tool|tools|features|transport)\//.test(to)),
    ).toEqual([]);
  });

  it('the protocol SDK stays in the server, the transports, the confirmation, the result, the client of the command line and two registers', () => {
    const may =
      /^(server\.ts|transport\/|tool\/(elicitation|result)\.ts|cli\/connection\.ts|(prompts|resources)\/register\.ts)/;
    expect(breaking(({ from, to }) => to.startsWith('@modelcontextprotocol/') && !may.test(from))).toEqual([]);
  });

  it('the tool layer names no endpoint', () => {
    const named = files
      .filter((file) => area(file) === 'tool')
      .filter((file) => {
        const code = readFileSync(join(src, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
        return /\/api\/v1\//.test(code);
      });
    expect(named).toEqual([]);
  });

  it('nobody but the first file, the clients to set up and the command line itself knows the command line', () => {
    expect(
      breaking(({ from, to }) => to.startsWith('src/cli/') && !['cli', 'clients', 'main.ts'].includes(area(from))),
    ).toEqual([]);
    const serving = all.filter(({ from, to }) => from === 'main.ts' && to.startsWith('src/cli/'));
    expect(serving.map(({ to }) => to)).toEqual(['src/cli/main.ts']);
  });

  it('prompts and resources stand on the tools, the tool and the Mist layers', () => {
    const allowed =
      /^(src\/(prompts|resources|tools|features|tool|mist|core)\/|src\/config\/config\.ts|@modelcontextprotocol\/)/;
    const ours = (file: string): boolean => ['prompts', 'resources'].includes(area(file));
    expect(breaking(({ from, to }) => ours(from) && !allowed.test(to))).toEqual([]);
  });

  it('the simulated cloud is loaded for --demo alone, in one place', () => {
    expect(breaking(({ to }) => to.startsWith('simulator/'))).toEqual(['bootstrap.ts → simulator/cloud.ts']);
  });

  it('the simulated cloud knows of the server the specification alone', () => {
    const simulator = join(root, 'simulator');
    const named = readdirSync(simulator, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    expect(named.length).toBeGreaterThan(50);
    const foreign = named.flatMap((file) =>
      [...readFileSync(join(simulator, file), 'utf8').matchAll(/from '(\.[^']*)'/g)]
        .map(([, to = '']) => relative(root, resolve(simulator, dirname(file), to)))
        .filter((to) => !/^(simulator|src\/mist\/spec)\//.test(to)),
    );
    expect(foreign).toEqual([]);
  });
});
