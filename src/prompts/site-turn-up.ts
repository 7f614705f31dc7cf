import applyPlan from '../tools/apply-plan.ts';
import getConfigurationObjects from '../tools/get-configuration-objects.ts';
import snapshot from '../tools/snapshot.ts';
import { arg, definePrompt } from './prompt.ts';

export default definePrompt({
  name: 'site_turn_up',
  title: 'New site from a model site',
  description:
    'Plans a site like an existing one: templates, groups, setting, variables; one question, then carried out.',
  needs: ['site', 'new_site'],
  takes: ['org'],
  task: 'Make a new site like the model site. Ask me for address, country, time zone and each variable of the site: none is copied unasked. I confirm the plan myself when the server asks me.',
  steps: [
    {
      tool: getConfigurationObjects,
      with: { object_type: 'org_sites', org_id: arg('org'), name: arg('site') },
      proves: 'template ids, site groups, alarm and security policy of the model.',
    },
    {
      tool: getConfigurationObjects,
      with: { object_type: 'site_settings', site_id: arg('site'), fields: ['*'] },
      proves: 'what the site sets itself, and its variables.',
    },
    {
      tool: snapshot,
      with: { action: 'audit', org_id: arg('org'), site_id: arg('site') },
      proves: 'faults of the model, which are not to be copied: name them.',
    },
    {
      tool: applyPlan,
      with: { action: 'apply', org_id: arg('org'), changes: '<changes>', dry_run: true },
      proves:
        'order, verdict and difference. changes: create of org_sites with as: "X", then update of site_settings with site_id "$new:X".',
    },
    {
      tool: applyPlan,
      with: { action: 'apply', org_id: arg('org'), changes: '<changes>' },
      proves: 'applied, or where it stopped; keep run, which takes all of it back. A no is final.',
    },
    {
      tool: snapshot,
      with: {
        action: 'compare',
        org_id: arg('org'),
        left: arg('site', undefined, 'live#'),
        right: arg('new_site', undefined, 'live#'),
      },
      proves: 'nothing differs but what was meant to.',
    },
  ],
  answer:
    'what was made, from what, with which values; variables that still have no value; what is not copied (devices, maps, PSKs, WLANs of the site, secrets); the run that takes it back.',
  beware:
    'Secrets are masked and cannot be copied: whoever has them sets them. Devices are claimed and assigned by a person. A template reaches the new site at once.',
});
