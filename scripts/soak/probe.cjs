// Loaded into a server under test before its own code: on SIGUSR2 it writes down what the process holds.
const { renameSync, writeFileSync } = require('node:fs');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

// The flag cannot stand in NODE_OPTIONS, where a test puts this file.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

process.on('SIGUSR2', () => {
  collect();
  const { rss, heapUsed, external } = process.memoryUsage();
  const resources = {};
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
  const file = `${process.env.SOAK_PROBE}/${process.pid}.json`;
  writeFileSync(`${file}.new`, JSON.stringify({ rss, heapUsed, external, resources }));
  renameSync(`${file}.new`, file);
});
