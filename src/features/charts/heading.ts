import type { MistAnswer, MistRequest } from '../../mist/http/client.ts';
import { windowOf } from '../../mist/paging/pages.ts';
import type { ApiContext } from '../../mist/session.ts';
import { siteName } from './facts.ts';
import type { Heading, Picture } from './model.ts';
import { momentOf } from './moments.ts';
import { span } from './units.ts';

/** A device or client in the title; scopes of service levels have a word for what it is. */
function thingOf({ path = {} }: MistRequest): string {
  const { scope, scope_id: id, site_id } = path;
  if (scope !== undefined && id !== undefined) return scope === 'site' || id === site_id ? '' : `${scope} ${id}`;
  return path.device_mac ?? path.client_mac ?? path.device_id ?? path.mxedge_id ?? '';
}

/** A moment in UTC, to the minute. */
const minute = (seconds: number): string | undefined => {
  const moment = momentOf(seconds);
  return moment === undefined ? undefined : new Date(moment).toISOString().slice(0, 16).replace('T', ' ');
};

function windowText(answer: MistAnswer): string {
  const { start, end } = windowOf(answer) ?? {};
  const [from, to] = [start, end].map((one) => (one === undefined ? undefined : minute(one)));
  return from && to ? `${from} – ${to} UTC` : '';
}

/**
 * Title and subtitle of a picture: what is measured, where, when, in which steps.
 *
 * @param metric what was asked for, as the caller wrote it
 */
export async function headingOf(
  context: ApiContext,
  { request, answer, metric }: { readonly request: MistRequest; readonly answer: MistAnswer; readonly metric: string },
  picture: Picture,
): Promise<Heading> {
  const { site_id: site, classifier, metric: level, scope } = request.path ?? {};
  const isSle = scope !== undefined && level !== undefined;
  const what = isSle ? [`SLE ${level}`, ...(classifier ? [classifier] : [])].join(': ') : metric.split(',').join(', ');
  const where = [site === undefined ? '' : await siteName(context, site), thingOf(request)];
  const steps = picture.kind === 'time' && picture.interval !== undefined ? `steps of ${span(picture.interval)}` : '';
  return {
    title: [what, ...where].filter(Boolean).join(' · '),
    subtitle: [windowText(answer), steps, ...picture.notes].filter(Boolean).join(' · '),
  };
}
