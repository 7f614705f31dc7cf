import { type Row, textOf } from '../json.ts';
import { wirelessClients } from './clients.ts';
import { Dice } from './dice.ts';
import { once } from './once.ts';
import { STRANGERS, visitor } from './people.ts';

/** Guests of the portal: every client of an open WLAN, and how it was let in. */
export const guestRows = once((world): Row[] =>
  wirelessClients(world)
    .filter((client) => client.ssid === 'Lakeside-Guest' && client.trouble === undefined)
    .map((client) => {
      const dice = new Dice(world, `guest/${client.mac}`);
      const name = dice.once(12) ? dice.pick(STRANGERS) : visitor(dice);
      const time = client.since + dice.number(5, 90);
      const minutes = 480;
      return {
        mac: client.mac,
        org_id: client.ap.orgId,
        site_id: client.ap.siteId,
        timestamp: time,
        since: time,
        until: time + minutes * 60,
        name,
        email: `guest-${dice.hex(6)}@visitor.example`,
        company: dice.pick(['Example Logistics', 'Muster AG', 'Contoso "Europe" & Söhne']),
        ssid: client.ssid,
        wlan_id: textOf(client.wlan, 'id'),
        ap_mac: client.ap.mac,
        auth_method: dice.pick(['passphrase', 'sms', 'email']),
        random_mac: client.random,
        authorized: time + minutes * 60 > world.born,
        authorized_time: time,
        authorized_expiring_time: time + minutes * 60,
        minutes,
      };
    }),
);
