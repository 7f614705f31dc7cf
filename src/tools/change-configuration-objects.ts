import { changeTool } from '../features/changes/change-tool.ts';

export default changeTool({
  name: 'mist_change_configuration_objects',
  title: 'Create, update or delete configuration',
  description:
    'Like mist_update_configuration_objects, and deletes too. To delete, the person types the name; what is in use is refused without `force`.',
  actions: ['create', 'update', 'delete'],
});
