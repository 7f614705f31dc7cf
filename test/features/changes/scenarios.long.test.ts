import { describe, it } from 'vitest';
import { checkScenario, FAR_SCENARIOS } from './campus-scenarios.ts';

/** Some hundred sites are computed several times. */
const CALL_MS = 120_000;

describe('a change of 640 sites, asked and answered by a real client', () => {
  it.each(FAR_SCENARIOS.map((scenario) => [scenario.does, scenario] as const))(
    'that %s',
    async (_, scenario) => {
      await checkScenario(scenario, CALL_MS);
    },
    4 * CALL_MS,
  );
});
