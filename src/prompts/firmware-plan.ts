import getConfigurationObjects from '../tools/get-configuration-objects.ts';
import listUpgrades from '../tools/list-upgrades.ts';
import queryResult from '../tools/query-result.ts';
import searchDevice from '../tools/search-device.ts';
import { arg, definePrompt } from './prompt.ts';

export default definePrompt({
  name: 'firmware_plan',
  title: 'Firmware plan',
  description: 'What runs where, what could be installed, in which order to upgrade; it plans and starts nothing.',
  needs: ['device_type'],
  takes: ['org', 'site', 'model'],
  task: 'Plan the firmware upgrade. Start no upgrade: the plan is what I want.',
  steps: [
    {
      tool: searchDevice,
      with: {
        ...{ org_id: arg('org'), site_id: arg('site'), device_type: arg('device_type'), model: arg('model') },
        all_pages: true,
      },
      proves: 'every device with model, version, site; the rows stay under handle.',
    },
    {
      tool: queryResult,
      with: { handle: '<handle>', group_by: 'model,version' },
      proves: 'how many run what; then group_by=site_id,version for sites that are mixed.',
    },
    {
      tool: listUpgrades,
      with: {
        device_type: 'available_device_versions',
        org_id: arg('org'),
        firmware_type: arg('device_type'),
        model: arg('model', '<model>'),
      },
      proves: 'versions for each model in use, and which is recommended (SSR: available_ssr_versions).',
    },
    {
      tool: listUpgrades,
      with: { device_type: 'ap', org_id: arg('org') },
      proves:
        'upgrade jobs under way or planned, since nothing may run beside them; those that failed: upgrade_id has the devices.',
    },
    {
      tool: getConfigurationObjects,
      with: {
        ...{ object_type: 'site_settings', site_id: arg('site', '<site_id>'), computed: true },
        fields: ['auto_upgrade', 'auto_upgrade_linecard'],
      },
      proves: 'whether the site upgrades by itself, and would undo or hasten the plan.',
    },
  ],
  answer:
    'today (model, version, count); target for each model and why; waves from a pilot site to the rest, with counts and a window in the local time of the site; checks before and after; the way back; devices left out and why.',
  beware:
    'A device in stock or away has an old version in the list. Newest is not recommended. Members of a virtual chassis can differ. Release notes are not in this API: say that they have to be read.',
});
