import { type ArgumentName, meaningOf } from '../../src/prompts/arguments.ts';
import { mspPrompts, prompts } from '../../src/prompts/index.ts';
import type { Prompt } from '../../src/prompts/prompt.ts';
import { promptText } from '../../src/prompts/text.ts';
import { guides } from '../../src/resources/guides.ts';
import { allTools } from '../../src/tools/index.ts';

const code = (text: string): string => `\`${text}\``;

function argumentRow(prompt: Prompt, name: ArgumentName): string {
  const { description, offer, choices } = meaningOf(name);
  const completes = offer || choices ? 'yes' : '';
  const star = prompt.needs.includes(name) ? ' *' : '';
  return `| ${code(name)}${star} | ${description} | ${prompt.defaults?.[name] ?? ''} | ${completes} |`;
}

/** A prompt as it reads with every tool offered and each argument by its name, but those that make it shorter. */
function entry(prompt: Prompt): string {
  const names = [...prompt.needs, ...prompt.takes];
  const shorter = new Set(prompt.steps.map(({ unless }) => unless));
  const shown = names.filter((name) => prompt.defaults?.[name] === undefined && !shorter.has(name));
  const filled = Object.fromEntries(shown.map((name) => [name, name.toUpperCase()]));
  return [
    `## ${prompt.name}`,
    '',
    `${prompt.title}${/[?!]$/.test(prompt.title) ? '' : '.'} ${prompt.description}`,
    '',
    ...(names.length > 0 ? ['| argument | | default | completes |', '|---|---|---|---|'] : []),
    ...names.map((name) => argumentRow(prompt, name)),
    ...(names.length > 0 ? [''] : []),
    '```text',
    promptText(prompt, filled, new Set(allTools)),
    '```',
  ].join('\n');
}

const RESOURCES = [
  ['mist://clouds', 'Regions, API and portal hosts of the Mist clouds, and which one is in use. JSON.'],
  ['mist://tools', 'The tools that this server offers to this application, with effect and inputs in short. JSON.'],
  [
    'mist://schema/{name}',
    'Fields of a configuration object at the first level, the same as `mist_get_configuration_object_schema`. The name completes. JSON.',
  ],
  [
    'mist://snapshot/{digest}/{path}',
    'A file of a snapshot that `mist_snapshot` keeps: `manifest.json`, `index.json`, or an object such as `org/rftemplates/office-rf.json`. Twelve digits of the digest are enough. JSON, secrets masked.',
  ],
  ...guides.map(({ topic, description }) => [`mist://guide/${topic}`, `${description}. Markdown.`]),
];

/** Every prompt with its arguments and text, and the resources. */
export function promptReference(): string {
  return `${[
    '# Prompts and resources',
    '',
    'Made from the code by `npm run docs`.',
    '',
    'A prompt is a question that engineers ask again and again: it names the tools in their order, what each step proves, and what the answer has to hold. Arguments marked * are required. Names of organizations, sites and devices complete from what the token is known to see: an answer never waits for the cloud, so the very first one may be empty. A tool that is switched off is named as missing in the text.',
    '',
    'Below, capitals stand for arguments, and `<…>` for what comes from an earlier answer.',
    '',
    [...prompts, ...mspPrompts].map(entry).join('\n\n'),
    '',
    '## Resources',
    '',
    'Reading one costs no API call.',
    '',
    '| address | |',
    '|---|---|',
    ...RESOURCES.map(([address = '', text]) => `| ${code(address)} | ${text} |`),
  ].join('\n')}\n`;
}
