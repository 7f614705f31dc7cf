import { changeTool } from '../features/changes/change-tool.ts';

export default changeTool({
  name: 'mist_update_configuration_objects',
  title: 'Create or update configuration',
  description:
    'Create or update a WLAN, site, template, network, policy, device or other configuration object. Shows the person the exact difference and asks first; the answer carries `undo`.',
  actions: ['create', 'update'],
});
