// Real applications against the packed server: npm run agents [-- --folder FOLDER] [-- --only CLIENT]
//
// Each program is installed from npm, at its version, into the folder (a scratch one unless given); one that cannot be
// had is skipped by name. What it needs of a network is npm's registry; its model is a stand-in on loopback.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type InstalledProgram, playFirstMinute } from './agents/first-minute.ts';
import { installed } from './agents/install.ts';
import { listsServer, playPlan } from './agents/play.ts';
import { programs } from './agents/programs.ts';
import { Report } from './agents/report.ts';
import { surroundingsOf } from './agents/surroundings.ts';
import { packPackage, unpack } from './release/stage.ts';

const { values } = parseArgs({ options: { folder: { type: 'string' }, only: { type: 'string' } } });
const scratch = mkdtempSync(join(tmpdir(), 'mistmcp-agents-'));
const folder = values.folder ?? scratch;
const report = new Report();

/** The applications that a newcomer of the first minute has. */
const FIRST = ['claude-code', 'codex'];

try {
  const tarball = packPackage(join(scratch, 'pack')).path;
  const bundle = join(unpack(tarball, join(scratch, 'server')), 'dist', 'mistmcp.js');
  const first: InstalledProgram[] = [];
  for (const program of programs) {
    if (values.only !== undefined && values.only !== program.client) continue;
    const path = installed(program, folder);
    if (path === undefined) {
      report.skip(program.client, `${program.package} cannot be had`);
      continue;
    }
    if (FIRST.includes(program.client)) first.push({ program, path });
    const home = join(scratch, program.client);
    mkdirSync(home, { recursive: true });
    const surroundings = surroundingsOf(program, { path, home, bundle });
    await playPlan(surroundings, report);
    await listsServer(surroundings, report);
  }
  if (first.length > 0) await playFirstMinute(first, { tarball, home: join(scratch, 'newcomer') }, report);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
if (report.failed) process.exitCode = 1;
