import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { isRecord } from '../../src/core/json.ts';
import { type Bundle, buildBundle } from './bundle.ts';
import { bounded, type Measure, type Row } from './row.ts';
import { startStdio } from './stdio.ts';
import { startUpstream } from './upstream.ts';

/** Questions of a working day, each with the calls that answer it. */
const WORKFLOWS: Readonly<Record<string, readonly (readonly [string, object])[]>> = {
  'who am I': [['mist_get_self', { action_type: 'account_info' }]],
  'which sites there are': [['mist_get_org_or_site_info', { info_type: 'site' }]],
  'what is down': [['mist_get_stats', { stats_type: 'org_devices', where: 'status=disconnected' }]],
  'open alarms': [['mist_search_alarms', { scope: 'org', acked: false }]],
  'how the sites do': [['mist_get_org_sites_sle', { sle: 'wifi' }]],
  'device statistics': [['mist_get_stats', { stats_type: 'org_devices' }]],
  'denied clients': [['mist_search_events', { event_source: 'nac_client', event_type: 'NAC_CLIENT_DENY' }]],
  'who changed what': [['mist_search_audit_logs', { scope: 'org' }]],
  'the WLANs of the organization': [['mist_get_configuration_objects', { object_type: 'org_wlans' }]],
  'what a WLAN may hold': [['mist_get_configuration_object_schema', { schema_name: 'org_wlan' }]],
};

/** Two thirds of what the first version took for the same questions. */
const MOST_ANSWERS = 8421;

/** What an application reads: the text of an answer. */
function textOf(answer: Record<string, unknown>): string {
  const [first]: unknown[] = Array.isArray(answer.content) ? answer.content : [];
  return isRecord(first) ? String(first.text) : '';
}

/** What the list of tools costs with those that change something. */
async function withWriteTools({ file, env }: Bundle): Promise<number> {
  // An application that cannot ask the person would not see them.
  const server = startStdio(file, { ...env }, ['--demo', '--enable-write-tools', '--disable-elicitation']);
  try {
    await server.request('initialize');
    const { tools } = await server.request('tools/list');
    return countTokens(JSON.stringify(tools));
  } finally {
    await server.close();
  }
}

/** What a conversation pays, in tokens of o200k. */
export const tokens: Measure = {
  name: 'tokens',
  async run() {
    const bundle = buildBundle();
    const upstream = await startUpstream();
    const server = startStdio(bundle.file, { ...bundle.env, MIST_APITOKEN: upstream.token, MIST_HOST: upstream.url });
    try {
      const { instructions } = await server.request('initialize');
      const { tools } = await server.request('tools/list');
      const rows: Row[] = [
        bounded('tools/list', 'tokens', countTokens(JSON.stringify(tools)), 7200),
        bounded('tools/list with write tools', 'tokens', await withWriteTools(bundle), 8000),
        { name: 'instructions', unit: 'tokens', value: countTokens(String(instructions)) },
      ];
      let answers = 0;
      for (const [name, steps] of Object.entries(WORKFLOWS)) {
        let value = 0;
        for (const [tool, args] of steps) value += countTokens(textOf(await server.call(tool, args)));
        rows.push({ name: `answer: ${name}`, unit: 'tokens', value });
        answers += value;
      }
      rows.push(bounded('answers of all ten', 'tokens', answers, MOST_ANSWERS));
      return rows;
    } finally {
      await Promise.all([server.close(), upstream.close()]);
      bundle.close();
    }
  },
};
