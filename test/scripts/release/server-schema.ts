/**
 * What this project gives the MCP registry, narrower than the registry's schema (registry-schema.json): only what is
 * published here is allowed, and it holds what the registry checks besides its schema (no version beside an image's
 * tag, a digest with every bundle).
 */
const text = { type: 'string', minLength: 1 };
const version = { ...text, maxLength: 255, not: { enum: ['latest'] }, pattern: '^[^~^<>=*x]+$' };
const https = { type: 'string', format: 'uri', pattern: '^https://' };

const input = {
  description: text,
  isRequired: { type: 'boolean' },
  isSecret: { type: 'boolean' },
  format: { enum: ['string', 'number', 'boolean', 'filepath'] },
  value: text,
  default: text,
  placeholder: text,
  choices: { type: 'array', items: text, minItems: 1, uniqueItems: true },
};

const object = (properties: object, required: readonly string[]): object => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const argument = object({ type: { const: 'named' }, name: { ...text, pattern: '^--?[a-z]' }, ...input }, [
  'type',
  'name',
]);

const common = {
  transport: object({ type: { const: 'stdio' } }, ['type']),
  runtimeHint: { enum: ['npx', 'docker'] },
  runtimeArguments: { type: 'array', items: argument },
  packageArguments: { type: 'array', items: argument },
  environmentVariables: {
    type: 'array',
    items: object({ name: { ...text, pattern: '^[A-Z][A-Z0-9_]*$' }, ...input }, ['name']),
  },
};

const registries = [
  object(
    {
      registryType: { const: 'npm' },
      registryBaseUrl: { const: 'https://registry.npmjs.org' },
      identifier: text,
      version,
      ...common,
    },
    ['registryType', 'identifier', 'version', 'transport'],
  ),
  object(
    {
      registryType: { const: 'oci' },
      identifier: { ...text, pattern: '^ghcr\\.io/[a-z0-9._/-]+:[A-Za-z0-9_][A-Za-z0-9._-]*$' },
      ...common,
    },
    ['registryType', 'identifier', 'transport'],
  ),
  object(
    {
      registryType: { const: 'mcpb' },
      identifier: { ...https, pattern: '^https://github\\.com/.+/releases/download/.+\\.mcpb$' },
      fileSha256: { type: 'string', pattern: '^[a-f0-9]{64}$' },
      ...common,
    },
    ['registryType', 'identifier', 'fileSha256', 'transport'],
  ),
];

/** JSON Schema of what this project gives the MCP registry. */
export const serverSchema = object(
  {
    $schema: { const: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json' },
    name: { type: 'string', minLength: 3, maxLength: 200, pattern: '^[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+$' },
    title: { ...text, maxLength: 100 },
    description: { ...text, maxLength: 100 },
    version,
    websiteUrl: https,
    repository: object({ url: https, source: { enum: ['github'] } }, ['url', 'source']),
    packages: { type: 'array', minItems: 1, items: { oneOf: registries } },
  },
  ['$schema', 'name', 'description', 'version', 'packages'],
);
