import { configurationLayers } from './guides/configuration-layers.ts';
import { paging } from './guides/paging.ts';
import { writingSafely } from './guides/writing-safely.ts';

/** A short text on one matter, in Markdown. */
export interface Guide {
  readonly topic: string;
  readonly title: string;
  readonly description: string;
  readonly text: string;
}

/** All guides, in the order that they are listed in. */
export const guides: readonly Guide[] = [
  {
    topic: 'paging',
    title: 'Long lists',
    description: 'Pages, handles, counting without reading, and what it costs',
    text: paging,
  },
  {
    topic: 'configuration-layers',
    title: 'Configuration layers',
    description: 'Templates, site, profile, device: where a value comes from and where to change it',
    text: configurationLayers,
  },
  {
    topic: 'writing-safely',
    title: 'Changing configuration safely',
    description: 'Read, plan, confirm, verify, undo',
    text: writingSafely,
  },
];
