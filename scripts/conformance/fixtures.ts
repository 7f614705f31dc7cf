import type { Extension } from '../../src/server.ts';
import { addConversations, addQuestions, stateCheck } from './asking.ts';
import { addPrompts, addResources, addTools } from './plain.ts';

/** What the conformance suite expects to find on a server under test. */
export const fixtures: Extension = {
  options: {
    capabilities: { logging: {}, completions: {}, resources: { subscribe: true }, prompts: {} },
    ...(stateCheck ? { requestState: stateCheck } : {}),
  },
  register(server) {
    addTools(server);
    addResources(server);
    addPrompts(server);
    addQuestions(server);
    addConversations(server);
  },
};
