// The simulated cloud in a process of its own: what it computes must not count as the server's time.
import { createServer, type Server } from 'node:http';
import { startDemoCloud } from '../../simulator/cloud.ts';
import { manyRows } from './many-rows.ts';

/** Rows of the long list. */
const MANY = 10_000;

const cloud = await startDemoCloud({ seed: 1 });
let end = (): void => {};

/** `/requests`: how many there were. `/slow?ms=200`: every answer takes that long from now on; 0 ends it. */
const control = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://control');
  if (url.pathname === '/slow') {
    end();
    const delayMs = Number(url.searchParams.get('ms'));
    end = delayMs > 0 ? cloud.fault({ kind: 'slow', delayMs }) : () => {};
  }
  response.end(String(cloud.requests.length));
});
function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
    });
  });
}

const opening = {
  url: cloud.url,
  token: cloud.tokens.read,
  control: await listen(control),
  many: await listen(manyRows(MANY)),
};
console.log(JSON.stringify(opening));
process.stdin.on('end', () => process.exit(0)).resume();
