// Loaded into a server under test before its own code: on SIGUSR2 it writes down what the process holds.
const { renameSync, writeFileSync } = require('node:fs');

process.on('SIGUSR2', () => {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const resources = {};
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
  const file = `${process.env.SOAK_PROBE}/${process.pid}.json`;
  writeFileSync(`${file}.new`, JSON.stringify({ rss, heapUsed, external, resources }));
  renameSync(`${file}.new`, file);
});
