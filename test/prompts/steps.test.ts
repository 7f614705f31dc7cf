import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wirelessClients } from '../../simulator/world/clients.ts';
import { BAD_CABLE, DENIED_LAPTOP, LOST_AP, STUCK_PHONE } from '../../simulator/world/incidents.ts';
import { WORST, WORST_SITE } from '../../simulator/world/troubles.ts';
import { isRoute } from '../../src/mist/spec/operations.ts';
import { prompts } from '../../src/prompts/index.ts';
import { openLocalStage } from '../harness/local-stage.ts';
import type { Stage } from '../harness/stage.ts';

type Arguments = Readonly<Record<string, string>>;

/** A step as an assistant reads it in the text. */
interface StepReading {
  readonly tool: string;
  readonly args: Record<string, unknown>;
}

const INPUT = / (\w+)=("(?:[^"\\]|\\.)*"|\S+)/g;
const STEP = /^\d+\. (mist_\w+)((?: \w+=(?:"(?:[^"\\]|\\.)*"|\S+))*) — \S/;

let stage: Stage;
beforeAll(async () => {
  const client = { capabilities: { elicitation: { form: {} } } };
  stage = await openLocalStage({ token: 'write', args: ['--enable-write-tools'], client });
  stage.client.setRequestHandler('elicitation/create', async ({ params }) => {
    // Whoever is asked for a word types it as the form names it.
    const [, typed] = /"title":"Type: ([^"]+)"/.exec(JSON.stringify(params)) ?? [];
    return { action: 'accept', content: { confirm: true, ...(typed === undefined ? {} : { typed }) } };
  });
});
afterAll(() => stage.close());

async function textOf(name: string, args: Arguments): Promise<string> {
  const { messages } = await stage.client.getPrompt({ name, arguments: args });
  const [message] = messages;
  if (messages.length !== 1 || message?.content.type !== 'text') throw new Error(`${name} is not one text`);
  return message.content.text;
}

function stepsIn(text: string): StepReading[] {
  const lines = text.split('\n').filter((line) => /^\d+\. /.test(line));
  return lines.map((line) => {
    const [whole, tool = '', inputs = ''] = STEP.exec(line) ?? [];
    if (whole === undefined) throw new Error(`not a step: ${line}`);
    const pairs = [...inputs.matchAll(INPUT)].map(([, name = '', value = '']): [string, unknown] => [
      name,
      value.startsWith('"') ? JSON.parse(value) : value,
    ]);
    return { tool, args: Object.fromEntries(pairs) };
  });
}

/** Where the story of a prompt plays in the simulated network; the others play at the lost access point. */
const places: Readonly<Record<string, { site: string; device: string }>> = {
  unhappy_client: { site: STUCK_PHONE.site, device: LOST_AP.name },
  worst_sle: { site: WORST_SITE, device: LOST_AP.name },
  drift_report: { site: 'Paris Store', device: LOST_AP.name },
  port_change: { site: 'Paris Store', device: BAD_CABLE.switch },
};

const placeOf = (name: string) => places[name] ?? { site: 'London Store', device: LOST_AP.name };

/** What an assistant would take from the answers before. */
function foundBy(name: string): Map<string, unknown> {
  const { world } = stage.cloud;
  const find = (table: string, key: string, value: string): Readonly<Record<string, unknown>> => {
    const row = world.table(table).find((one) => one[key] === value);
    if (!row) throw new Error(`no ${table} with ${key} ${value}`);
    return row;
  };
  const { site, device: deviceName } = placeOf(name);
  const device = find('inventory', 'name', deviceName);
  const phone = wirelessClients(world).find(({ hostname }) => hostname === STUCK_PHONE.hostname);
  return new Map<string, unknown>([
    ['<site_id>', world.id('sites', site)],
    ['<mac>', name === 'unhappy_client' ? phone?.mac : device.mac],
    ['<ap_mac>', device.mac],
    ['<ssid>', STUCK_PHONE.ssid],
    ['<device_id>', `00000000-0000-0000-1000-${String(device.mac)}`],
    ['<type>', device.type],
    ['<model>', device.model],
    ['<metric>', WORST.level],
    ['<classifier>', WORST.classifier],
    [
      '<changes>',
      [
        { action_type: 'create', object_type: 'org_sites', payload: { name: 'Lyon Store' }, as: 'X' },
        {
          action_type: 'update',
          object_type: 'site_settings',
          site_id: '$new:X',
          payload: { vars: { guest_vlan: '40' } },
        },
      ],
    ],
    ['<payload>', { port_config: { [BAD_CABLE.port]: { usage: 'disabled', description: 'asked for' } } }],
  ]);
}

/** An input with what was found in its place. */
function filled(value: unknown, found: ReadonlyMap<string, unknown>): unknown {
  if (typeof value !== 'string') return value;
  const take = (place: string): unknown => {
    if (!found.has(place)) throw new Error(`nothing says where ${place} comes from`);
    return found.get(place);
  };
  return /^<[^>]+>$/.test(value) ? take(value) : value.replace(/<[^>]+>/g, (place) => String(take(place)));
}

const everything: Arguments = {
  org: 'Lakeside Retail Group',
  since: '-7d',
  client: STUCK_PHONE.hostname,
  device: LOST_AP.name,
  switch: BAD_CABLE.switch,
  what: DENIED_LAPTOP.hostname,
  port: BAD_CABLE.port,
  change: 'switch it off',
  sle: 'wifi',
  device_type: 'ap',
  model: 'AP45',
  about: 'WLAN',
  other_site: 'Paris Store',
  new_site: 'Lyon Store',
};

describe.each(prompts.map((prompt) => [prompt.name, prompt] as const))('%s', (name, { needs, takes }) => {
  const only = (names: readonly string[]): Arguments =>
    Object.fromEntries(names.map((one) => [one, one === 'site' ? placeOf(name).site : (everything[one] ?? '')]));

  it.each([
    ['what it needs', only(needs)],
    ['all arguments', only([...needs, ...takes])],
  ])('names tools and inputs that are there, with %s', async (_, args) => {
    const found = foundBy(name);
    const before = stage.cloud.violations.length;
    const steps = stepsIn(await textOf(name, args));
    expect(steps.length).toBeGreaterThan(2);
    for (const { tool, args: inputs } of steps) {
      const asked = Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, filled(value, found)]));
      const { data, isError, text } = await stage.call(tool, asked);
      if (typeof data.handle === 'string') found.set('<handle>', data.handle);
      expect.soft(isError, `${tool} ${JSON.stringify(asked)}: ${text}`).toBe(false);
    }
    expect(stage.cloud.violations.slice(before)).toEqual([]);
  });

  it('names no tool and no route besides that does not exist', async () => {
    const text = await textOf(name, only([...needs, ...takes]));
    const { tools } = await stage.client.listTools();
    const known = new Set(tools.map((tool) => tool.name));
    expect([...text.matchAll(/mist_\w+/g)].map(([tool]) => tool).filter((tool) => !known.has(tool))).toEqual([]);
    const routes = [...text.matchAll(/(?:GET|POST|PUT|DELETE) \/api\/v1\/[\w/{}]+/g)].map(([route]) => route);
    expect(routes.filter((route) => !isRoute(route))).toEqual([]);
  });
});
