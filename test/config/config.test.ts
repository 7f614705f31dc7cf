import { describe, expect, it } from 'vitest';
import { type Config, loadConfig } from '../../src/config/config.ts';
import { STANDARD_POLICY } from '../../src/mist/sensitive.ts';

/** A folder without a `.env`. */
const NOWHERE = '/nonexistent';
const TOKEN = 'q7Wc2LrT9vXn4KpB8sHd3FjM6gZy1AeU5oQi0RtN';

function load(argv: string[], env: NodeJS.ProcessEnv = {}): { config: Config; warnings: string[] } {
  const loaded = loadConfig(argv, env, NOWHERE);
  if (loaded.kind !== 'run') throw new Error('expected a configuration to run with');
  return loaded;
}

const printed = (argv: string[], env: NodeJS.ProcessEnv = {}): string => {
  const loaded = loadConfig(argv, env, NOWHERE);
  return loaded.kind === 'print' ? loaded.text : '';
};

describe('defaults', () => {
  it('reads nothing and serves stdio, read-only, against the global cloud', () => {
    const { config } = load([]);
    expect(config).toEqual({
      transport: 'stdio',
      host: '127.0.0.1',
      port: 8000,
      responseFormat: 'json',
      logFormat: 'auto',
      debug: false,
      writeTools: false,
      elicitation: true,
      demo: false,
      cloud: expect.objectContaining({ api: 'https://api.mist.com' }),
      sources: { token: 'not set', cloud: 'the default' },
      changePolicy: STANDARD_POLICY,
      revealSecrets: false,
      maxResponseTokens: 8000,
      timeoutSeconds: 30,
      callSeconds: 2,
      stateKeys: [],
    });
  });
});

/** Setting, flags with their value, variable with its value, and what the configuration then says. */
const ROWS: [keyof Config, string[][], [string, string] | undefined, unknown][] = [
  [
    'transport',
    [['-t', 'http'], ['--transport', 'http'], ['--transport=HTTP']],
    ['MISTMCP_TRANSPORT_MODE', 'http'],
    'http',
  ],
  ['host', [['--host', '::1']], ['MISTMCP_HOST', '::1'], '::1'],
  ['port', [['-p', '9'], ['-p9'], ['--port', '9'], ['--port=9']], ['MISTMCP_PORT', '9'], 9],
  [
    'responseFormat',
    [
      ['-r', 'string'],
      ['--response_format', 'string'],
      ['--response-format', 'string'],
    ],
    ['MISTMCP_RESPONSE_FORMAT', 'string'],
    'string',
  ],
  ['maxResponseTokens', [['--max-response-tokens', '25000']], ['MISTMCP_MAX_RESPONSE_TOKENS', '25000'], 25_000],
  ['timeoutSeconds', [['--timeout', '5']], ['MISTMCP_TIMEOUT', '5'], 5],
  ['callSeconds', [['--call-cpu', '5']], ['MISTMCP_CALL_CPU', '5'], 5],
  ['debug', [['-d'], ['--debug'], ['--debug=yes']], ['MISTMCP_DEBUG', 'true'], true],
  ['writeTools', [['--enable-write-tools']], ['MISTMCP_ENABLE_WRITE_TOOLS', '1'], true],
  ['elicitation', [['--disable-elicitation']], undefined, false],
  ['revealSecrets', [['--reveal-secrets']], ['MISTMCP_REVEAL_SECRETS', 'on'], true],
  ['demo', [['--demo']], ['MISTMCP_DEMO', 'yes'], true],
  ['logFile', [['--log-file', 'a.txt']], ['MISTMCP_LOG_FILE', 'a.txt'], 'a.txt'],
  ['token', [], ['MIST_APITOKEN', ` ${TOKEN}\n`], TOKEN],
];

