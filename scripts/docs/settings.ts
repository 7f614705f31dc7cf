import type { Setting } from '../../src/config/setting.ts';
import { allSettings } from '../../src/config/settings.ts';

const code = (text: string): string => `\`${text}\``;

function flags({ short, flag, aliases = [] }: Setting): string {
  const names = [
    ...(short ? [`-${short}`] : []),
    ...(flag ? [`--${flag}`] : []),
    ...aliases.map((alias) => `--${alias}`),
  ];
  return names.map(code).join(', ');
}

function values(setting: Setting): string {
  switch (setting.kind) {
    case 'switch':
      return 'off';
    case 'choice':
      return setting.choices.map((choice) => (choice === setting.default ? `**${choice}**` : choice)).join(', ');
    case 'integer':
      return `${setting.default} (${setting.min}–${setting.max})`;
    default:
      return setting.default ?? '';
  }
}

function table(rows: readonly Setting[]): string {
  const lines = rows.map((setting) => {
    const variable = setting.variable ? code(setting.variable) : '';
    return `| ${flags(setting)} | ${variable} | ${values(setting)} | ${setting.help} |`;
  });
  return ['| flag | variable | default | |', '|---|---|---|---|', ...lines].join('\n');
}

/** Every setting with its flags, variable and default, as a Markdown table. */
export const settingsTable = (): string => table(allSettings);
