import { LAB_ORG, MAIN_ORG, type World } from './world.ts';

const PEOPLE = [
  'Anna',
  'Bruno',
  'Chiara',
  'David',
  'Elif',
  'Farid',
  'Greta',
  'Hugo',
  'Ines',
  'Jonas',
  'Kaito',
  'Lena',
  'Marek',
] as const;
const DEVICES = [
  'badge-printer',
  'door-lock',
  'scale',
  'camera',
  'thermostat',
  'display',
  'lamp',
  'sensor',
  'kiosk',
  'speaker',
] as const;

/** Keys enough that a list of them needs more than one page. */
function addPsks(world: World): void {
  for (const person of PEOPLE) {
    for (const device of DEVICES) {
      const name = `${person} ${device}`;
      world.add(
        'psks',
        name,
        { org: MAIN_ORG },
        {
          name,
          ssid: 'Lakeside-IoT',
          usage: 'multi',
          passphrase: `demo-${world.seed.hex(`psk/${name}`).slice(0, 12)}`,
          role: device === 'camera' ? 'security' : 'iot',
          vlan_id: 30,
          max_usage: 0,
          email: `${person.toLowerCase()}@lakeside.example`,
        },
      );
    }
  }
  for (const site of ['Zurich HQ', 'London Store']) {
    const name = `${site} projector`;
    world.add(
      'psks',
      name,
      { org: MAIN_ORG, site },
      {
        name,
        ssid: 'Lakeside-IoT',
        usage: 'single',
        mac: world.seed.mac('ac3ee1', name),
        passphrase: 'demo-projector-key',
        role: 'iot',
      },
    );
  }
  world.add(
    'psks',
    'Lab bench',
    { org: LAB_ORG },
    { name: 'Lab bench', ssid: 'Lab-Test', passphrase: 'demo-bench-key' },
  );
}

function addTagsAndRules(world: World): void {
  const place = { org: MAIN_ORG };
  const tag = (name: string) => world.id('nactags', name);
  world.add('nactags', 'Staff certificates', place, {
    name: 'Staff certificates',
    type: 'match',
    match: 'cert_issuer',
    values: ['/CN=Lakeside Issuing CA'],
  });
  world.add('nactags', 'Cameras', place, {
    name: 'Cameras',
    type: 'match',
    match: 'client_mac',
    values: ['e0bbcc*'],
    match_all: false,
  });
  world.add('nactags', 'VLAN corp', place, { name: 'VLAN corp', type: 'vlan', vlan: '10' });
  world.add('nactags', 'VLAN iot', place, { name: 'VLAN iot', type: 'vlan', vlan: '30' });
  world.add('nactags', 'Group contractors', place, {
    name: 'Group contractors',
    type: 'radius_group',
    radius_group: 'contractors',
  });
  world.add('nactags', 'Welcome page', place, {
    name: 'Welcome page',
    type: 'redirect_nacportal_id',
    nacportal_id: world.id('nacportals', 'Guest onboarding'),
  });
  world.add('nacrules', 'Staff laptops', place, {
    name: 'Staff laptops',
    enabled: true,
    order: 1,
    action: 'allow',
    matching: { auth_type: 'eap-tls', nactags: [tag('Staff certificates')], port_types: ['wired', 'wireless'] },
    apply_tags: [tag('VLAN corp')],
  });
  world.add('nacrules', 'Cameras by MAC', place, {
    name: 'Cameras by MAC',
    enabled: true,
    order: 2,
    action: 'allow',
    matching: { auth_type: 'mab', nactags: [tag('Cameras')], port_types: ['wired'] },
    apply_tags: [tag('VLAN iot')],
  });
  world.add('nacrules', 'Everyone else', place, {
    name: 'Everyone else',
    enabled: true,
    order: 9,
    action: 'block',
    not_matching: { sitegroup_ids: [world.id('sitegroups', 'Warehouses')] },
  });
}

function addPortals(world: World): void {
  const place = { org: MAIN_ORG };
  const login = (name: string) => `https://portal.lakeside.example/${name}`;
  world.add('nacportals', 'Guest onboarding', place, {
    name: 'Guest onboarding',
    type: 'guest_portal',
    access_type: 'wireless',
    ssid: 'Lakeside-Guest',
    portal: { auth: 'multi', expire: 1440, privacy: true },
    ui_url: login('guest'),
  });
  world.add('nacportals', 'Staff certificates', place, {
    name: 'Staff certificates',
    type: 'marvis_client',
    access_type: 'wireless',
    eap_type: 'wpa3',
    ssid: 'Lakeside-Corp',
    sso: {
      idp_sso_url: 'https://login.lakeside.example/saml',
      issuer: 'https://login.lakeside.example',
      idp_sign_algo: 'sha256',
      nameid_format: 'email',
    },
  });
  world.add('pskportals', 'Bring your own', place, {
    name: 'Bring your own',
    type: 'byod',
    auth: 'sso',
    ssid: 'Lakeside-IoT',
    role: 'byod',
    vlan_id: 31,
    expire_time: 259_200,
    max_usage: 3,
    passphrase_rules: { length: 12, alphabets_enabled: true, numerics_enabled: true, symbols_enabled: false },
  });
  world.add('pskportals', 'Contractor keys', place, {
    name: 'Contractor keys',
    type: 'admin',
    auth: 'sponsor',
    ssid: 'Lakeside-IoT',
    role: 'contractor',
    cleanup_psk: true,
  });
  for (let index = 1; index <= 24; index += 1) {
    const name = `Till ${String(index).padStart(2, '0')}`;
    const mac = world.seed.mac('e0bbcc', name);
    world.table('usermacs').push({
      id: world.id('usermacs', name),
      org_id: world.id('orgs', MAIN_ORG),
      mac,
      name,
      labels: index % 3 === 0 ? ['till', 'spare'] : ['till'],
      vlan: '15',
      notes: `Asset ${1000 + index}`,
    });
  }
}

/** Adds who may join: pre-shared keys, access rules with their tags, portals and known client MACs. */
export function addAccess(world: World): void {
  addPsks(world);
  addTagsAndRules(world);
  addPortals(world);
}
