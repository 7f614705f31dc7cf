/** Words that questions have and operations do not differ by. */
const EMPTY = new Set(
  'a an and are as at be by can did do does for from has have how i in is it its me my of on or our that the their them they this to was were what when where which who why with you your api mist v1'.split(
    ' ',
  ),
);

/** Words that engineers use for what the specification calls otherwise. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  ap: ['device', 'ap'],
  aps: ['device', 'ap'],
  access: ['access', 'ap'],
  blink: ['locate'],
  blinking: ['unlocate'],
  rename: ['rename', 'update'],
  acknowledge: ['ack'],
  administrator: ['admin'],
  administrators: ['admin'],
  authorize: ['authorize'],
  chassis: ['vc'],
  virtual: ['virtual', 'vc'],
  wifi: ['wlan'],
  sso: ['sso'],
  comment: ['comment'],
  edges: ['edge', 'mxedge'],
  edge: ['edge', 'mxedge'],
  effective: ['derived', 'effective'],
  floorplans: ['map'],
  plans: ['map'],
  plan: ['map', 'plan'],
  fabric: ['evpn'],
  statistics: ['stats'],
  statistic: ['stats'],
  configuration: ['config', 'configuration'],
  captures: ['pcap'],
  roaming: ['roam', 'roaming'],
  gateways: ['gateway'],
  deliveries: ['delivery', 'event'],
  delivery: ['delivery', 'event'],
  floor: ['map', 'floor'],
  floorplan: ['map'],
  reboot: ['restart', 'reboot'],
  firmware: ['firmware', 'version', 'upgrade'],
  ssid: ['wlan', 'ssid'],
  tunnel: ['tunnel', 'mxtunnel'],
  kick: ['disconnect'],
  packet: ['packet', 'pcap'],
  capture: ['capture', 'pcap'],
  usage: ['usage', 'stats'],
  psk: ['psk'],
  key: ['key', 'psk'],
  organisation: ['org'],
  organization: ['org'],
  orgs: ['org'],
  optimise: ['optimize'],
};

/** Methods by the words that people use for them; the first word that stands in a question decides. */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  GET: ['get', 'list', 'show', 'read', 'search', 'find', 'count', 'which', 'see', 'status', 'running'],
  POST: [
    ...[
      'create',
      'add',
      'new',
      'start',
      'run',
      'claim',
      'import',
      'upgrade',
      'reboot',
      'restart',
      'disconnect',
      'send',
    ],
    ...['open', 'upload', 'take', 'invite', 'test', 'cancel', 'acknowledge', 'ack', 'optimize', 'reset', 'clear'],
    ...['release', 'bounce', 'ping', 'traceroute', 'replace', 'convert', 'comment', 'locate', 'blink', 'kick', 'block'],
  ],
  PUT: ['update', 'change', 'set', 'edit', 'modify', 'move', 'assign', 'rename', 'enable', 'disable', 'unclaim'],
  DELETE: ['delete', 'remove', 'stop', 'unauthorize'],
};

/** Words for where and on what something is, rather than for what it is. */
const CONTEXT = new Set('site org device ap access point switch gateway organization one all'.split(' '));

/** Whether a word says where something is: `snapshot of a switch` is about snapshots. */
export const isContext = (term: string): boolean => CONTEXT.has(term);

const EVERY_VERB = new Set(
  Object.values(VERBS)
    .flatMap((verbs) => verbs.slice(0, 12))
    .map(singular),
);

/** Whether a word says what is to be done, and so which method. */
export const isVerb = (term: string): boolean => EVERY_VERB.has(term);

/** Words for what a method does. */
export const verbsOf = (method: string): string => (VERBS[method] ?? []).join(' ');

/** The method that the first verb of a question means; undefined for one without a verb. */
export function methodOf(question: string): string | undefined {
  for (const word of question.toLowerCase().split(/[^a-z]+/)) {
    const found = Object.entries(VERBS).find(([, verbs]) => verbs.includes(word))?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A text in words: camelCase, snake_case and digits set apart, so that `rssiZones` and `rssi_zones` are the same. */
export const wordsOf = (text: string): string =>
  text.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/[^\p{L}\p{N}]+/gu, ' ');

/** The plural of a word and its singular count as one word. */
function singular(word: string): string {
  if (word.length < 4 || /(ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return /(ch|sh|x|ss)es$/.test(word) ? word.slice(0, -2) : word.replace(/s$/, '');
}

/** A word as it is indexed, or undefined for one that tells nothing. */
export function termOf(word: string): string | undefined {
  const lower = word.toLowerCase();
  return EMPTY.has(lower) || lower === '' ? undefined : singular(lower);
}

/** The word is somebody else's, and every object has members such as `constructor`. */
const also = (word: string): readonly string[] | undefined => (Object.hasOwn(ALSO, word) ? ALSO[word] : undefined);

/** A word of a question as it is looked up, with the specification's words for it. */
export function termsOf(word: string): string[] {
  const term = termOf(word);
  if (term === undefined) return [];
  return [...(also(term) ?? also(word.toLowerCase()) ?? [term])].map(singular);
}
