import { describe, expect, it } from 'vitest';
import { commonChanges } from '../../../scripts/docs/common-changes.ts';
import { isRecord } from '../../../src/core/json.ts';
import { callsOf } from '../../harness/cloud.ts';
import { useDirect } from '../../harness/use-direct.ts';

const TOOL = 'mist_change_configuration_objects';

/** What the verdict on each has to be, and a sentence of the question that says why. */
const EXPECTED: Readonly<Record<string, readonly [decision: RegExp, says: RegExp]>> = {
  'Give a port another profile': [/^SAFE$/, /ge-0\/0\/5 VLAN 10 voice 20 \(desk\) → trunk/],
  'Change a VLAN in a switch template': [/^UNSAFE$/, /network iot VLAN 30 → VLAN 31/],
  'Move a WLAN to another VLAN': [/^REVIEW$/, /VLAN 15 → 20: \d+ clients? move/],
  'Change a pre-shared key': [/^(?:REVIEW|UNKNOWN|UNSAFE)$/, /passphrase: \(secret\) → \(another secret\)/],
  'Change an access rule': [/^REVIEW$/, /Rule "Cameras by MAC"/],
  'Set a variable of a site': [/^REVIEW$/, /variable guest_vlan .* 40 → 41/],
  'Give a site another template': [/^REVIEW$/, /Radios of 2 access points restart/],
  'Rename a device': [/^SAFE$/, /Site "Zurich HQ" stays as it is/],
  'Add a webhook': [/^SAFE$/, /Sends to: tickets\.lakeside\.example/],
  'Switch the WLANs of a template off at one site': [/^UNSAFE$/, /"Lakeside-Corp": It goes at 7 access points/],
};

/** Changes of one device or site; others reach more, and have a bound of their own. */
const OF_ONE = [
  'Give a port another profile',
  'Set a variable of a site',
  'Give a site another template',
  'Rename a device',
];

const direct = useDirect();

const idOf = (table: string, name: string): string => String(direct.cloud.world.named(table, name).id);

describe('one of the ten most common changes', () => {
  it.each(Object.keys(EXPECTED))('is one call with the right verdict, and can be undone: %s', async (title) => {
    const change = commonChanges(idOf).find((one) => one.title === title);
    const [decision = /^$/, says = /^$/] = EXPECTED[title] ?? [];
    const [from, asked] = [callsOf(direct.cloud).length, direct.questions.length];
    let atQuestion = 0;
    const { data } = await direct.call(TOOL, change?.inputs);
    atQuestion = direct.questions.length - asked;
    const question = direct.questions[asked] ?? '';
    const verdict = isRecord(data.verdict) ? data.verdict : {};
    expect(String(verdict.decision), question).toMatch(decision);
    expect(question).toMatch(says);
    expect(question.split('\n').length, question).toBeLessThanOrEqual(25);
    expect(atQuestion).toBe(1);
    expect(data.outcome).toBe('applied');

    const looked = isRecord(verdict.looked) ? Number(verdict.looked.requests) : 0;
    expect(looked).toBeLessThanOrEqual(OF_ONE.includes(title) ? 12 : 300);
    if (OF_ONE.includes(title)) expect(callsOf(direct.cloud).length - from).toBeLessThanOrEqual(40);

    const undo: unknown = JSON.parse(JSON.stringify(data.undo).replaceAll('****', 'what-it-was-before'));
    expect((await direct.call(TOOL, isRecord(undo) ? undo : {})).data.outcome).toBe('applied');
  });
});
