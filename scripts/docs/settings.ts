import { allSettings, type Setting } from '../../src/config/settings.ts';

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

/** Every setting with its flags, variable and default, as a Markdown table. */
export function settingsTable(): string {
  const rows = allSettings.map((setting) => {
    const variable = setting.variable ? code(setting.variable) : '';
    return `| ${flags(setting)} | ${variable} | ${values(setting)} | ${setting.help} |`;
  });
  return ['| flag | variable | default | |', '|---|---|---|---|', ...rows].join('\n');
}
