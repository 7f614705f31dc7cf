import { openSession } from './demo/session.ts';
import { tour } from './demo/tour.ts';
import { workflows } from './demo/workflows.ts';

const session = await openSession();
try {
  session.say('mistmcp on its simulated Mist cloud: a real MCP client talks to the server over stdio.');
  await tour(session);
  await workflows(session);
  session.say('\nThat was the simulated cloud. With a token of your own: MIST_APITOKEN=… npx mistmcp');
} finally {
  await session.close();
}
