/** How to get all rows of a list, and how to count without reading them. */
export const paging = `# Long lists

Every list answers \`{results, total?, returned, has_more, next?, complete}\`. \`returned\` rows are here, \`total\` is what the cloud counts, where it does. \`complete\` is \`yes\` where the list ends with this answer, \`no\` where there is more, \`unknown\` where the cloud does not say; the note gives the reason.

## Choose the way by the question

| question | way |
|---|---|
| the newest, the worst, an example | one call with a small \`limit\`; searches begin with the newest |
| how many, grouped by what, which match | \`all_pages=true\`, then \`mist_query_result\` |
| all rows in a file | the same, then \`format=csv\` or \`json\` |
| just a little more | \`mist_get_next_page\` with \`next\`, unchanged |

## next
\`next\` goes on exactly where the answer stopped, also when rows were left out because the answer grew too long. Never write it yourself, never change it. \`has_more: false\` and \`complete: yes\`: that was all. \`has_more: true\` without \`next\`: there is, or may be, more that cannot be fetched this way; narrow the question. Rows that came while you paged can shift a list: for a count, fetch all at once.

## Handles
Rows that do not fit, and all rows of \`all_pages=true\`, stay in the server under a handle for 15 minutes after the last question; nobody with another token can reach them.

- \`mist_query_result\` without a handle lists what is kept.
- \`where\`: \`status=connected and version!~0.14\`; operators = != > >= < <= ~ (contains) !~.
- \`group_by=model,version\` counts; \`sort=-uptime\` orders; \`fields\`, \`limit\`, \`skip\` as usual.
- A count of kept rows is a count of all only if the answer that made the handle says \`complete: yes\`.

## What it costs
A token has a number of API calls each hour (\`mist_get_self\` action_type=api_usage). \`all_pages=true\` asks for \`confirm_cost=true\` beyond 20 calls: say the number to the person first. Filters (site_id, type, text, start) are cheaper than pages.

## Windows
Searches look at the last day unless \`start\` says more, and the answer shows its \`window\`. Nothing found means nothing in that window: widen it before concluding anything.
`;
