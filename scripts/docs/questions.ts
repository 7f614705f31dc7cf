import { startDemoCloud } from '../../simulator/cloud.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { type CommonChange, commonChanges, type IdOf } from './common-changes.ts';
import { wholeInputs } from './excerpt.ts';
import { startServer } from './server.ts';

const TOOL = 'mist_change_configuration_objects';

const fence = (language: string, text: string): string => [`\`\`\`${language}`, text, '```'].join('\n');

/** Of the ten, those that stand in the text of the page by themselves. */
const IN_TEXT: Readonly<Record<string, string>> = {
  'Give a site another template': 'question-template',
  'Give a port another profile': 'question-port',
};

/** Questions that only the text of the page has. */
const OTHERS = (idOf: IdOf): Readonly<Record<string, JsonObject>> => ({
  'question-deletion': {
    ...{ action_type: 'delete', object_type: 'org_wlantemplates', force: true },
    object_id: idOf('templates', 'Scanner Wi-Fi'),
  },
  'question-uplink': {
    ...{ action_type: 'update', object_type: 'site_devices', site_id: 'Zurich HQ' },
    ...{ object_id: 'ZUR-H-SW-ACC1', payload: { port_config: { 'xe-0/1/0': { usage: 'disabled' } } } },
  },
});

/**
 * Asks the real server for changes, and a person who says no to each.
 *
 * @returns what stands at the places of the page, by the name of the place
 * @throws Error where a change asks nobody
 */
export async function changeQuestions(): Promise<Readonly<Record<string, string>>> {
  const cloud = await startDemoCloud({ seed: 1 });
  const no = { ask: async () => ({ action: 'decline' as const }) };
  const server = await startServer(['--enable-write-tools'], no, cloud);
  const idOf: IdOf = (table, name) => String(cloud.world.named(table, name).id);
  const questionOf = async (inputs: JsonObject): Promise<string> => {
    const { question } = await server.call(TOOL, inputs);
    if (question === undefined) throw new Error(`A change asks nobody: ${JSON.stringify(inputs)}`);
    return fence('text', question);
  };
  const places: Record<string, string> = {};
  const listed: string[] = [];
  try {
    for (const { title, inputs } of commonChanges(idOf)) {
      const name = IN_TEXT[title];
      if (name === undefined) listed.push(await section({ title, inputs }, questionOf));
      else places[name] = await questionOf(inputs);
    }
    for (const [name, inputs] of Object.entries(OTHERS(idOf))) places[name] = await questionOf(inputs);
  } finally {
    await server.close();
  }
  return { ...places, 'common-changes': listed.join('\n\n') };
}

async function section({ title, inputs }: CommonChange, ask: (inputs: JsonObject) => Promise<string>): Promise<string> {
  return [`### ${title}`, fence('json', wholeInputs(inputs)), await ask(inputs)].join('\n\n');
}
