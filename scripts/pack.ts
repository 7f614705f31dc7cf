// Builds the npm package, with the manifest that is published: npm run pack -- FOLDER
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { packPackage } from './release/stage.ts';

const [out = '.'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'mistmcp-pack-'));
const { path } = packPackage(folder);
mkdirSync(out, { recursive: true });
const tarball = join(out, basename(path));
copyFileSync(path, tarball);
rmSync(folder, { recursive: true });
console.log(`written: ${tarball}`);
