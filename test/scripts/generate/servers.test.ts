import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../scripts/generate/json.ts';
import { serverProblems } from '../../../scripts/generate/servers.ts';
import { operation, smallDocument } from './small.ts';

const GLOBAL = { url: 'https://api.mist.com', description: 'Mist Global 01' };
const problems = (...servers: Json[]): string[] => serverProblems(smallDocument({ servers }));

describe('serverProblems', () => {
  it('finds nothing wrong with Mist clouds under https, each with a region of its own', () => {
    expect(problems(GLOBAL, { url: 'https://api.gc1.mist.com', description: 'Mist Global 02' })).toEqual([]);
  });

  it.each([
    'https://evil.example.com',
    'http://api.eu.mist.com',
    'https://api.mist.com.example.com',
    'https://api.eu.mist.com:8443',
    'https://api.eu.mist.com/',
    'https://x@api.eu.mist.com',
    'https://manage.mist.com',
    'https://api.{region}.mist.com',
    'https://api.EU.mist.com',
    '/',
  ])('takes %s for no Mist cloud, whichever place it has in the list', (url) => {
    const server = { url, description: 'Mist EMEA 01' };
    for (const list of [
      [server, GLOBAL],
      [GLOBAL, server],
    ]) {
      expect(problems(...list)).toEqual([`its server "${url}" is no Mist cloud (https://api.….mist.com)`]);
    }
  });

  it.each(['Mist Global 01', 'global 1', 'MIST GLOBAL 001', 'Global01'])(
    'takes "%s" for a second Mist Global 01',
    (description) => {
      expect(problems(GLOBAL, { url: 'https://api.eu.mist.com', description })).toEqual([
        'two of its servers are called "global1"',
      ]);
    },
  );

  it('refuses an address listed twice, and a name that is missing or could be a host', () => {
    expect(problems(GLOBAL, { ...GLOBAL, description: 'Mist Global 02' })).toEqual([
      'its server https://api.mist.com is listed twice',
    ]);
    const eu = 'https://api.eu.mist.com';
    expect(problems(GLOBAL, { url: eu })).toEqual([`its server ${eu} has no region's name, but ""`]);
    expect(problems(GLOBAL, { url: eu, description: 'api.ac2.mist.com' })).toEqual([
      `its server ${eu} has no region's name, but "api.ac2.mist.com"`,
    ]);
  });

  it('refuses a document without servers, and paths and operations with their own', () => {
    expect(problems()).toEqual(['it names no Mist cloud among its servers']);
    const own = { servers: [{ url: 'https://evil.example.com' }] };
    const paths: JsonObject = {
      '/api/v1/a': { get: operation('a', own) },
      '/api/v1/b': { ...own, get: operation('b') },
    };
    expect(serverProblems(smallDocument({ paths }))).toEqual([
      '/api/v1/a names servers of its own',
      '/api/v1/b names servers of its own',
    ]);
  });
});
