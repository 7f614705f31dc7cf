// Runs the protocol's official conformance suite against the http transport: npm run conformance [-- --suite FOLDER] [REVISION]
import { parseArgs } from 'node:util';
import { startDemoCloud } from '../simulator/cloud.ts';
import { loadConfig } from '../src/config/config.ts';
import { openAudit } from '../src/telemetry/audit-log.ts';
import { openLog } from '../src/telemetry/log.ts';
import { ConsentDesk } from '../src/tool/elicitation.ts';
import { startHttp } from '../src/transport/http/start.ts';
import { authorizer } from './conformance/authorizer.ts';
import { fixtures } from './conformance/fixtures.ts';
import { runSuite, suite } from './conformance/suite.ts';

const { values, positionals } = parseArgs({ options: { suite: { type: 'string' } }, allowPositionals: true });
const command = suite(values.suite);
const revisions = positionals.length > 0 ? positionals : ['2025-11-25', '2026-07-28'];

const cloud = await startDemoCloud({ seed: 1 });
const loaded = loadConfig(['--transport', 'http', '--port', '0'], { MIST_HOST: cloud.url }, '/');
if (loaded.kind !== 'run' || !loaded.config.http) throw new Error('The configuration is not one of http');
const log = openLog({ debug: false });
const running = await startHttp({
  config: { ...loaded.config, http: loaded.config.http },
  log,
  desk: new ConsentDesk(),
  audit: openAudit(log, undefined),
  extend: fixtures,
});
const front = await authorizer(running.url, cloud.tokens.read);

const failed: string[] = [];
for (const revision of revisions) {
  if (!(await runSuite(command, `${front.origin}/mcp`, revision))) failed.push(revision);
}
front.close();
await running.close(0);
await cloud.close();
console.log(
  failed.length === 0 ? `Conforms to ${revisions.join(' and ')}.` : `Does not conform to ${failed.join(' and ')}.`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
