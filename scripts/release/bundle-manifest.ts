import { settings } from '../../src/config/settings.ts';
import { clouds } from '../../src/mist/clouds.ts';
import { tools } from '../../src/tools/index.ts';
import type { Identity } from './identity.ts';

/**
 * The oldest format that has all that is said here, and what `mcpb init` of @anthropic-ai/mcpb 2.1.2 writes: an
 * application refuses a format that is newer than itself.
 */
const FORMAT = '0.2';

/** A place that the application fills when it starts the server. */
const filled = (name: string, rest = ''): string => `\${${name}}${rest}`;

/** What an application asks the person for when it installs the bundle. */
const questions = (): object => ({
  token: {
    type: 'string',
    title: 'Mist API token',
    description: 'From the Mist portal: Organization → Settings → API Token, or My Account.',
    required: true,
    sensitive: true,
  },
  cloud: {
    type: 'string',
    title: 'Mist cloud',
    description: `REST host, portal URL or region name of the cloud: ${clouds()
      .map(({ name }) => name)
      .join(', ')}.`,
    default: settings.cloud.default,
  },
  write_tools: {
    type: 'boolean',
    title: 'Write tools',
    description: 'Offer tools that change the network. Every change is shown and asked about before it is made.',
    default: false,
  },
});

/**
 * The manifest of the `.mcpb` bundle. Its root holds what the npm package holds; the application starts it with a Node
 * of its own.
 */
export function bundleManifest(identity: Identity): object {
  const entry = 'dist/mistmcp.js';
  return {
    manifest_version: FORMAT,
    name: identity.name,
    display_name: identity.title,
    version: identity.version,
    description: identity.description,
    author: { name: identity.author, url: identity.page },
    repository: { type: 'git', url: `${identity.page}.git` },
    homepage: identity.page,
    documentation: `${identity.page}#readme`,
    support: `${identity.page}/issues`,
    server: {
      type: 'node',
      entry_point: entry,
      mcp_config: {
        command: 'node',
        args: [filled('__dirname', `/${entry}`)],
        env: {
          [settings.token.variable]: filled('user_config.token'),
          [settings.cloud.variable]: filled('user_config.cloud'),
          [settings.writeTools.variable]: filled('user_config.write_tools'),
        },
      },
    },
    tools: tools.map(({ name, description }) => ({ name, description })),
    // A prompt's text depends on what is asked, and a manifest holds fixed texts only.
    prompts_generated: true,
    keywords: identity.keywords,
    license: identity.license,
    compatibility: { platforms: ['darwin', 'win32', 'linux'], runtimes: { node: identity.engines.node } },
    user_config: questions(),
  };
}
