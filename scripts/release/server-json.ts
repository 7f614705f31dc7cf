import { settings } from '../../src/config/settings.ts';
import { clouds } from '../../src/mist/clouds.ts';
import type { Identity } from './identity.ts';

/** Release of the registry's format, as its schema is named. */
const SCHEMA = 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json';

/** A setting's help as a registry shows a description: it begins in upper case. */
const sentence = (help: string): string => `${help.charAt(0).toUpperCase()}${help.slice(1)}`;

const token = {
  name: settings.token.variable,
  description: 'Mist API token, from Organization → Settings → API Token or My Account in the Mist portal',
  isRequired: true,
  isSecret: true,
};

const writeTools = {
  name: settings.writeTools.variable,
  description: sentence(settings.writeTools.help),
  format: 'boolean',
  default: 'false',
};

const variables = (): readonly object[] => [
  token,
  {
    name: settings.cloud.variable,
    description: 'REST host of the Mist cloud that the organization lives in',
    default: settings.cloud.default,
    choices: clouds().map(({ name }) => name),
  },
  writeTools,
];

/**
 * The entry for the MCP registry. The `.mcpb` bundle is in it only once it is built, since the entry holds its digest.
 *
 * @param sha256 of the bundle, in hexadecimal
 */
export function serverJson(identity: Identity, sha256?: string): object {
  const common = { transport: { type: 'stdio' }, environmentVariables: variables() };
  // The image serves http unless told otherwise, and a client that starts it speaks on its stdio.
  const stdio = { type: 'named', name: '--transport', value: 'stdio' };
  return {
    $schema: SCHEMA,
    name: identity.mcpName,
    title: identity.title,
    description: identity.description,
    version: identity.version,
    repository: { url: identity.page, source: 'github' },
    websiteUrl: identity.page,
    packages: [
      {
        registryType: 'npm',
        registryBaseUrl: 'https://registry.npmjs.org',
        identifier: identity.name,
        version: identity.version,
        runtimeHint: 'npx',
        ...common,
      },
      {
        registryType: 'oci',
        identifier: identity.image,
        runtimeHint: 'docker',
        packageArguments: [stdio],
        ...common,
      },
      ...(sha256 === undefined
        ? []
        : [{ registryType: 'mcpb', identifier: identity.bundle, fileSha256: sha256, transport: { type: 'stdio' } }]),
    ],
  };
}
