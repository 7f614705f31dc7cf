import { type Answer, rowsOf, type Session } from './session.ts';

/** The first minute: account, organization, sites, a schema drilled down, a list of constants and its next page. */
export async function tour(session: Session): Promise<void> {
  session.title('Who am I, and what may I see?');
  const self = await session.call('mist_get_self', { action_type: 'account_info' });
  session.say(`  ${self.name} <${self.email}>`);
  session.table(self.privileges, ['scope', 'role', 'name', 'org_id']);

  session.title('The organization and its sites');
  const org = await session.call('mist_get_org_or_site_info', { info_type: 'org' });
  session.say(`  ${org.name} (${org.id})`);
  let sites: Answer = await session.call('mist_get_org_or_site_info', { info_type: 'site', limit: 5 });
  session.table(sites.results, ['name', 'country_code', 'timezone', 'id']);
  session.say(`  ${sites.returned} of ${sites.total}; has_more: ${sites.has_more}`);
  if (typeof sites.next === 'string') {
    sites = await session.call('mist_get_next_page', { url: sites.next });
    session.table(sites.results, ['name', 'country_code', 'timezone', 'id']);
  }

  session.title('What can be set on a WLAN?');
  const outline = await session.call('mist_get_configuration_object_schema', { schema_name: 'org_wlan' });
  const fields = Array.isArray(outline.fields) ? outline.fields.map(String) : [];
  for (const line of fields.slice(0, 12)) session.say(`    ${line}`);
  session.say(`    … ${Math.max(0, fields.length - 12)} more fields, one line each`);
  const auth = await session.call('mist_get_configuration_object_schema', { schema_name: 'org_wlan', path: 'auth' });
  session.say(`    ${JSON.stringify(auth).slice(0, 400)} …`);

  session.title('Reference lists of the cloud');
  const models = await session.call('mist_get_constants', { object_type: 'device_models', limit: 4 });
  session.table(models.results, ['model', 'type', 'display']);
  if (typeof models.next === 'string') {
    const more = await session.call('mist_get_next_page', { url: models.next });
    session.say(`  and ${rowsOf(more).length} on the next page`);
  }
}
