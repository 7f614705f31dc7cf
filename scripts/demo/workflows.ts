import { type Answer, isRecord, rowsOf, type Session } from './session.ts';

const number = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN);
const percent = (value: unknown): string => `${(number(value) * 100).toFixed(1)} %`;

/** Site names by id: answers carry ids, an engineer thinks in names. */
async function siteNames(session: Session): Promise<Map<unknown, unknown>> {
  const sites = await session.call('mist_get_org_or_site_info', {
    info_type: 'site',
    limit: 100,
    fields: ['id', 'name'],
  });
  return new Map(rowsOf(sites).map(({ id, name }) => [id, name]));
}

/** The API writes an id of zeros for a device that no site has. */
const UNASSIGNED = /^[0-]*$/;

const named = (rows: readonly Answer[], sites: Map<unknown, unknown>): Answer[] =>
  rows.map((row) => {
    const unassigned = UNASSIGNED.test(String(row.site_id ?? ''));
    return { ...row, site: unassigned ? 'no site' : (sites.get(row.site_id) ?? row.site_id) };
  });

/** What an engineer looks at first: what is down, what is alarmed, which sites are not well. */
async function morningReport(session: Session, sites: Map<unknown, unknown>): Promise<void> {
  session.title('Morning report');
  const org = await session.call('mist_get_stats', { stats_type: 'org' });
  session.say(`  ${org.num_sites} sites, ${org.num_devices} devices, ${org.num_devices_disconnected} disconnected`);
  const down = await session.call('mist_search_device', { status: 'disconnected' });
  session.table(named(rowsOf(down), sites), ['name', 'type', 'model', 'site', 'mac']);
  const alarms = await session.call('mist_search_alarms', { scope: 'org', acked: false, limit: 8 });
  session.say(`  ${alarms.total} open alarms in the last day`);
  session.table(named(rowsOf(alarms), sites), ['timestamp', 'severity', 'type', 'hostnames', 'site']);
}

/** What Marvis says of a client or device. */
async function askMarvis(session: Session, args: Record<string, unknown>): Promise<void> {
  const answer = await session.call('mist_troubleshoot', { troubleshoot_type: 'wireless', ...args });
  for (const { category, reason, text, recommendation } of rowsOf(answer)) {
    session.say(`  Marvis: ${category}: ${[reason, text].filter(Boolean).join(': ')} ${recommendation}`);
  }
}

/** A user calls: where is the client, what happened to it, which rule said no, and why. */
async function unhappyClient(session: Session, sites: Map<unknown, unknown>): Promise<void> {
  session.title('A client that cannot connect');
  const denials = await session.call('mist_search_events', {
    event_source: 'nac_client',
    event_type: 'NAC_CLIENT_DENY',
    limit: 5,
  });
  session.table(named(rowsOf(denials), sites), ['timestamp', 'mac', 'username', 'auth_type', 'ssid', 'site']);
  const mac = rowsOf(denials)[0]?.mac;
  if (typeof mac !== 'string') return;
  const found = await session.call('mist_search_client', { client_type: 'nac', mac });
  session.table(named(rowsOf(found), sites), [
    'mac',
    'last_username',
    'last_status',
    'last_nacrule_name',
    'last_ssid',
    'site',
  ]);
  const registered = await session.call('mist_search_nac_user_macs', { mac });
  session.say(`  registered for NAC: ${registered.total === 0 ? 'no' : JSON.stringify(rowsOf(registered)[0])}`);
  await askMarvis(session, { mac });
}

/** From the worst site of all down to the access points that are to blame. */
async function worstSite(session: Session, sites: Map<unknown, unknown>): Promise<void> {
  session.title('The worst SLE: site → classifier → access points');
  const all = await session.call('mist_get_org_sites_sle', { sle: 'wifi', limit: 100 });
  const ranked = named(rowsOf(all), sites).sort((a, b) => number(a.coverage) - number(b.coverage));
  session.table(ranked, ['site', 'coverage', 'capacity', 'throughput', 'num_clients'], 3);
  const worst = ranked[0]?.site_id;
  const query = { site_id: worst, scope: 'site', metric: 'coverage' };
  const summary = await session.call('mist_get_site_sle', { ...query, object_type: 'summary' });
  session.say(`  coverage at ${ranked[0]?.site}: ${percent(summary.success_rate)} of user-minutes were good`);
  session.table(summary.classifiers, ['name', 'degraded', 'share']);
  const classifier = Array.isArray(summary.classifiers) ? summary.classifiers.find(isRecord)?.name : undefined;
  const impacted = await session.call('mist_get_site_sle', { ...query, object_type: 'impacted_aps', classifier });
  session.table(rowsOf(impacted), ['name', 'ap_mac', 'degraded', 'total']);
}

/** An access point is down: since when, what it said last, and what Marvis makes of it. */
async function deadAccessPoint(session: Session, sites: Map<unknown, unknown>): Promise<void> {
  session.title('An access point that is down');
  const all = await session.call('mist_get_stats', { stats_type: 'org_devices', device_type: 'ap', limit: 100 });
  const down = named(rowsOf(all), sites).filter(({ status }) => status === 'disconnected');
  const [ap] = down.sort((a, b) => String(b.last_seen).localeCompare(String(a.last_seen)));
  if (!ap) return;
  session.say(`  ${ap.name} (${ap.model}) at ${ap.site}`);
  const stats = await session.call('mist_get_stats', {
    stats_type: 'site_devices',
    site_id: ap.site_id,
    object_id: ap.mac,
  });
  session.say(
    `  status ${stats.status}, last seen ${new Date(number(stats.last_seen) * 1000).toISOString().slice(0, 19)}Z, version ${stats.version}`,
  );
  const events = await session.call('mist_search_events', {
    event_source: 'device',
    mac: ap.mac,
    start: '-7d',
    limit: 5,
  });
  session.table(rowsOf(events), ['timestamp', 'type', 'reason', 'text']);
  await askMarvis(session, { mac: ap.mac, site_id: ap.site_id });
}

/** Who changed what, and what it was before. */
async function whoChangedWhat(session: Session): Promise<void> {
  session.title('Who changed what');
  const log = await session.call('mist_search_audit_logs', { scope: 'org', start: '-7d', limit: 6 });
  session.table(rowsOf(log), ['timestamp', 'admin_name', 'message'], 6);
  const detail = await session.call('mist_search_audit_logs', {
    scope: 'org',
    start: '-7d',
    limit: 20,
    fields: ['message', 'before', 'after'],
  });
  const change = rowsOf(detail).find(({ before, after }) => before !== undefined && after !== undefined);
  if (change)
    session.say(
      `  ${change.message}\n    before ${JSON.stringify(change.before)}\n    after  ${JSON.stringify(change.after)}`,
    );
}

/** Five workflows that engineers ask most. */
export async function workflows(session: Session): Promise<void> {
  session.title('The names behind the ids');
  const sites = await siteNames(session);
  await morningReport(session, sites);
  await unhappyClient(session, sites);
  await worstSite(session, sites);
  await deadAccessPoint(session, sites);
  await whoChangedWhat(session);
}
