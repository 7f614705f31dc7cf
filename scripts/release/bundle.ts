import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packExtension } from '@anthropic-ai/mcpb';
import { bundleManifest } from './bundle-manifest.ts';
import type { Identity } from './identity.ts';
import { unpack } from './stage.ts';

/**
 * Packs the `.mcpb` bundle: what the npm package holds, and the manifest.
 *
 * @param tarball the npm package
 * @param folder an empty one to work in
 * @param output where the bundle goes
 * @throws Error when the manifest is not valid or the files cannot be packed
 */
export async function packBundle(identity: Identity, tarball: string, folder: string, output: string): Promise<void> {
  const extensionPath = unpack(tarball, folder);
  writeFileSync(join(extensionPath, 'manifest.json'), JSON.stringify(bundleManifest(identity), null, 2));
  const packed = await packExtension({ extensionPath, outputPath: output, silent: true });
  if (!packed) throw new Error('mcpb could not pack the bundle; the reason is above');
}
