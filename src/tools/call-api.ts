import * as z from 'zod';
import { denialOf } from '../features/api-catalog/denied.ts';
import { findOperation } from '../features/api-catalog/find.ts';
import { type Invocation, readInvocation } from '../features/api-catalog/invocation.ts';
import { withIds } from '../features/api-catalog/named.ts';
import type { MistAnswer } from '../mist/http/client.ts';
import { targetOf } from '../mist/http/target.ts';
import { MAX_PAGE_SIZE } from '../mist/limits.ts';
import { operation } from '../mist/spec/operations.ts';
import type { Route } from '../mist/spec/routes.ts';
import type { ToolContext } from '../tool/context.ts';
import { findCuratedTool } from '../tool/curated-tool.ts';
import { defineWorkflow } from '../tool/define.ts';
import { sendForDevice } from '../tool/device-request.ts';
import { CONTENT, fields, limit } from '../tool/inputs.ts';
import { LIST_INPUTS } from '../tool/list-inputs.ts';
import { withNotes } from '../tool/notes.ts';
import { presentList } from '../tool/paginate.ts';
import { readOnlyError } from '../tool/read-only.ts';
import { rowFormatOf } from '../tool/row-format.ts';
import { isEmptyContent } from '../tool/says-nothing.ts';
import { shapingOf } from '../tool/shaping.ts';
import { presentText } from '../tool/text-result.ts';

/** What the caller said about the form of the answer. */
interface Form {
  readonly fields: readonly string[] | undefined;
  readonly limit: number;
}

async function shaped(context: ToolContext, answer: MistAnswer, form: Form): Promise<object> {
  const { maxResponseTokens: maxTokens } = context.policy;
  if (typeof answer.body === 'string') return presentText(context.maskText(answer.body), maxTokens);
  return presentList(context, answer, {
    ...rowFormatOf(context.tools, answer.route),
    ...form,
    maxTokens,
    ...shapingOf(context),
  });
}

/** What a default of the API leaves out unsaid. */
function misled({ route, query }: Invocation): object {
  const hidden = operation(route).query.type?.default === 'ap' && query.type === undefined;
  return hidden ? { api_default: 'type=ap: switches and gateways are not in it; query {"type":"all"} has them.' } : {};
}

function betterFor({ tools }: Pick<ToolContext, 'tools'>, route: Route): object {
  const better = findCuratedTool(tools, route);
  return better === undefined ? {} : { better };
}

async function read(context: ToolContext, invocation: Invocation, form: Form): Promise<object> {
  const { route, path, query, body } = invocation;
  const { requireBody } = await import('../features/api-catalog/invoke.ts');
  if (!route.startsWith('GET ') || body !== undefined) requireBody(invocation);
  const { paging, query: takes } = operation(route);
  const asked =
    'limit' in takes && query.limit === undefined ? { limit: paging === 'limit' ? MAX_PAGE_SIZE : form.limit } : {};
  const shown = query.limit === undefined ? form.limit : Number(query.limit);
  const request = { route, path: { ...path }, query: { ...asked, ...query }, ...(body === undefined ? {} : { body }) };
  const { answer, note } = await sendForDevice(context, request, (one) =>
    context.session.client.send({ ...one, signal: context.signal }),
  );
  const live = operation(route).effect === 'diagnostic' ? betterFor(context, route) : {};
  const told = await shaped(context, answer, { ...form, limit: shown });
  return { ...withNotes(told, note === undefined ? [] : [{ text: note }]), ...misled(invocation), ...live };
}

async function change(context: ToolContext, invocation: Invocation, form: Form): Promise<object> {
  const { invokeWrite } = await import('../features/api-catalog/invoke.ts');
  const { data, answer } = await invokeWrite(context, invocation);
  const { outcome, ...details } = data;
  const { method, path } = targetOf(invocation);
  return {
    ...{ outcome, operation: `${method} ${path}`, ...details },
    ...(answer === undefined || answer.body === undefined ? {} : { answer: await shaped(context, answer, form) }),
    ...betterFor(context, invocation.route),
  };
}

/** Applications fill in an empty body for operations that take none. */
const withoutEmptyBody = (invocation: Invocation): Invocation =>
  operation(invocation.route).body === undefined && isEmptyContent(invocation.body)
    ? { ...invocation, body: undefined }
    : invocation;

const isChange = (route: Route): boolean => ['write', 'disruptive'].includes(operation(route).effect);

function requireWriteTools({ route }: Invocation, { policy }: Pick<ToolContext, 'policy'>): void {
  if (policy.writeTools) return;
  throw readOnlyError(`${route} is ${operation(route).effect}`, policy);
}

export default defineWorkflow({
  name: 'mist_call_api',
  title: 'Call API',
  description: 'Calls any operation of mist_search_api; changes are confirmed by the person.',
  input: {
    operation: z.string().describe('Route or operationId'),
    path: z.looseObject({}).optional(),
    query: z.looseObject({}).optional(),
    // An object for nearly all, a list for a few; applications want one type.
    body: z
      .unknown()
      .meta({ type: 'object', ...CONTENT, keepsEmpty: true })
      .optional(),
    limit,
    fields,
    ...LIST_INPUTS,
  },
  routes: [],
  anyRoute: (route) => denialOf(route, operation(route).body_types) === undefined,
  mixed: true,
  onlyReads({ operation: named }) {
    const found = typeof named === 'string' ? findOperation(named) : undefined;
    // What is no operation is refused with the nearest ones.
    return found === undefined || !isChange(found.route);
  },
  async handler(context, input) {
    const given = withoutEmptyBody(
      readInvocation(input.operation, input.path, input.query, input.body, context.policy.changePolicy),
    );
    const changes = isChange(given.route);
    if (changes) requireWriteTools(given, context);
    const invocation = await withIds(context, given);
    const form = { fields: input.fields, limit: input.limit };
    // What a change answers is no list to walk.
    return changes ? change({ ...context, walk: undefined }, invocation, form) : read(context, invocation, form);
  },
});
