/** A reference to one of the schemas below. */
export const ref = (name: string) => ({ $ref: `#/$defs/${name}` });
export const text = { type: 'string' };

/** A document with every form of schema that the look-up has to understand, some of them broken. */
export const $defs: Record<string, object> = {
  marked: {
    type: 'object',
    required: ['ssid'],
    properties: {
      ssid: { type: 'string', minLength: 1, maxLength: 32 },
      band: { enum: ['24', '5', 'auto'], type: 'string', default: '24' },
      level: { type: ['integer', 'null'], minimum: 1, maximum: 4, default: null },
      share: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1, multipleOf: 0.5 },
      code: { type: 'string', pattern: '^[a-z]+$' },
      when: { type: 'integer', readOnly: true },
      old: { type: 'boolean', deprecated: true, default: false },
      word: { type: 'string', secret: true, default: '' },
      fixed: { const: 'x' },
      vlan: { oneOf: [{ type: 'string' }, { type: 'integer', minimum: 1, maximum: 4094 }] },
      open: { type: 'object' },
      anything: {},
      bands: { type: 'array', items: { enum: ['a', 'b'] }, minItems: 1, maxItems: 2, uniqueItems: true },
      either: { type: 'array', items: { type: ['string', 'integer'] } },
      counts: { type: 'object', additionalProperties: { type: 'integer' }, maxProperties: 9 },
      inner: ref('inner'),
      list: { type: 'array', items: ref('inner') },
      map: { type: 'object', additionalProperties: ref('inner') },
      deep: { type: 'object', additionalProperties: { type: 'array', items: ref('inner') } },
      psk: { type: 'string', applies_when: { field: 'type', in: ['psk', 'wep'] }, secret: true },
      host: {
        ...text,
        required_when: [
          { field: 'on', in: [true] },
          { field: '../mode', in: ['a b'] },
        ],
      },
      beside: { ...ref('inner'), default: {}, deprecated: true },
    },
  },
  inner: { type: 'object', required: ['z'], properties: { z: { type: 'integer' }, y: ref('leaf') } },
  leaf: { type: 'object', properties: { x: text } },
  chain: { type: 'object', properties: { again: ref('chain'), all: { type: 'array', items: ref('chain') } } },
  rings: { type: 'array', items: ref('rings') },
  ring_a: ref('ring_b'),
  ring_b: ref('ring_a'),
  looped: { oneOf: [ref('looped'), text] },
  odd: {
    type: 'object',
    properties: {
      'a.b': ref('inner'),
      '*': ref('inner'),
      'c d': text,
      ['__proto__']: ref('inner'),
      '"q"': text,
      '': text,
    },
    additionalProperties: ref('leaf'),
  },
  joined: { allOf: [ref('inner'), { type: 'object', required: ['w'], properties: { w: text } }] },
  device: {
    oneOf: [ref('device_ap'), ref('device_sw')],
    discriminator: { propertyName: 'type', mapping: { ap: '#/$defs/device_ap', switch: '#/$defs/device_sw' } },
  },
  device_ap: {
    type: 'object',
    properties: { type: { type: 'string', enum: ['ap'] }, name: text, radio: ref('inner'), ip: { type: 'string' } },
  },
  device_sw: {
    type: 'object',
    properties: { type: { type: 'string', enum: ['switch'] }, name: text, ports: ref('leaf'), ip: { type: 'integer' } },
  },
  nothing: { anyOf: [text, ref('inner'), { type: 'null' }] },
  missing: ref('not_there'),
};
