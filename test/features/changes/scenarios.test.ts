import { describe, it } from 'vitest';
import { checkScenario, SCENARIOS } from './campus-scenarios.ts';

describe('a change of the campus, asked and answered by a real client', () => {
  it.each(SCENARIOS.map((scenario) => [scenario.does, scenario] as const))('that %s', async (_, scenario) => {
    await checkScenario(scenario);
  });
});
