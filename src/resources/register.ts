import {
  type McpServer,
  type ReadResourceResult,
  ResourceNotFoundError,
  ResourceTemplate,
} from '@modelcontextprotocol/server';
import type { Config } from '../config/config.ts';
import { InputError } from '../core/errors/input-error.ts';
import { nearest } from '../core/nearest.ts';
import { describeSchema, schemaNames } from '../mist/schema-lookup.ts';
import type { Session } from '../mist/session.ts';
import { fitting } from '../prompts/completion.ts';
import type { Tool } from '../tool/define.ts';
import type { Held } from '../tool/result-store/store.ts';
import { cloudList } from './cloud-list.ts';
import { guides } from './guides.ts';
import { listSnapshots, snapshotFile } from './snapshots.ts';
import { toolList } from './tool-list.ts';

/** What resources need of the server they are on. */
export interface ResourceSetup {
  readonly config: Pick<Config, 'http' | 'demo'>;
  readonly session: Pick<Session, 'cloud'>;
  /** Rows that are kept for the principal, newest first. */
  readonly held: () => readonly Held[];
  /** The tools that are offered at this moment. */
  readonly offered: () => readonly Tool[];
}

const JSON_TYPE = 'application/json';
const MARKDOWN = 'text/markdown';

const json = (uri: URL, data: object): ReadResourceResult => ({
  contents: [{ uri: uri.href, mimeType: JSON_TYPE, text: JSON.stringify(data) }],
});

const topics = guides.map(({ topic }) => topic);

/** Characters of an address that an error repeats. */
const LONGEST_URI = 200;

const shortened = ({ href }: URL): string => (href.length > LONGEST_URI ? `${href.slice(0, LONGEST_URI)}…` : href);

/** The name in an address, as it was written. @throws ResourceNotFoundError for one that is badly encoded */
function nameIn(uri: URL, written: string | string[] | undefined): string {
  try {
    return decodeURIComponent(String(written));
  } catch {
    throw new ResourceNotFoundError(shortened(uri));
  }
}

/** @throws ResourceNotFoundError naming the nearest names */
function readSchema(uri: URL, name: string): ReadResourceResult {
  try {
    return json(uri, describeSchema({ name }));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new ResourceNotFoundError(shortened(uri), `${error.what} ${error.advice}`);
  }
}

/** @throws ResourceNotFoundError naming the topics */
function readGuide(uri: URL, topic: string): ReadResourceResult {
  const guide = guides.find((one) => one.topic === topic);
  if (guide) return { contents: [{ uri: uri.href, mimeType: MARKDOWN, text: guide.text }] };
  const [close] = nearest(topic, topics, 1);
  const guess = close === undefined ? '' : ` Did you mean ${close}?`;
  throw new ResourceNotFoundError(
    shortened(uri),
    `There is no guide ${JSON.stringify(topic.slice(0, 60))}.${guess} There are: ${topics.join(', ')}.`,
  );
}

const schemaTemplate = new ResourceTemplate('mist://schema/{name}', {
  list: undefined,
  complete: { name: (typed) => fitting(schemaNames, typed) },
});

const guideTemplate = new ResourceTemplate('mist://guide/{topic}', {
  list: () => ({
    resources: guides.map(({ topic, title, description }) => ({
      uri: `mist://guide/${topic}`,
      name: `guide_${topic}`,
      title,
      description,
      mimeType: MARKDOWN,
    })),
  }),
  complete: { topic: (typed) => fitting(topics, typed) },
});

/** Those of the principal alone; what expired is gone. */
const snapshotTemplate = (held: () => readonly Held[]): ResourceTemplate =>
  new ResourceTemplate('mist://snapshot/{digest}/{+path}', {
    list: () => ({ resources: listSnapshots(held()).map((one) => ({ ...one, mimeType: JSON_TYPE })) }),
  });

/** @throws ResourceNotFoundError saying how to come to a snapshot */
function readSnapshot(uri: URL, held: readonly Held[], digest: string, path: string): ReadResourceResult {
  const file = snapshotFile(held, digest, path);
  if (file) return json(uri, file);
  throw new ResourceNotFoundError(
    shortened(uri),
    'There is no such file of a snapshot that is kept. Take one with mist_snapshot; its index.json names the files.',
  );
}

/** Puts the resources on a server. Each is made when it is read, from this process alone. */
export function registerResources(server: McpServer, { config, session, held, offered }: ResourceSetup): void {
  server.registerResource(
    'clouds',
    'mist://clouds',
    {
      title: 'Mist clouds',
      description: 'Regions and hosts of the Mist clouds, and which one is in use',
      mimeType: JSON_TYPE,
    },
    (uri) => {
      const { demo, http } = config;
      const allowed = http?.allowedClouds ?? [];
      const chosenBy = http?.signIn ? 'profiles' : http ? 'client' : 'variables';
      return json(uri, cloudList({ cloud: session.cloud, allowed, demo, chosenBy }));
    },
  );
  server.registerResource(
    'tools',
    'mist://tools',
    {
      title: 'Tools',
      description: 'The tools that this server offers, with effect and inputs in short',
      mimeType: JSON_TYPE,
    },
    (uri) => json(uri, toolList(offered())),
  );
  server.registerResource(
    'schema',
    schemaTemplate,
    {
      title: 'Configuration schema',
      description: 'Fields of a configuration object at the first level: types, choices, defaults, conditions, secrets',
      mimeType: JSON_TYPE,
    },
    (uri, { name }) => readSchema(uri, nameIn(uri, name)),
  );
  server.registerResource(
    'guide',
    guideTemplate,
    { title: 'Guide', description: 'Short texts on working with Mist through this server', mimeType: MARKDOWN },
    (uri, { topic }) => readGuide(uri, nameIn(uri, topic)),
  );
  server.registerResource(
    'snapshot',
    snapshotTemplate(held),
    {
      title: 'File of a snapshot',
      description: 'manifest.json, index.json or an object of a snapshot that mist_snapshot keeps; secrets are masked',
      mimeType: JSON_TYPE,
    },
    (uri, { digest, path }) => readSnapshot(uri, held(), nameIn(uri, digest), nameIn(uri, path)),
  );
}
