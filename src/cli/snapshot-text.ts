import type { Manifest } from '../features/snapshot/model.ts';
import type { ReadingPlan } from '../features/snapshot/read-snapshot.ts';
import { oneLine } from './output.ts';

/** What a snapshot costs, in a sentence or three. */
export function estimateText(estimate: object, { sites, calls, scope }: ReadingPlan): string {
  const hours = 'hours' in estimate && typeof estimate.hours === 'number' ? estimate.hours : 0;
  const free =
    'calls_free_this_hour' in estimate ? ` ${String(estimate.calls_free_this_hour)} are free this hour.` : '';
  const time =
    hours > 0 ? ` It ends ${hours === 1 ? 'in the next hour' : `in about ${hours} hours`}, with --wait.` : '';
  const what = scope.site ? 'the site' : `${sites} ${sites === 1 ? 'site' : 'sites'}`;
  return `The snapshot of ${what} takes about ${calls} more requests.${free}${time}`;
}

const unreadOf = ({ families }: Manifest): readonly string[] =>
  Object.entries(families).flatMap(([name, { state, unread_at: at, reason }]) =>
    state === 'unread' ? [`${name}${at ? ` at ${at.slice(0, 5).join(', ')}` : ''}: ${reason ?? ''}`] : [],
  );

/**
 * What a snapshot holds, as data.
 *
 * @param unsealed objects whose secrets are not in the sealed file
 */
export function summaryOf(manifest: Manifest, unsealed: number): object {
  const { org, site, taken, counts, digest, secrets, masked_by_cloud, dangling } = manifest;
  const unread = unreadOf(manifest);
  return {
    ...{ digest, org: org.name, ...(site ? { site: site.name } : {}), taken, ...counts, secrets, masked_by_cloud },
    complete: unread.length === 0,
    ...(unread.length > 0 ? { unread } : {}),
    ...(unsealed > 0 ? { unsealed } : {}),
    ...(dangling.length > 0 ? { dangling: dangling.length } : {}),
  };
}

/** The same in lines. */
export function summaryLines(
  folder: string,
  { added, changed, removed }: { added: number; changed: number; removed: number },
  manifest: Manifest,
  { clearSecrets, unsealed }: { readonly clearSecrets?: boolean; readonly unsealed: number },
): readonly string[] {
  const { counts, digest, org, site, masked_by_cloud: masked, dangling } = manifest;
  const unread = unreadOf(manifest);
  return [
    oneLine(
      `${site ? `${site.name}, ${org.name}` : org.name}: ${counts.objects} objects in ${folder} (${counts.calls} requests)`,
    ),
    `${added} added, ${changed} changed, ${removed} removed since the snapshot before`,
    `digest ${digest}`,
    clearSecrets
      ? 'Secrets are written as they are.'
      : `Secrets are masked${manifest.sealed ? `; ${manifest.sealed.count} are sealed in secrets.age` : ''}.`,
    ...(masked ? ['The cloud masks secrets for this token: they cannot be compared or restored.'] : []),
    ...(dangling.length > 0
      ? [`${dangling.length} references lead to objects that are not there: see dangling in manifest.json.`]
      : []),
    ...unread.map((line) => oneLine(`Not read, its earlier files are kept: ${line}`)),
    ...(unsealed > 0
      ? [
          `Secrets of ${unsealed} ${unsealed === 1 ? 'object' : 'objects'} that are kept are not in secrets.age any more: keep the one before.`,
        ]
      : []),
  ];
}
