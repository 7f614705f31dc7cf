import { resolveRef, type Schema, schemaOf } from '../../src/mist/schema-lookup.ts';
import { refName } from '../../src/mist/spec/schemas/document.ts';
import { isSecretName } from '../../src/mist/spec/secret-names.ts';

/** What stands in every secret; it looks like a key where a form is asked for. */
export const MARK = 'MARK7x';

/** Numbers that stand in secrets which are numbers. */
const NUMBER = 7_730_119;

/** Whether a text holds what was planted. */
export const holdsMark = (text: string): boolean => /MARK7x|7730119\d/i.test(text);

/** Deep enough for every secret there is; rings end here. */
const DEEPEST = 9;

/** Plants secrets in everything that a schema can hold. */
export class Planter {
  /** How many were planted, and the places of all so far. */
  readonly places = new Set<string>();
  #count = 0;

  /** A value with every attribute that the schema knows, and every secret of it marked. */
  whole(name: string): unknown {
    const schema = schemaOf(name);
    return schema ? this.#value(schema, name, '', 0, []) : undefined;
  }

  #secret(schema: Schema, place: string): unknown {
    this.#count += 1;
    this.places.add(place);
    const { type } = resolveRef(schema);
    if (type === 'integer' || type === 'number') return NUMBER * 10 + (this.#count % 10);
    const text = `${MARK}${String(this.#count).padStart(6, '0')}AbC`;
    return type === 'array' ? [text] : type === 'object' ? { 1: text } : text;
  }

  #value(given: Schema, owner: string, name: string, depth: number, ring: readonly string[]): unknown {
    const ref = refName(given);
    if (ref !== undefined && ring.filter((one) => one === ref).length > 1) return undefined;
    const inside = ref === undefined ? ring : [...ring, ref];
    const holder = ref ?? owner;
    const schema = resolveRef(given);
    const { type, oneOf = [], anyOf = [], allOf = [] } = schema;
    if (given.secret === true || schema.secret === true) return this.#secret(schema, `${owner}.${name}`);
    if (depth > DEEPEST) return undefined;
    const forms = [...oneOf, ...anyOf, ...allOf].map((form) => this.#value(form, holder, name, depth, inside));
    if (type === 'array' || schema.items) {
      const item = schema.items && this.#value(schema.items, holder, name, depth + 1, inside);
      return item === undefined ? [] : [item];
    }
    const objects = forms.filter((form) => typeof form === 'object' && form !== null && !Array.isArray(form));
    if (schema.properties || typeof schema.additionalProperties === 'object' || objects.length > 0) {
      const own = Object.entries(schema.properties ?? {}).map(([key, one]) => {
        const field = isSecretName(key, holder) && canHold(one) ? { ...one, secret: true } : one;
        return [key, this.#value(field, holder, key, depth + 1, inside)] as const;
      });
      const { additionalProperties: more } = schema;
      const added =
        typeof more === 'object' ? [['extra', this.#value(more, holder, name, depth + 1, inside)] as const] : [];
      return Object.assign(
        {},
        ...objects,
        Object.fromEntries([...own, ...added].filter(([, one]) => one !== undefined)),
      );
    }
    if (forms.length > 0) return forms.find((form) => form !== undefined);
    return plain(schema);
  }
}

/** No yes or no, and no object of settings. */
function canHold(given: Schema): boolean {
  const { type, properties } = resolveRef(given);
  return type !== 'boolean' && Object.keys(properties ?? {}).length === 0;
}

const ID = '4ac1dcf4-9d8b-7211-65c4-057819f0862b';

function plain({ type, enum: values, format }: Schema): unknown {
  if (values) return values.find((value) => value !== null && value !== '');
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return 1;
  if (type === 'null') return null;
  return format === 'uuid' ? ID : 'x';
}

/** Secrets in free text that are known for what they are. */
export const FREE_TEXT: Readonly<Record<string, unknown>> = {
  additional_config_cmds: [
    `set system root-authentication encrypted-password "$6$${MARK}salt$hash${MARK}"`,
    `set snmp community ${MARK}public authorization read-only`,
    `set system radius-server 10.0.0.1 secret "$9$${MARK}abc"`,
    `set security ike policy p pre-shared-key ascii-text ${MARK}psk`,
  ],
  cli: `set protocols bgp group g authentication-key ${MARK}bgp`,
  notes: `login with https://admin:${MARK}pw@nms.example.com/ or Authorization: Bearer ${MARK}abcdefgh0123456789`,
  description: `$9$${MARK}abcdef and $1$${MARK}$xyz`,
  url: `https://example.com/hook?token=${MARK}&x=1&api_key=${MARK}`,
  cert: `-----BEGIN RSA PRIVATE KEY-----\n${MARK}\n-----END RSA PRIVATE KEY-----`,
  headers: { 'X-Key': `${MARK}header`, Authorization: `Token ${MARK}` },
  vars: { radius_secret: `${MARK}var`, guest_psk: `${MARK}var` },
  before: JSON.stringify({ psk: `${MARK}before`, auth: { keys: [`${MARK}wep`] } }),
  after: JSON.stringify({ psk: `${MARK}long`, keys: { auth_keys: { 1: `${MARK}long` } }, pad: 'x'.repeat(70_000) }),
  diff: `changed: {"auth":{"psk":"${MARK}cut`,
  said: `psk=${MARK}pair, 'passphrase': '${MARK}pair'`,
  note: `128agent register --registration-code eyJhbGciOiJIUzI1NiJ9.eyJ${MARK}.${MARK}`,
  stream_url: `wss://api-ws.mist.com/ssh?jwt=${MARK}`,
  hook: `https://hooks.slack.com/services/T0/B0/${MARK}`,
  registration_code: `${MARK}code`,
  magic: `${MARK}claim`,
  config: `system {\n  radius-server {\n    10.0.0.1 secret "${MARK}curly"; ## SECRET-DATA\n  }\n}`,
  running: `hostname x\nradius-server host 10.0.0.1 key ciphertext ${MARK}cx`,
  message: `rejected: {"passphrase":"${MARK}said"}`.replace('rejected: ', ''),
};
