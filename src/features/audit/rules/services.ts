import { X509Certificate } from 'node:crypto';
import { isoTime } from '../../../core/time.ts';
import { quoted } from '../../changes/index.ts';
import type { Evidence } from '../model.ts';
import type { Rule } from '../rule.ts';
import { recordOf, textOf } from '../values.ts';
import type { ConfigView } from '../view.ts';

const WEBHOOKS = ['org_webhooks', 'site_webhooks'] as const;
const PSKS = ['org_psks', 'site_psks'] as const;
const DAY_S = 86_400;

const dayOf = (seconds: number): string => isoTime(seconds).slice(0, 10);

/** Rules about webhooks. */
export const WEBHOOK_RULES: readonly Rule[] = [
  {
    id: 'webhook-in-clear',
    severity: 'high',
    title: 'The webhook sends events unencrypted',
    over: WEBHOOKS,
    *find(view) {
      for (const object of view.of(...WEBHOOKS))
        if (object.value.enabled !== false && /^http:/i.test(textOf(object.value.url)))
          yield { object, evidence: 'url begins with http:' };
    },
  },
  {
    id: 'webhook-without-secret',
    severity: 'medium',
    title: 'Who gets events of the webhook cannot tell whether they are genuine',
    over: WEBHOOKS,
    *find(view) {
      for (const object of view.of(...WEBHOOKS)) {
        const { enabled, type, secret } = object.value;
        if (enabled !== false && (textOf(type) || 'http-post') === 'http-post' && textOf(secret) === '')
          yield { object, evidence: 'no secret' };
      }
    },
  },
  {
    id: 'webhook-unverified',
    severity: 'medium',
    title: 'The webhook sends events to whoever answers',
    over: WEBHOOKS,
    *find(view) {
      for (const object of view.of(...WEBHOOKS))
        if (object.value.enabled !== false && object.value.verify_cert === false)
          yield { object, evidence: 'verify_cert off', fix: view.update(object, { verify_cert: true }) };
    },
  },
];

function* certificates(view: ConfigView, days: number): Iterable<Evidence> {
  for (const object of view.of('org_settings')) {
    const { mist_nac: nac, device_cert: device } = object.value;
    const texts = {
      'mist_nac.server_cert': recordOf(recordOf(nac).server_cert).cert,
      device_cert: recordOf(device).cert,
    };
    for (const [name, text] of Object.entries(texts)) {
      const end = endOf(textOf(text));
      if (end === undefined || end > view.now + days * DAY_S) continue;
      yield { object, evidence: `${name} ${end < view.now ? 'ended' : 'ends'} ${dayOf(end)}` };
    }
  }
}

/** When a certificate ends, in epoch seconds; undefined for what cannot be read. */
function endOf(pem: string): number | undefined {
  if (pem === '') return undefined;
  try {
    const seconds = Date.parse(new X509Certificate(pem).validTo) / 1000;
    return Number.isNaN(seconds) ? undefined : seconds;
  } catch {
    return undefined;
  }
}

/** Rules about access control. */
export const ACCESS_RULES: readonly Rule[] = [
  {
    id: 'certificate-ends',
    severity: 'high',
    title: 'A certificate of the organization ends',
    over: ['org_settings'],
    limits: { days: 30 },
    find: (view, { days = 30 }) => certificates(view, days),
  },
  {
    id: 'no-password-policy',
    severity: 'medium',
    title: 'Administrators may have any password',
    over: ['org_settings'],
    *find(view) {
      for (const object of view.of('org_settings'))
        if (recordOf(object.value.password_policy).enabled !== true)
          yield { object, evidence: 'password_policy is off' };
    },
  },
  {
    id: 'nac-rule-off',
    severity: 'low',
    title: 'The NAC rule is switched off',
    over: ['org_nacrules'],
    *find(view) {
      for (const object of view.of('org_nacrules'))
        if (object.value.enabled === false)
          yield { object, evidence: 'enabled off', fix: view.change(object, 'delete') };
    },
  },
  {
    id: 'nac-rule-unreachable',
    severity: 'low',
    title: 'A NAC rule before it fits everybody, so that it never counts',
    over: ['org_nacrules'],
    find: unreachable,
  },
  {
    id: 'psk-expired',
    severity: 'low',
    title: 'The passphrase has expired',
    over: PSKS,
    *find(view) {
      for (const object of view.of(...PSKS)) {
        const { expire_time: end } = object.value;
        if (typeof end === 'number' && end > 0 && end < view.now)
          yield { object, evidence: `expired ${dayOf(end)}`, fix: view.change(object, 'delete') };
      }
    },
  },
  {
    id: 'guest-psk-without-end',
    severity: 'low',
    title: 'The passphrase of a guest never ends',
    over: PSKS,
    *find(view) {
      for (const object of view.of(...PSKS)) {
        const { expire_time: end, role } = object.value;
        if (/guest|visitor/i.test(textOf(role)) && !(typeof end === 'number' && end > 0))
          yield { object, evidence: `role ${quoted(textOf(role), 30)}, no expire_time` };
      }
    },
  },
];

/** Whether a rule fits whoever comes: it asks nothing and excludes nobody. */
function fitsAll(value: unknown): boolean {
  const conditions = [recordOf(recordOf(value).matching), recordOf(recordOf(value).not_matching)];
  return conditions.every((one) =>
    Object.values(one).every(
      (item) => item === undefined || item === null || item === '' || (Array.isArray(item) && item.length === 0),
    ),
  );
}

function* unreachable(view: ConfigView): Iterable<Evidence> {
  const rules = view
    .of('org_nacrules')
    .filter(({ value }) => value.enabled !== false && typeof value.order === 'number')
    .sort((a, b) => Number(a.value.order) - Number(b.value.order));
  const first = rules.findIndex(({ value }) => fitsAll(value) && textOf(value.guest_auth_state) === '');
  const all = rules[first];
  if (!all) return;
  for (const object of rules.slice(first + 1))
    if (Number(object.value.order) > Number(all.value.order))
      yield { object, evidence: `${quoted(all.name, 40)} (order ${textOf(all.value.order)}) asks for nothing` };
}
