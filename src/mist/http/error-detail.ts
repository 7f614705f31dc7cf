import { isDeeper } from '../../core/json-depth.ts';
import { withoutToken } from '../../core/mask.ts';

/** Longest body that is looked at for it; whatever stands further behind is not what an API says of an error. */
const BODY_MAX = 64 * 1024;
/** Levels that what it said may have. */
const DEEPEST = 20;

/** Whether a text is a web page: proxies and login portals answer with one instead of the API. */
export const isHtml = (text: string): boolean =>
  /^\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html|head|body)\b/i.test(text);

/**
 * What the API itself said: its `detail`, or the whole of a small error object. One line, without control characters
 * and without the token. It is whole: whoever shows it masks the secrets in it, and cuts it after that.
 *
 * @returns undefined when it said nothing that can be shown, such as a web page
 */
export function detailOf(text: string, token: string | undefined): string | undefined {
  if (text.length > BODY_MAX || text.trim() === '' || isHtml(text)) return undefined;
  const said = fromJson(text) ?? text;
  const clean = withoutToken(said, token)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return clean === '' ? undefined : clean;
}

function fromJson(text: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const said =
    'detail' in value ? value.detail : 'message' in value ? value.message : 'error' in value ? value.error : value;
  if (typeof said === 'string') return said;
  return isDeeper(said, DEEPEST) ? undefined : JSON.stringify(said);
}