describe('every setting', () => {
  for (const [key, flags, variable, expected] of ROWS) {
    it.each(flags)(`${key} by %s %s`, (...argv) => {
      const { config } = load(argv.filter((part) => part !== undefined));
      expect(config[key]).toEqual(expected);
    });
    if (!variable) continue;
    const [name, value] = variable;
    it(`${key} by ${name}, absent when empty`, () => {
      expect(load([], { [name]: value }).config[key]).toEqual(expected);
      expect(load([], { [name]: ' ' }).config).toEqual(load([]).config);
    });
    it(`${name} is in the help`, () => {
      expect(printed(['--help'])).toContain(name);
    });
  }

  it('has every flag of these rows in the help', () => {
    const help = printed(['-h']);
    for (const flag of ROWS.flatMap(([, flags]) => flags.map(([flag = '']) => flag.split('=')[0] ?? ''))) {
      expect(help).toContain(flag === '-p9' ? '-p' : flag);
    }
  });
});

describe('precedence', () => {
  it('lets a flag beat a variable, also to switch something off', () => {
    expect(load(['--port', '1'], { MISTMCP_PORT: '2' }).config.port).toBe(1);
    expect(load(['--debug=false'], { MISTMCP_DEBUG: 'true' }).config.debug).toBe(false);
  });

  it('does not even read a variable that a flag replaces', () => {
    expect(load(['--port', '1'], { MISTMCP_PORT: 'nonsense' }).config.port).toBe(1);
  });

  it('takes the last of a flag given twice', () => {
    expect(load(['--port', '1', '-p', '2']).config.port).toBe(2);
  });
});

describe('the cloud', () => {
  it.each([
    ['EMEA 01', 'https://api.eu.mist.com'],
    ['https://manage.gc1.mist.com/', 'https://api.gc1.mist.com'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ])('reads MIST_HOST=%s', (text, api) => {
    expect(load([], { MIST_HOST: text }).config.cloud.api).toBe(api);
  });
});

describe('quotes around a value of the environment', () => {
  it.each(['"', "'"])('are not of it, as Docker hands them on: %s', (quote) => {
    const env = {
      MIST_APITOKEN: `${quote}Bearer t${quote}`,
      MIST_HOST: ` ${quote}EMEA 01${quote} `,
      MISTMCP_PORT: `${quote}9${quote}`,
    };
    expect(load([], env).config).toMatchObject({ token: 'Bearer t', cloud: { name: 'api.eu.mist.com' }, port: 9 });
    expect(load([], { MIST_APITOKEN: quote + quote }).config.token).toBeUndefined();
  });
});

describe('help and version', () => {
  it('win over everything else on the line, and read no variable', () => {
    expect(printed(['--nonsense', '--help'], { MISTMCP_X: '1' })).toMatch(/^mistmcp \d/);
    expect(printed(['-V'])).toMatch(/^\d+\.\d+\.\d+(-dev)?\n$/);
    expect(printed(['--version'])).toBe(printed(['-V']));
  });
});

describe('warnings', () => {
  it('says once that the token is missing, and names a variable that was probably meant', () => {
    expect(load([]).warnings).toEqual([expect.stringMatching(/^MIST_APITOKEN is not set/)]);
    expect(load([], { MIST_API_TOKEN: 'x' }).warnings).toEqual([expect.stringContaining('MIST_API_TOKEN')]);
    expect(load([], { MIST_APITOKEN: 'x' }).warnings).toEqual([]);
  });

  it('needs no token for the demonstration, and never takes a real one there', () => {
    expect(load(['--demo']).warnings).toEqual([]);
    const { config, warnings } = load(['--demo'], { MIST_APITOKEN: TOKEN });
    expect(config.token).toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining('not used')]);
  });

  it('warns of changes without confirmation', () => {
    const env = { MIST_APITOKEN: 'x' };
    expect(load(['--enable-write-tools', '--disable-elicitation'], env).warnings).toHaveLength(1);
    expect(load(['--enable-write-tools'], env).warnings).toEqual([]);
  });
});
