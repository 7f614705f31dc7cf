import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { ConfigError } from '../../src/config/error.ts';

/** A folder without a `.env`. */
const NOWHERE = '/nonexistent';
const TOKEN = 'q7Wc2LrT9vXn4KpB8sHd3FjM6gZy1AeU5oQi0RtN';

function refusal(argv: string[], env: NodeJS.ProcessEnv = {}): string {
  try {
    loadConfig(argv, env, NOWHERE);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('expected a refusal');
}

describe('refusals', () => {
  it.each([
    [['--prot', '1'], /"--prot".*--port/],
    [['--enable-write-tool'], /--enable-write-tools\?/],
    [['--response_formt=json'], /--response_format\?/],
    [['-x'], /"-x"/],
    [['--port'], /--port needs a value/],
    [['--log-file', '--debug'], /--log-file needs a value/],
    [['--port='], /needs a value/],
    [['--port', '65536'], /0 to 65535, not "65536"/],
    [['--port', '1e3'], /whole number/],
    [['--timeout', '0'], /1 to 600/],
    [['--max-response-tokens', '999'], /1000 to 25000/],
    [['-t', 'sse'], /stdio or http, not "sse"/],
    [['-r', 'xml'], /json or string/],
    [['--debug=maybe'], /true or false.*"maybe"/],
    [['--debug', 'false'], /Argument 2 is not a flag/],
  ])('%s', (argv, sentence) => {
    const message = refusal(argv);
    expect(message).toMatch(sentence);
    expect(message).toMatch(/^[^\n]+[.?]$/);
  });

  it('names the variable of a bad value, and the nearest of an unknown one', () => {
    expect(refusal([], { MISTMCP_PORT: 'x' })).toMatch(/^MISTMCP_PORT must be/);
    expect(refusal([], { MISTMCP_DEBUGG: '1' })).toMatch(/MISTMCP_DEBUGG: did you mean MISTMCP_DEBUG\?/);
    expect(refusal([], { MISTMCP_ZZZZ: '1' })).toMatch(/MISTMCP_ZZZZ: see mistmcp --help/);
    expect(() => loadConfig([], { MISTMCP_ZZZZ: '', OTHER: 'x' }, NOWHERE)).not.toThrow();
  });

  it('has no variable that switches confirmations off', () => {
    const message = refusal([], { MISTMCP_DISABLE_ELICITATION: 'true' });
    expect(message).toMatch(/--disable-elicitation is a flag only/);
    expect(refusal([], { MISTMCP_DISABLE_ELICITATION: 'false' })).toBe(message);
  });

  it.each([
    [['--mode', 'managed'], {}, 'Flag "--mode" is of the Python server; here all tools are there from the start'],
    [['-m', 'all'], {}, 'Flag "-m" is of the Python server'],
    [['--categories', 'orgs'], {}, '--tools names the groups to offer. Leave it out.'],
    [['--stateless'], {}, 'nothing has to be set for clients to go on after a restart'],
    [[], { MISTMCP_STATELESS: 'true' }, 'Variable MISTMCP_STATELESS is of the Python server'],
    [[], { MISTMCP_TOOL_LOADING_MODE: 'all' }, 'and --tools narrows them. Leave it out.'],
    [[], { MISTMCP_TOOL_CATEGORIES: 'orgs' }, '--tools names the groups to offer'],
  ])('tells whoever comes from the Python server what became of %j %j', (argv, env, sentence) => {
    expect(refusal(argv, env)).toContain(sentence);
  });

  it.each(['--token', '--api-token', '--apitoken', '--mist_apitoken'])('takes no token by %s', (flag) => {
    for (const argv of [[flag, TOKEN], [`${flag}=${TOKEN}`], ['--port', '1', TOKEN]]) {
      expect(refusal(argv)).not.toContain(TOKEN);
    }
    expect(refusal([flag, TOKEN])).toMatch(/MIST_APITOKEN/);
  });

  it('never shows the token, wherever it was pasted', () => {
    const variables = ['MISTMCP_PORT', 'MISTMCP_TRANSPORT_MODE', 'MISTMCP_DEBUG', 'MIST_HOST', 'MIST_ENV_FILE'];
    for (const name of variables) expect(refusal([], { [name]: TOKEN })).not.toContain(TOKEN);
    expect(refusal([], { MIST_APITOKEN: 'short', MISTMCP_PORT: 'short' })).toMatch(/\[token\]/);
  });

  it('refuses plain http elsewhere, naming the variable', () => {
    expect(refusal([], { MIST_HOST: 'http://api.mist.com' })).toMatch(/^MIST_HOST: /);
  });

  it('does not repeat a token that was put in its place', () => {
    expect(refusal([], { MIST_HOST: TOKEN, MIST_APITOKEN: 'api.mist.com' })).not.toContain(TOKEN);
  });
});

describe('whatever is given', () => {
  it('answers with a configuration, a text or one sentence', () => {
    const word = fc.oneof(fc.string(), fc.constantFrom('--port', '--debug', '-t', '--', '-', '--host=', '--__proto__'));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 4 }), fc.string(), (argv, value) => {
        try {
          loadConfig(argv, { MISTMCP_PORT: value, MIST_HOST: value }, NOWHERE);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
          expect(String(error)).not.toMatch(/[\n\r]/);
        }
      }),
    );
  });
});
