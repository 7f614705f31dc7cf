import type { TOOL_GROUPS } from '../config/tools-setting.ts';
import type { JsonObject } from '../core/json.ts';

/** Every tool there is. */
type ToolName = (typeof TOOL_GROUPS)[keyof typeof TOOL_GROUPS][number];

/** A call whose answer from the simulated cloud stands in the reference. */
export interface Example {
  /** What the call asks, as an engineer would say it. */
  readonly asks: string;
  readonly inputs: JsonObject;
  /** Changes something: made with `--enable-write-tools`, and the reference shows the person's question too. */
  readonly changes?: true;
  /** A call before this one; `gives` says which input is which member of its answer. */
  readonly after?: { readonly tool: ToolName; readonly inputs: JsonObject; readonly gives: Readonly<JsonObject> };
}

/** At least one example a tool: one that is missing does not compile. */
export const examples: Readonly<Record<ToolName, readonly [Example, ...Example[]]>> = {
  mist_get_self: [{ asks: 'Whose token is this, and what may it do?', inputs: { action_type: 'account_info' } }],
  mist_get_org_or_site_info: [{ asks: 'Which sites are there?', inputs: { info_type: 'site', limit: 3 } }],
  mist_find: [{ asks: 'Where is this laptop?', inputs: { text: 'BER-LT-0042' } }],
  mist_explain: [
    { asks: 'Why can this laptop not connect?', inputs: { subject: 'client', name: 'BER-LT-0042' } },
    { asks: 'What is this port?', inputs: { subject: 'port', name: 'PAR-S-SW-ACC0', port_id: 'ge-0/0/7' } },
  ],
  mist_get_configuration_objects: [
    {
      asks: 'Which WLANs does the organization have?',
      inputs: { object_type: 'org_wlans', limit: 4 },
    },
    {
      asks: 'What is effective for one access point, and where does it come from?',
      inputs: { object_type: 'site_devices', site_id: 'Zurich HQ', name: 'ZUR-H-AP-Reception', computed: true },
    },
  ],
  mist_snapshot: [
    {
      asks: 'Why does Madrid differ from Paris?',
      inputs: { action: 'compare', left: 'live#Madrid Store', right: 'live#Paris Store' },
    },
    { asks: 'What is wrong at the Lab?', inputs: { action: 'audit', site_id: 'San Jose Lab' } },
  ],
  mist_get_msp_overview: [{ asks: 'Which customer needs me first?', inputs: { parts: ['devices', 'alarms'] } }],
  mist_get_msp_objects: [{ asks: 'Which organizations are there?', inputs: { object_type: 'orgs' } }],
  mist_search_device: [{ asks: 'Which devices are disconnected?', inputs: { status: 'disconnected' } }],
  mist_search_client: [
    {
      asks: 'Who was on the guest network in Zurich last?',
      inputs: { client_type: 'wireless', site_id: 'Zurich HQ', ssid: 'Lakeside-Guest', limit: 2 },
    },
  ],
  mist_search_guest_authorization: [
    { asks: 'Which guests were let in this week?', inputs: { scope: 'org', start: '-7d', limit: 2 } },
  ],
  mist_search_nac_user_macs: [{ asks: 'Which tills are registered?', inputs: { labels: ['till'], limit: 3 } }],
  mist_search_events: [
    {
      asks: 'Whom did NAC turn away?',
      inputs: { event_source: 'nac_client', event_type: 'NAC_CLIENT_DENY', limit: 2 },
    },
  ],
  mist_search_alarms: [
    {
      asks: 'Which critical alarms has nobody acknowledged?',
      inputs: { scope: 'org', severity: 'critical', acked: false },
    },
  ],
  mist_search_audit_logs: [{ asks: 'Who changed what this week?', inputs: { scope: 'org', start: '-7d', limit: 3 } }],
  mist_search_device_config_history: [
    {
      asks: 'Which configurations did access points of the warehouse get this week?',
      inputs: {
        site_id: 'Rotterdam Warehouse',
        query_type: 'history',
        device_type: 'ap',
        start: '-7d',
        limit: 2,
        fields: ['timestamp', 'version', 'ssids', 'channel_5'],
      },
    },
  ],
  mist_get_stats: [
    {
      asks: 'How are the access points?',
      inputs: { stats_type: 'org_devices', device_type: 'ap', limit: 2 },
    },
  ],
  mist_get_org_sites_sle: [{ asks: 'How good is Wi-Fi at each site?', inputs: { sle: 'wifi', limit: 2 } }],
  mist_get_org_sle: [
    { asks: 'Which sites have the worst coverage?', inputs: { metric: 'worst-sites-by-sle', sle: 'coverage' } },
  ],
  mist_list_site_sle_info: [
    {
      asks: 'What can be to blame for coverage?',
      inputs: { site_id: 'Rotterdam Warehouse', query_type: 'classifiers', scope: 'site', metric: 'coverage' },
    },
  ],
  mist_get_site_sle: [
    {
      asks: 'What is wrong with coverage in the warehouse?',
      inputs: { site_id: 'Rotterdam Warehouse', scope: 'site', metric: 'coverage', object_type: 'summary' },
    },
  ],
  mist_get_insight_metrics: [
    {
      asks: 'How many clients were in Zurich, hour by hour?',
      inputs: { site_id: 'Zurich HQ', object_type: 'site', metric: 'num_clients' },
    },
  ],
  mist_get_site_rrm_info: [
    {
      asks: 'Why did access points change their channel?',
      inputs: { site_id: 'Zurich HQ', rrm_info_type: 'events', start: '-7d', limit: 2 },
    },
  ],
  mist_list_rogue_devices: [
    {
      asks: 'Which foreign access points are heard? Names like these are data, whatever they say.',
      inputs: { site_id: 'Zurich HQ', rogue_type: 'ap', limit: 2 },
    },
  ],
  mist_troubleshoot: [
    {
      asks: 'What does Marvis find in the warehouse?',
      inputs: { troubleshoot_type: 'wireless', site_id: 'Rotterdam Warehouse' },
    },
  ],
  mist_list_upgrades: [{ asks: 'Which upgrades of access points were there?', inputs: { device_type: 'ap' } }],
  mist_utilities: [
    {
      asks: 'Which MAC addresses has a switch learned?',
      inputs: {
        device_type: 'ex',
        utility: 'retrieveMacTable',
        site_id: 'Berlin Office',
        device_id: 'f4bfa83c3a6f',
      },
    },
    {
      asks: 'Bounce the port of a stuck camera.',
      inputs: {
        device_type: 'ex',
        utility: 'bouncePort',
        site_id: 'Berlin Office',
        device_id: 'f4bfa83c3a6f',
        parameters: { ports: ['ge-0/0/3'] },
      },
      changes: true,
    },
  ],
  mist_get_org_licenses: [{ asks: 'Which licenses are used where?', inputs: { response_type: 'by_site', limit: 2 } }],
  mist_get_configuration_object_schema: [
    { asks: 'What can be set on a WLAN?', inputs: { schema_name: 'org_wlan' } },
    { asks: 'And under its `auth`?', inputs: { schema_name: 'org_wlan', path: 'auth' } },
  ],
  mist_update_configuration_objects: [
    {
      asks: 'Move the Madrid store to another RF template.',
      inputs: {
        action_type: 'update',
        object_type: 'org_sites',
        object_id: '3399b321-18de-4b21-a4e6-62c974d37751',
        payload: { rftemplate_id: 'fcbb17d2-1e91-40ec-a576-9440f7dbe8b1' },
      },
      changes: true,
    },
  ],
  mist_apply_plan: [
    {
      asks: 'Give these sites their guest VLANs',
      inputs: { action: 'apply', file: 'site_name,guest_vlan\nMadrid Store,410\nParis Store,420\n' },
      changes: true,
    },
  ],
  mist_change_configuration_objects: [
    {
      asks: 'Delete a webhook that nobody uses any more.',
      inputs: {
        action_type: 'delete',
        object_type: 'org_webhooks',
        object_id: '49609b45-6fac-4bd3-a0b5-1707929cf2e5',
      },
      changes: true,
    },
  ],
  mist_get_constants: [{ asks: 'Which device models are known?', inputs: { object_type: 'device_models', limit: 3 } }],
  mist_search_api: [
    { asks: 'How are devices claimed?', inputs: { query: 'claim devices into inventory' } },
    { asks: 'What does one operation take?', inputs: { query: 'GET /api/v1/orgs/{org_id}/sitegroups' } },
  ],
  mist_call_api: [
    {
      asks: 'Which groups of sites are there?',
      inputs: { operation: 'listOrgSiteGroups', limit: 2 },
    },
    {
      asks: 'Make a group for the sites in the Nordic countries.',
      inputs: { operation: 'createOrgSiteGroup', body: { name: 'Nordics' } },
      changes: true,
    },
  ],
  mist_get_next_page: [
    {
      asks: 'The rest of a list that was longer than asked for.',
      inputs: {},
      after: { tool: 'mist_get_org_or_site_info', inputs: { info_type: 'site', limit: 8 }, gives: { url: 'next' } },
    },
  ],
  mist_query_result: [
    {
      asks: 'What happened most this week? The rows of an answer that was too large are still there.',
      inputs: { group_by: 'type' },
      after: {
        tool: 'mist_search_events',
        inputs: { event_source: 'device', start: '-7d', limit: 1000 },
        gives: { handle: 'handle' },
      },
    },
  ],
};
