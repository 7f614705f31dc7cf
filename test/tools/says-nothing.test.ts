import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { advertisedSchema } from '../../src/tool/input-schema.ts';
import { readInputs } from '../../src/tool/read-inputs.ts';
import { tools } from '../../src/tools/index.ts';
import { openLocalStage } from '../harness/local-stage.ts';
import type { Stage } from '../harness/stage.ts';
import { filled, lines, symbolsOf } from './request-table.ts';

type Args = Readonly<Record<string, unknown>>;

/** Values that say nothing, as scripts, forms and models write them. */
const NOTHING = [null, '', ' ', ',', [], {}, [''], [null], { a: null }, 'null', 'None', 'undefined', 'N/A', '[]', '{}'];
/** Inside configuration null and an empty text have a meaning; only the whole of it can say nothing. */
const NO_CONTENT = [null, '', [], {}, 'null', 'None', 'undefined', 'N/A', '{}'];
const CONTENT_INPUTS = ['payload', 'body', 'parameters', 'changes', 'file'];

/** Calls of the tools that are not taken from the table of requests. */
const WORKFLOWS: Readonly<Record<string, Args>> = {
  // The other values count the calls made, or are longer.
  mist_get_self: { action_type: 'account_info' },
  mist_get_configuration_objects: { object_type: 'org_wlans' },
  mist_get_configuration_object_schema: { schema_name: 'org_wlans' },
  mist_search_api: { query: 'wlan' },
  mist_call_api: { operation: 'listOrgSites' },
  mist_get_next_page: { url: '/api/v1/orgs/ORG/sites?limit=2&page=1' },
  mist_query_result: {},
  mist_find: { text: 'APMAC' },
  // A snapshot has a time and a handle of its own.
  mist_snapshot: { action: 'compare', left: 'h_unknown' },
  mist_explain: { subject: 'device', name: 'lobby' },
  mist_utilities: { device_type: 'ap' },
  mist_update_configuration_objects: {
    ...{ action_type: 'update', object_type: 'org_wlans', object_id: 'WLAN', dry_run: true },
    // A label, so that no live fact makes two answers differ.
    payload: { sle_excluded: true },
  },
  mist_apply_plan: {
    action: 'apply',
    changes: [{ action_type: 'update', object_type: 'org_wlans', object_id: 'WLAN', payload: { sle_excluded: true } }],
    dry_run: true,
  },
  mist_change_configuration_objects: {
    action_type: 'delete',
    object_type: 'org_wlans',
    object_id: 'WLAN',
    dry_run: true,
  },
};

const baseOf = (tool: string): Args => {
  const [shortest] = lines.filter((line) => line.tool === tool).sort((a, b) => a.name.length - b.name.length);
  return WORKFLOWS[tool] ?? shortest?.args ?? {};
};

const nothingFor = (name: string): readonly unknown[] => (CONTENT_INPUTS.includes(name) ? NO_CONTENT : NOTHING);

/** Optional inputs of a tool that its base call leaves out. */
function optionalInputs(name: string): readonly string[] {
  const tool = tools.find((one) => one.name === name);
  const { properties, required = [] } = advertisedSchema(tool?.inputs ?? {});
  return Object.keys(properties).filter((input) => !required.includes(input) && !(input in baseOf(name)));
}

const names = tools.map(({ name }) => name);

describe('an input whose value says nothing', () => {
  it.each(tools)('reads as one that was left out of $name', ({ name, inputs }) => {
    const base = baseOf(name);
    const without = readInputs(name, inputs, base);
    // Whether an empty body says something depends on the operation; see below.
    for (const input of optionalInputs(name).filter((one) => one !== 'body')) {
      for (const value of nothingFor(input)) {
        expect(readInputs(name, inputs, { ...base, [input]: value }), `${input}: ${JSON.stringify(value)}`).toEqual(
          without,
        );
      }
    }
  });
});

describe('through the front door', () => {
  let stage: Stage;
  let symbols: Record<string, string>;
  beforeAll(async () => {
    const client = { capabilities: { elicitation: { form: {} } } };
    stage = await openLocalStage({ token: 'write', args: ['--enable-write-tools'], client });
    symbols = await symbolsOf(stage);
  });
  afterAll(() => stage.close());

  async function ask(tool: string, args: Args) {
    const before = stage.cloud.requests.length;
    const { data, isError } = await stage.call(tool, args);
    const requests = stage.cloud.requests.slice(before);
    // Windows and measurements move on with the clock; what was asked, and what kind of answer came, do not.
    return {
      isError,
      error: data.error,
      members: Object.keys(data),
      returned: data.returned,
      requests: requests.map(({ method, path, query }) => ({ method, path, query })),
    };
  }

  it.each(names)('%s answers a call with inputs that say nothing like the call without them', async (tool) => {
    const base = Object.fromEntries(
      Object.entries(baseOf(tool)).map(([name, value]) => [
        name,
        typeof value === 'string' ? filled(value, symbols) : value,
      ]),
    );
    await ask(tool, base);
    const without = await ask(tool, base);
    const optional = optionalInputs(tool);
    const extra = fc.record(Object.fromEntries(optional.map((name) => [name, fc.constantFrom(...nothingFor(name))])), {
      requiredKeys: [],
    });
    await fc.assert(
      fc.asyncProperty(extra, async (more) => {
        expect(await ask(tool, { ...base, ...more })).toEqual(without);
      }),
      { numRuns: 6 },
    );
  });

  it('is the same inside the inputs of mist_call_api', async () => {
    const base = { operation: 'listOrgSites', query: { limit: 2 } };
    const without = await ask('mist_call_api', base);
    for (const nothing of [null, '', [], [''], 'null', ','])
      expect(await ask('mist_call_api', { ...base, query: { limit: '2', page: nothing } })).toEqual(without);
  });

  it('shows the default columns for an empty list of fields', async () => {
    for (const fields of [[], '[]', ',', [''], null]) {
      const { data } = await stage.call('mist_search_device', { fields, limit: 1 });
      expect(data.results).toEqual([expect.objectContaining({ device_id: expect.any(String) })]);
    }
  });
});
