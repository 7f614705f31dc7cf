import type { JsonObject } from '../../../core/json.ts';
import { quoted } from '../../changes/index.ts';
import type { FiledObject } from '../../snapshot/index.ts';
import type { Evidence, Fix } from '../model.ts';
import type { Rule } from '../rule.ts';
import { listOf, recordOf, textOf, textsOf } from '../values.ts';
import type { ConfigView } from '../view.ts';

const WLANS = ['org_wlans', 'site_wlans'] as const;

const isOn = ({ enabled }: JsonObject): boolean => enabled !== false;
const authOf = ({ auth }: JsonObject): JsonObject => recordOf(auth);
/** The specification's default of a WLAN without a type is an open one. */
const typeOf = (wlan: JsonObject): string => textOf(authOf(wlan).type) || 'open';
const pairwiseOf = (wlan: JsonObject): readonly string[] => textsOf(authOf(wlan).pairwise);
const isOwe = (wlan: JsonObject): boolean => ['enabled', 'required'].includes(textOf(authOf(wlan).owe));
const hasPortal = ({ portal }: JsonObject): boolean => recordOf(portal).enabled === true;
const isPerKey = ({ dynamic_psk }: JsonObject): boolean => recordOf(dynamic_psk).enabled === true;

/** Looks at each WLAN that is switched on. */
function* eachWlan(
  view: ConfigView,
  look: (wlan: JsonObject, object: FiledObject) => { evidence: string; payload?: JsonObject } | undefined,
): Iterable<Evidence> {
  for (const object of view.of(...WLANS)) {
    const found = isOn(object.value) ? look(object.value, object) : undefined;
    if (!found) continue;
    const fix: Fix | undefined = found.payload && view.update(object, found.payload);
    yield { object, evidence: found.evidence, fix };
  }
}

const withWpa3 = (wlan: JsonObject): JsonObject => {
  const pairwise = pairwiseOf(wlan);
  return { auth: { pairwise: [...(pairwise.length > 0 ? pairwise : ['wpa2-ccmp']), 'wpa3'] } };
};

/** Rules about what a WLAN asks of those who join. */
export const SECURITY_RULES: readonly Rule[] = [
  {
    id: 'open-wlan',
    severity: 'high',
    title: 'The WLAN is open: anybody joins, and nothing on air is encrypted',
    over: WLANS,
    find: (view) =>
      eachWlan(view, (wlan) => {
        if (typeOf(wlan) !== 'open' || hasPortal(wlan) || recordOf(wlan.cisco_cwa).enabled === true) return undefined;
        return authOf(wlan).owe === 'required'
          ? undefined
          : { evidence: 'auth.type open, no portal, OWE not required' };
      }),
  },
  {
    id: 'weak-encryption',
    severity: 'high',
    title: 'The WLAN takes WEP, WPA1 or TKIP, which are broken',
    over: WLANS,
    find: (view) =>
      eachWlan(view, (wlan) => {
        const type = typeOf(wlan);
        const weak = pairwiseOf(wlan).filter((one) => /^wpa1-|-tkip$/.test(one));
        if (type === 'wep') return { evidence: 'auth.type wep' };
        const pairwise = ['wpa2-ccmp', 'wpa3'];
        if (type.endsWith('-tkip'))
          return { evidence: `auth.type ${type}`, payload: { auth: { type: 'psk', pairwise } } };
        return weak.length > 0
          ? { evidence: `auth.pairwise has ${weak.join(', ')}`, payload: { auth: { pairwise } } }
          : undefined;
      }),
  },
  {
    id: 'psk-without-wpa3',
    severity: 'medium',
    title: 'The WLAN has a shared passphrase and no WPA3',
    over: WLANS,
    find: (view) =>
      eachWlan(view, (wlan) => {
        if (typeOf(wlan) !== 'psk' || isPerKey(wlan) || pairwiseOf(wlan).includes('wpa3')) return undefined;
        // What it takes now is another finding, and its change brings WPA3.
        if (pairwiseOf(wlan).some((one) => /^wpa1-|-tkip$/.test(one))) return undefined;
        return { evidence: 'auth.type psk, auth.pairwise without wpa3', payload: withWpa3(wlan) };
      }),
  },
  {
    id: '6ghz-security',
    severity: 'medium',
    title: 'The WLAN is meant for 6 GHz, where only WPA3 and OWE may be used',
    over: WLANS,
    find: (view) =>
      eachWlan(view, (wlan) => {
        if (!textsOf(wlan.bands).some((band) => band.startsWith('6'))) return undefined;
        const type = typeOf(wlan);
        if (type === 'open') return isOwe(wlan) ? undefined : { evidence: 'bands has 6, and auth.owe is off' };
        if (type === 'eap192' || pairwiseOf(wlan).includes('wpa3')) return undefined;
        const payload = type === 'psk' || type === 'eap' ? { payload: withWpa3(wlan) } : {};
        return { evidence: `bands has 6, and auth.type ${type} has no wpa3`, ...payload };
      }),
  },
  {
    id: 'guest-without-isolation',
    severity: 'medium',
    title: 'Guests of the WLAN reach each other',
    over: WLANS,
    find: (view) =>
      eachWlan(view, (wlan) =>
        hasPortal(wlan) && wlan.isolation !== true && wlan.l2_isolation !== true
          ? { evidence: 'portal.enabled, and neither isolation nor l2_isolation', payload: { isolation: true } }
          : undefined,
      ),
  },
  {
    id: 'one-radius-server',
    severity: 'medium',
    title: 'One RADIUS server decides who joins the WLAN: without it nobody does',
    over: WLANS,
    find: (view) =>
      eachWlan(view, (wlan) => {
        const others = recordOf(wlan.mist_nac).enabled === true || recordOf(wlan.radsec).enabled === true;
        const count = listOf(wlan.auth_servers).length;
        if (!typeOf(wlan).startsWith('eap') || others || count > 1) return undefined;
        return { evidence: `${count} auth_servers, mist_nac off` };
      }),
  },
  {
    id: 'literal-radius-host',
    severity: 'low',
    title: 'A RADIUS server stands in the WLAN by address, though the site has a variable for it',
    over: [...WLANS, 'site_settings'],
    find: literalHosts,
  },
];

