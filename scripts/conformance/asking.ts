import {
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  type InputRequests,
  inputRequired,
  inputResponse,
  type McpServer,
  type ServerContext,
  type ServerOptions,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { answer, text } from './samples.ts';

/** Round of a conversation, as the signed state carries it. */
interface Step {
  readonly step: number;
}

const codec = createRequestStateCodec<Step>({ key: 'only for the conformance suite, never elsewhere', ttlSeconds: 60 });

type Fields = Parameters<typeof inputRequired.elicit>[0]['requestedSchema'];

const form = (message: string, properties: object, required: string[] = []) => {
  const requestedSchema: Fields = { type: 'object', properties: { ...properties }, required };
  return inputRequired.elicit({ message, requestedSchema });
};

const question = (message: string, field: string) => form(message, { [field]: { type: 'string' } }, [field]);

const sample = (words: string, maxTokens: number) =>
  inputRequired.createMessage({ messages: [{ role: 'user', content: text(words) }], maxTokens });

/** Asks again until every request has an answer of the right kind. */
const missing = (context: ServerContext, requests: InputRequests): boolean =>
  Object.keys(requests).some((key) => inputResponse(context.mcpReq.inputResponses, key).kind === 'missing');

const accepted = (context: ServerContext, key: string): Readonly<Record<string, unknown>> | undefined => {
  const response = inputResponse(context.mcpReq.inputResponses, key);
  return response.kind === 'elicit' && response.action === 'accept' ? response.content : undefined;
};

function addQuestion(
  server: McpServer,
  name: string,
  requests: () => InputRequests,
  say: (context: ServerContext) => string,
): void {
  server.registerTool(name, { description: 'Asks first' }, (context) => {
    const inputRequests = requests();
    return missing(context, inputRequests) ? inputRequired({ inputRequests }) : answer(say(context));
  });
}

const stringified = (context: ServerContext, key: string): string =>
  JSON.stringify(inputResponse(context.mcpReq.inputResponses, key));

const outcome = (context: ServerContext): string => {
  const response = inputResponse(context.mcpReq.inputResponses, 'form');
  const { action, content } = response.kind === 'elicit' ? response : { action: 'cancel', content: undefined };
  return `Elicitation completed: action=${action}, content=${JSON.stringify(content ?? {})}`;
};

/** Tools that ask the person or the model once. */
export function addQuestions(server: McpServer): void {
  const ask = (name: string, requests: () => InputRequests, say: (context: ServerContext) => string): void =>
    addQuestion(server, name, requests, say);
  server.registerTool(
    'test_sampling',
    { description: 'Asks the model', inputSchema: z.object({ prompt: z.string() }) },
    ({ prompt }, context) => {
      const inputRequests = { model: sample(prompt, 100) };
      return missing(context, inputRequests)
        ? inputRequired({ inputRequests })
        : answer(`LLM response: ${stringified(context, 'model')}`);
    },
  );
  const person = {
    username: { type: 'string', description: 'A name' },
    email: { type: 'string', description: 'An address' },
  };
  server.registerTool(
    'test_elicitation',
    { description: 'Asks the person', inputSchema: z.object({ message: z.string() }) },
    ({ message }, context) => {
      const inputRequests = { form: form(message, person, ['username', 'email']) };
      return missing(context, inputRequests)
        ? inputRequired({ inputRequests })
        : answer(`User response: ${outcome(context)}`);
    },
  );
  ask('test_elicitation_sep1034_defaults', () => ({ form: form('Please check', DEFAULTS) }), outcome);
  ask('test_elicitation_sep1330_enums', () => ({ form: form('Please choose', ENUMS) }), outcome);
  ask(
    'test_missing_capability',
    () => ({ model: sample('Anything', 10) }),
    () => 'The model was asked',
  );
  ask('test_streaming_elicitation', () => ({ form: question('Anything?', 'name') }), outcome);
  ask(
    'test_input_required_result_elicitation',
    () => ({ user_name: question('What is your name?', 'name') }),
    (context) => {
      return `Hello, ${String(accepted(context, 'user_name')?.name)}!`;
    },
  );
  ask(
    'test_input_required_result_sampling',
    () => ({ capital_question: sample('What is the capital of France?', 100) }),
    (context) => stringified(context, 'capital_question'),
  );
  ask(
    'test_input_required_result_list_roots',
    () => ({ client_roots: inputRequired.listRoots() }),
    (context) => {
      return stringified(context, 'client_roots');
    },
  );
  server.registerTool(
    'test_input_required_result_capabilities',
    { description: 'Asks what the client can do' },
    (context) => {
      const envelope = context.mcpReq.envelope;
      const declared: unknown = envelope ? Reflect.get(envelope, CLIENT_CAPABILITIES_META_KEY) : undefined;
      const can = (name: string): boolean => typeof declared === 'object' && declared !== null && name in declared;
      const inputRequests = {
        ...(can('sampling') ? { model: sample('Anything', 10) } : {}),
        ...(can('elicitation') ? { form: question('What is your name?', 'name') } : {}),
      };
      return missing(context, inputRequests) ? inputRequired({ inputRequests }) : answer('Answered');
    },
  );
  server.registerPrompt('test_input_required_result_prompt', { description: 'Asks first' }, (context) => {
    const inputRequests = { user_context: question('What context should the prompt use?', 'context') };
    if (missing(context, inputRequests)) return inputRequired({ inputRequests });
    return { messages: [{ role: 'user', content: text(String(accepted(context, 'user_context')?.context)) }] };
  });
}

/** Tools whose conversation goes over several rounds, with a signed state. */
export function addConversations(server: McpServer): void {
  const confirm = () => ({ confirm: form('Please confirm', { ok: { type: 'boolean' } }, ['ok']) });
  for (const name of ['test_input_required_result_request_state', 'test_input_required_result_tampered_state']) {
    server.registerTool(name, { description: 'Keeps a state' }, async (context) => {
      if (context.mcpReq.requestState<Step>() !== undefined) return answer('state-ok');
      return inputRequired({ inputRequests: confirm(), requestState: await codec.mint({ step: 1 }, context) });
    });
  }
  server.registerTool(
    'test_input_required_result_multiple_inputs',
    { description: 'Asks three things' },
    async (context) => {
      const inputRequests = {
        user_name: question('What is your name?', 'name'),
        greeting: sample('Generate a greeting', 50),
        client_roots: inputRequired.listRoots(),
      };
      if (!missing(context, inputRequests)) return answer('All three came');
      return inputRequired({ inputRequests, requestState: await codec.mint({ step: 1 }, context) });
    },
  );
  server.registerTool('test_input_required_result_multi_round', { description: 'Asks twice' }, async (context) => {
    const step = context.mcpReq.requestState<Step>()?.step ?? 0;
    if (step >= 2) return answer('Both came');
    const inputRequests: InputRequests =
      step === 0
        ? { step1: question('Step 1: What is your name?', 'name') }
        : { step2: question('Step 2: What is your favorite color?', 'color') };
    return inputRequired({ inputRequests, requestState: await codec.mint({ step: step + 1 }, context) });
  });
}

const THREE = ['option1', 'option2', 'option3'];
const titled = (words: string) =>
  ['First', 'Second', 'Third'].map((name, at) => ({ const: `value${at + 1}`, title: `${name} ${words}` }));

const DEFAULTS = {
  name: { type: 'string', default: 'John Doe' },
  age: { type: 'integer', default: 30 },
  score: { type: 'number', default: 95.5 },
  status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
  verified: { type: 'boolean', default: true },
};

const ENUMS = {
  untitledSingle: { type: 'string', enum: THREE },
  titledSingle: { type: 'string', oneOf: titled('Option') },
  legacyEnum: {
    type: 'string',
    enum: ['opt1', 'opt2', 'opt3'],
    enumNames: ['Option One', 'Option Two', 'Option Three'],
  },
  untitledMulti: { type: 'array', items: { type: 'string', enum: THREE } },
  titledMulti: { type: 'array', items: { anyOf: titled('Choice') } },
};

/** Refuses a state that was altered before a tool sees it. */
export const stateCheck: ServerOptions['requestState'] = { verify: codec.verify };
