import { type Row, textOf } from '../json.ts';
import { Dice } from './dice.ts';
import { once } from './once.ts';

const KINDS: readonly [Row, ...Row[]] = [
  {
    type: 'ME_CONNECTED',
    component: 'mxagent',
    service: 'mxagent',
    severity: 'normal',
    text: 'connected to the cloud',
  },
  {
    type: 'ME_CONFIGURED',
    component: 'mxagent',
    service: 'mxagent',
    severity: 'normal',
    text: 'configuration applied',
  },
  {
    type: 'ME_DISCONNECTED',
    component: 'mxagent',
    service: 'mxagent',
    severity: 'high',
    text: 'no heartbeat for 60 s',
  },
  { type: 'TT_START', component: 'tunterm', service: 'tunterm', severity: 'normal', text: 'tunnel service started' },
];

const PER_EDGE = 14;

/** Events of edge appliances. */
export const edgeEventRows = once((world): Row[] =>
  world.table('mxedges').flatMap((edge) => {
    const dice = new Dice(world, `edge events/${textOf(edge, 'mac')}`);
    return Array.from(
      { length: PER_EDGE },
      (_, index): Row => ({
        org_id: edge.org_id ?? '',
        site_id: edge.site_id ?? '',
        mxedge_id: edge.id ?? '',
        mxedge_name: edge.name ?? '',
        mxcluster_id: edge.mxcluster_id ?? '',
        mac: edge.mac ?? '',
        device_id: edge.id ?? '',
        device_type: 'mxedge',
        ...dice.pick(KINDS),
        timestamp: world.born - index * 9000 - dice.number(100, 8000) + 0.5,
      }),
    );
  }),
);