/** Servers of WLANs that some site where the WLAN is on air has a variable for. */
function* literalHosts(view: ConfigView): Iterable<Evidence> {
  const told = new Set<string>();
  for (const { wlans, setting } of view.sites) {
    const variables = Object.entries(recordOf(setting?.value.vars));
    for (const object of wlans) {
      if (!isOn(object.value) || told.has(object.path)) continue;
      const hosts = ['auth_servers', 'acct_servers'].flatMap((name) =>
        listOf(object.value[name]).map((server) => textOf(recordOf(server).host)),
      );
      const found = variables.find(([, value]) => value !== '' && hosts.includes(textOf(value)));
      if (!found) continue;
      told.add(object.path);
      yield { object, evidence: `${quoted(textOf(found[1]), 40)} is the value of {{${found[0]}}}` };
    }
  }
}

/** Rules about how a WLAN serves its clients. */
export const SERVICE_RULES: readonly Rule[] = [
  {
    id: 'untagged-wlan',
    severity: 'medium',
    title: 'Clients of the WLAN land in the untagged network, with the access points',
    over: WLANS,
    find: (view) =>
      eachWlan(view, (wlan) => {
        if (!/^(?:all|eth\d)$/.test(textOf(wlan.interface) || 'all')) return undefined;
        const others = [wlan.dynamic_vlan, wlan.dynamic_psk].some((one) => recordOf(one).enabled === true);
        if (others || listOf(wlan.vlan_ids).length > 0) return undefined;
        if (wlan.vlan_enabled !== true) return { evidence: 'vlan_enabled is off' };
        return textOf(wlan.vlan_id) === '1' ? { evidence: 'vlan_id 1' } : undefined;
      }),
  },
  {
    id: 'fast-roaming-with-psk',
    severity: 'info',
    title: 'The WLAN has 802.11r with a passphrase, which some clients do not join',
    over: WLANS,
    find: (view) =>
      eachWlan(view, (wlan) =>
        typeOf(wlan) === 'psk' && wlan.roam_mode === '11r' ? { evidence: 'roam_mode 11r, auth.type psk' } : undefined,
      ),
  },
  {
    id: 'eap-without-roaming',
    severity: 'low',
    title: 'Clients of the WLAN authenticate anew at every access point',
    over: WLANS,
    find: (view) =>
      eachWlan(view, (wlan) =>
        typeOf(wlan).startsWith('eap') && (textOf(wlan.roam_mode) || 'NONE') === 'NONE'
          ? { evidence: `auth.type ${typeOf(wlan)}, roam_mode NONE`, payload: { roam_mode: 'OKC' } }
          : undefined,
      ),
  },
  {
    id: 'legacy-rates',
    severity: 'low',
    title: 'The WLAN serves the slowest rates of 2.4 GHz, which take air time from all',
    over: WLANS,
    find: (view) =>
      eachWlan(view, (wlan) => {
        const bands = textsOf(wlan.bands);
        if (bands.length > 0 && !bands.includes('24')) return undefined;
        const rates = recordOf(recordOf(wlan.rateset)['24']);
        const template = textOf(rates.template) || 'compatible';
        return template === 'compatible'
          ? { evidence: `rateset.24.template ${template}`, payload: { rateset: { '24': { template: 'no-legacy' } } } }
          : undefined;
      }),
  },
  {
    id: 'high-min-rssi',
    severity: 'low',
    title: 'The WLAN turns away clients that are well heard',
    over: WLANS,
    limits: { min_rssi: -65 },
    find: (view, { min_rssi: most = -65 }) =>
      eachWlan(view, (wlan) => {
        const high = Object.entries(recordOf(wlan.rateset)).filter(([, rates]) => {
          const { min_rssi: value } = recordOf(rates);
          return typeof value === 'number' && value < 0 && value >= most;
        });
        if (high.length === 0) return undefined;
        const rateset = Object.fromEntries(high.map(([band]) => [band, { min_rssi: -75 }]));
        return {
          evidence: high
            .map(([band, rates]) => `rateset.${band}.min_rssi ${textOf(recordOf(rates).min_rssi)}`)
            .join(', '),
          payload: { rateset },
        };
      }),
  },
];
