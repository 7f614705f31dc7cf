import { arrayAt, isObject, type JsonObject, objectAt, textAt } from './json.ts';

/** API hosts of the public Mist clouds; whoever runs one of the listed servers gets the tokens of its users. */
const MIST_API = /^https:\/\/api\.([a-z0-9]+\.)?mist\.com$/;
/** `Mist EMEA 01`: words and a number, never something that could be taken for a host. */
const REGION = /^[A-Za-z][A-Za-z0-9]*( [A-Za-z0-9]+)*$/;

/** A region as people type it: without `Mist`, blanks, case and leading zeros. */
const regionKey = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^mist /, '')
    .replaceAll(' ', '')
    .replace(/(?<=[a-z])0+(?=\d)/, '');

/** Values that an earlier one of the list repeats. */
const repeated = (values: readonly string[]): string[] =>
  values.filter((value, index) => values.indexOf(value) !== index);

/** Paths and operations with servers of their own: requests there go to the chosen cloud, so these would be ignored. */
function ownServers(root: JsonObject): string[] {
  return Object.entries(objectAt(root, 'paths')).flatMap(([path, item]) => {
    if (!isObject(item)) return [];
    const holders = [item, ...Object.values(item)];
    return holders.some((one) => isObject(one) && 'servers' in one) ? [`${path} names servers of its own`] : [];
  });
}

/**
 * What is wrong with the servers of a document, one sentence each. They become the clouds that people choose by name
 * and that the token is sent to, so each must be a Mist host under https, and no name may stand for two of them.
 */
export function serverProblems(root: JsonObject): string[] {
  const servers = arrayAt(root, 'servers').map((server) => ({
    url: textAt(server, 'url') ?? '',
    name: textAt(server, 'description') ?? '',
  }));
  if (servers.length === 0) return ['it names no Mist cloud among its servers'];
  return [
    ...servers
      .filter(({ url }) => !MIST_API.test(url))
      .map(({ url }) => `its server ${JSON.stringify(url)} is no Mist cloud (https://api.….mist.com)`),
    ...servers
      .filter(({ name }) => !REGION.test(name))
      .map(({ url, name }) => `its server ${url} has no region's name, but ${JSON.stringify(name)}`),
    ...repeated(servers.map(({ url }) => url)).map((url) => `its server ${url} is listed twice`),
    ...repeated(servers.map(({ name }) => regionKey(name))).map((key) => `two of its servers are called "${key}"`),
    ...ownServers(root),
  ];
}
