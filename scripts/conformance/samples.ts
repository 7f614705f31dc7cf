/** A red pixel. */
export const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';

/** A sound of no length. */
export const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=';

export const text = (words: string) => ({ type: 'text', text: words }) as const;

export const image = { type: 'image', data: PNG, mimeType: 'image/png' } as const;

/** An answer of one text. */
export const answer = (words: string) => ({ content: [text(words)] });
