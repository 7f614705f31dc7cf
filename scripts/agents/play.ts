import { isRecord } from '../../src/core/json.ts';
import type { SentTool } from './interfaces.ts';
import { openModel, type PlannedCall } from './model.ts';
import type { Report } from './report.ts';
import type { Surroundings } from './surroundings.ts';

/** A call of the plan and what must come back to the model. */
interface Step extends PlannedCall {
  readonly what: string;
  readonly wanted: RegExp;
}

const PICTURE = 'a picture comes back';

const CHANGE = 'mist_change_configuration_objects';

const PLAN: readonly Step[] = [
  {
    tool: 'mist_search_device',
    input: { status: 'disconnected' },
    what: 'a list comes back',
    wanted: /LON-S-AP-Openspace/,
  },
  {
    tool: 'mist_search_device',
    input: { limt: 1 },
    what: 'an error comes back with its advice',
    wanted: /Did you mean `limit`/,
  },
  {
    tool: 'mist_get_site_sle',
    input: { site_id: 'Zurich HQ', scope: 'site', metric: 'coverage', object_type: 'summary_trend', chart: true },
    what: PICTURE,
    wanted: /\(image\)/,
  },
  {
    tool: CHANGE,
    input: {
      action_type: 'update',
      object_type: 'org_sites',
      object_id: '3399b321-18de-4b21-a4e6-62c974d37751',
      payload: { notes: 'changed' },
    },
    what: 'a question that is declined changes nothing',
    wanted: /"outcome":"not_sent".*"decision":"(?:declined|cancelled)"/,
  },
];

/** Every tool of ours is named like one, or stands in a group that is. */
const isOurs = ({ name, namespace = '' }: SentTool): boolean =>
  /mist_[a-z]/.test(name) && /^(|.*mistmcp.*)$/.test(namespace);

/** What has broken a named application: another root than an object, references, unions, lists of types. */
function problemOf(schema: unknown): string | undefined {
  if (!isRecord(schema) || String(schema.type).toLowerCase() !== 'object') return 'is no object at its root';
  if ('anyOf' in schema || 'oneOf' in schema || 'allOf' in schema) return 'is a union at its root';
  if (!isRecord(schema.properties)) return 'has no properties';
  const text = JSON.stringify(schema);
  if (text.includes('"$ref"')) return 'has references';
  return text.includes('"type":[') ? 'has lists of types' : undefined;
}

/** A program plays the plan: its model gets a right schema for every tool, then a list, an error, a picture, a question. */
export async function playPlan({ program, home, setUp, run }: Surroundings, report: Report): Promise<void> {
  const { client, play } = program;
  const model = await openModel(PLAN, isOurs, play.wait);
  try {
    play.prepare?.(home, model.url);
    setUp();
    const said = await run(play.args, play.env?.(model.url));
    const { tools, results } = model;
    report.check(client, tools.length >= 29, `${tools.length} tools reach its model`, said.slice(-400));
    const wrong = tools.flatMap(({ name, schema }) => {
      const problem = problemOf(schema);
      return problem === undefined ? [] : [`${name} ${problem}`];
    });
    report.check(client, wrong.length === 0, 'each with a flat object for its schema', wrong.join(', '));
    for (const [at, step] of PLAN.entries()) {
      const { tool } = step;
      const { what, wanted } = step.what === PICTURE && program.picture ? program.picture : step;
      if (tools.length > 0 && !tools.some(({ name }) => name.endsWith(tool))) {
        report.check(client, tool === CHANGE, `${tool} is not offered where no question can be shown`);
        continue;
      }
      const result = results.get(at) ?? '';
      report.check(client, wanted.test(result), what, result.slice(0, 300) || said.slice(-300));
    }
  } finally {
    await model.close();
  }
}

/** A program that lists its servers names this one as connected. */
export async function listsServer({ program, run }: Surroundings, report: Report): Promise<void> {
  if (!program.list) return;
  const { args, connected } = program.list;
  const listed = await run(args);
  report.check(
    program.client,
    connected.test(listed),
    `${program.package} reads the entry of setup`,
    listed.slice(-300),
  );
}
