import { arg, definePrompt } from '../../src/prompts/prompt.ts';
import searchDevice from '../../src/tools/search-device.ts';

const base = {
  ...{ name: 'x', title: 't', description: 'd', task: 't', answer: 'a', beware: 'b' },
  needs: ['device'],
  takes: ['org'],
} as const;
const step = { tool: searchDevice, proves: 'p' };

export const right = definePrompt({ ...base, steps: [{ ...step, with: { org_id: arg('org'), text: arg('device') } }] });

// @ts-expect-error an argument that the prompt does not have
export const unknown = definePrompt({ ...base, steps: [{ ...step, with: { site_id: arg('site') } }] });

// @ts-expect-error an argument that no prompt has
export const none = definePrompt({ ...base, takes: ['sites'], steps: [] });
