import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { reportData, reportText } from './soak/report.ts';
import { soak } from './soak/run.ts';

const HELP = `npm run soak [-- MINUTES] [--seed NUMBER] [--json FILE] [--brief]

Mixed traffic on stdio and http against the simulated cloud, with failures switched on and off: Mist tokens, profiles,
and people who sign in to two replicas (where redis-server or valkey-server is installed). Then servers are killed in
the middle of changes and of plans. MINUTES are up to 120, 1 unless told. --brief asks fewer questions, for a run of seconds
such as CI's. Exits with 1 when anything was not as it must be, or when the run came to nothing.
`;

/** Longest run, in minutes. */
const MOST = 120;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    json: { type: 'string' },
    brief: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
const minutes = Number(positionals[0] ?? 1);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
if (values.help || !(minutes > 0 && minutes <= MOST) || !Number.isSafeInteger(seed)) {
  process.stdout.write(HELP);
  process.exit(values.help ? 0 : 2);
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const seconds = Math.round(minutes * 60);
const crashSeconds = values.brief ? 1 : Math.min(120, Math.max(8, seconds / 10));
const seen = await soak({
  ...{ seconds, seed, crashSeconds, brief: values.brief ?? false },
  say: (line) => console.log(line),
});
console.log(reportText(seen));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(reportData(seen))}\n`);
process.exit(seen.tally.failed === 0 ? 0 : 1);
