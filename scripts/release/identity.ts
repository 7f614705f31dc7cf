import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const Manifest = z.object({
  name: z.string(),
  version: z.string(),
  mcpName: z.string(),
  description: z.string(),
  keywords: z.array(z.string()),
  license: z.string(),
  author: z.string(),
  engines: z.object({ node: z.string() }),
  repository: z.object({ url: z.string() }),
});

/** What every package of a release says of itself; all of it stands in package.json and nowhere else. */
export interface Identity extends Omit<z.infer<typeof Manifest>, 'repository'> {
  /** Title for people. */
  readonly title: string;
  /** The repository's page, without `.git`. */
  readonly page: string;
  /** The container image with its version. */
  readonly image: string;
  /** Where a release's `.mcpb` bundle is downloaded. */
  readonly bundle: string;
}

/**
 * Reads the identity from package.json.
 *
 * @throws ZodError naming the field that is missing there
 */
export function readIdentity(): Identity {
  const text: unknown = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));
  const { repository, ...rest } = Manifest.parse(text);
  const page = repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
  const { name, version } = rest;
  return {
    ...rest,
    title: 'Juniper Mist',
    page,
    image: `ghcr.io${new URL(page).pathname.toLowerCase()}:${version}`,
    bundle: `${page}/releases/download/v${version}/${name}-${version}.mcpb`,
  };
}
