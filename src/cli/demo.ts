import { stripVTControlCharacters } from 'node:util';
import { openAuditLog, startLog } from '../bootstrap.ts';
import type { Config } from '../config/config.ts';
import { isRecord, type JsonObject } from '../core/json.ts';
import { shellWords } from '../core/shell-words.ts';
import { wrapText } from '../core/wrap-text.ts';
import { createServerFactory } from '../server.ts';
import { ConsentDesk } from '../tool/elicitation.ts';
import { answerText, errorText } from './answer.ts';
import { openSession } from './cloud.ts';
import { CallRefused, Connection } from './connection.ts';
import { EXIT } from './exit-code.ts';
import { indented, type Output, openOutput } from './output.ts';
import { askLine } from './prompts.ts';
import type { CommandSettings } from './settings.ts';
import { withSiteNames } from './site-names.ts';
import { type ElicitationHandler, terminalHandler } from './terminal-elicitation.ts';

/** Characters of a line at most, so that a tour reads the same everywhere. */
const WIDTH = 80;

const CHANGE = 'mist_change_configuration_objects';

/** A stop of the tour: what an engineer wants to know, and the call that answers it. */
interface Stop {
  readonly asks: string;
  readonly tool: string;
  readonly inputs: JsonObject;
}

const LOOKING: readonly Stop[] = [
  {
    asks: 'Which critical alarms are there?',
    tool: 'mist_search_alarms',
    inputs: { scope: 'org', severity: 'critical', fields: ['timestamp', 'severity', 'type', 'hostnames'] },
  },
  {
    asks: 'Which devices are down?',
    tool: 'mist_search_device',
    inputs: { status: 'disconnected', fields: ['name', 'model', 'mac', 'status', 'site_id'] },
  },
  {
    asks: 'Whom did access control turn away?',
    tool: 'mist_search_events',
    inputs: {
      event_source: 'nac_client',
      event_type: 'NAC_CLIENT_DENY',
      limit: 3,
      fields: ['timestamp', 'mac', 'username', 'ssid'],
    },
  },
  {
    asks: 'Which sites have the worst coverage?',
    tool: 'mist_get_org_sle',
    inputs: {
      metric: 'worst-sites-by-sle',
      sle: 'coverage',
      limit: 3,
      fields: ['site_id', 'coverage', 'num_aps', 'num_clients'],
    },
  },
];

const CHANGING: Stop = {
  asks: 'Move the Madrid store to another RF template. Nothing happens without a yes.',
  tool: CHANGE,
  inputs: {
    action_type: 'update',
    object_type: 'org_sites',
    object_id: '3399b321-18de-4b21-a4e6-62c974d37751',
    payload: { rftemplate_id: 'fcbb17d2-1e91-40ec-a576-9440f7dbe8b1' },
  },
};

/** A person at the terminal answers; elsewhere the question is shown and answered with yes. */
function questions(output: Output): ElicitationHandler {
  const person = terminalHandler();
  if (person && process.stdout.isTTY) return person;
  return {
    async ask(form) {
      const { message, requestedSchema: schema } = isRecord(form) ? form : {};
      const properties = isRecord(schema) && isRecord(schema.properties) ? schema.properties : {};
      output.print(`${withinLines(indented(String(message), ''))}\n\n${output.paint('good', 'yes')}\n`);
      return { action: 'accept', content: Object.fromEntries(Object.keys(properties).map((name) => [name, true])) };
    },
  };
}

/** Waits for a key between two stops, where somebody is there to press it. */
async function turnPage(output: Output): Promise<void> {
  if (!process.stdout.isTTY || !process.stdin.isTTY) return;
  await askLine(output.paint('quiet', 'Enter goes on, Ctrl+C ends the tour '));
}

function commandLine({ tool, inputs }: Stop): string {
  const words = Object.entries(inputs).map(([name, value]) => {
    if (Array.isArray(value)) return `${name}=${value.join(',')}`;
    return typeof value === 'object' ? `${name}:=${JSON.stringify(value)}` : `${name}=${String(value)}`;
  });
  const [first = '', ...rest] = words.map((word) => shellWords([word]));
  return [`$ mistmcp call ${tool} ${first}`, ...rest.map((word) => `    ${word}`)].join(' \\\n');
}

/** The tour's own connection to a server on the simulated cloud, whose token may write. */
interface Tour {
  visit(stop: Stop): Promise<JsonObject>;
  close(): Promise<void>;
}

async function openTour(config: Config, output: Output, signal: AbortSignal): Promise<Tour> {
  const opened = await openSession({ ...config, demo: true, writeTools: true, elicitation: true, tools: undefined });
  const log = { ...(await startLog(opened.config, { token: opened.session.token })), info: () => {} };
  const factory = createServerFactory({
    config: opened.config,
    session: opened.session,
    log,
    desk: new ConsentDesk(undefined),
    audit: openAuditLog(log, undefined),
  });
  const connection = await Connection.open(factory, { elicitation: questions(output) });
  return {
    async visit(stop) {
      output.print(`\n${output.paint('heading', stop.asks)}\n`);
      output.print(`${output.paint('quiet', commandLine(stop))}\n`);
      const { data, isError } = await connection.call(stop.tool, stop.inputs, signal);
      const shown = await withSiteNames(data, stop.inputs, connection, signal);
      const text = isError ? errorText(shown, output) : answerText(pickedOf(shown), output, () => '(the next page)');
      output.print(withinLines(text));

      return data;
    },
    async close() {
      await connection.close();
      await opened.close();
    },
  };
}

/** The way back is shown as a stop of its own, and nobody asked for a window. */
const pickedOf = ({
  undo: _,
  undo_with: _with,
  window: _window,
  interval: _interval,
  ...rest
}: JsonObject): JsonObject => rest;

/** Lines that are longer than the tour is wide go on in the next one. */
const withinLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => {
      const visible = stripVTControlCharacters(line).length;
      const indent = /^ */.exec(line)?.[0] ?? '';
      return visible <= WIDTH ? line : wrapText(line.trimStart(), WIDTH + line.length - visible, indent);
    })
    .join('\n');

/**
 * A tour of the simulated cloud: four questions, a change with its question, its check and its way back.
 *
 * @returns the exit code
 */
export async function runDemo(settings: CommandSettings): Promise<number> {
  const plain = openOutput({ json: false });
  const output = { ...plain, width: Math.min(WIDTH, plain.width) };
  const { config } = settings.load();
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  output.print(
    `${output.paint('heading', 'mistmcp')} on its simulated Mist cloud: no account, no token, nothing real.`,
  );
  output.print('An assistant asks the same in your words; here are the calls.');
  const tour = await openTour(config, output, stopping.signal);
  try {
    for (const stop of LOOKING) {
      await tour.visit(stop);
      await turnPage(output);
    }
    const { outcome, undo } = await tour.visit(CHANGING);
    if (outcome === 'applied' && isRecord(undo)) {
      await turnPage(output);
      await tour.visit({ asks: 'And the way back, which the answer brought along:', tool: CHANGE, inputs: undo });
    }
    output.print(
      `\nThat was the simulated cloud. For your own network:\n\n  ${output.paint('good', 'npx mistmcp setup')}`,
    );
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof CallRefused)) throw error;
    output.print('\nFor your own network: npx mistmcp setup');
    return EXIT.done;
  } finally {
    await tour.close();
  }
}
