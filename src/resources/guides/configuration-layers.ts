/** Where a configured value comes from, and where to change it. */
export const configurationLayers = `# Where a value comes from

A device gets its configuration from several objects. Root attribute by root attribute the most specific one wins; named things (networks, port profiles, ports) are put together name by name. From the most specific:

| | access point | switch | gateway |
|---|---|---|---|
| 1 | device | device | device |
| 2 | device profile | device profile | device profile |
| 3 | RF template, AP template | network template | gateway template |
| 4 | site template | site template (variables) | site template (variables) |
| 5 | site settings | site settings | site settings |

Where a site and its templates (3 to 5) say different things of one attribute, the cloud decides which counts: do not conclude it from the table, read it with \`computed=true\`.

Rules of a template that match single devices (\`switch_matching\`: by name, model, role) stand just above the template or site that has them.

## See what is effective
- \`mist_get_configuration_objects\` with \`computed=true\`: \`site_settings\` or \`site_wlans\` of a site, or one of \`site_devices\` by \`object_id\`.
- For a device the answer has \`config\`, \`sources\` (which object each root came from), \`overridden\` (who said something else and lost) and \`warnings\`, such as a port that two ranges cover.
- It is put together to be read: never write it back.

## WLANs
A WLAN belongs to a WLAN template of the organization, or to one site. The template says which sites, site groups or device profiles it applies to, and what is left out. So: WLAN → \`template_id\` → \`org_wlantemplates\` → \`applies\`. A WLAN that is not seen at a site is most often not applied there, disabled, or kept to certain APs (\`apply_to\`).

## Variables
\`{{name}}\` is filled from \`vars\` of the site (or of a template). A variable without a value leaves the field useless: \`warnings\` names it.

## Where to change
1. Find the source of the value first.
2. For one device: at the device. For one site: at the site. For all of a kind: at the template; it says how many sites it reaches.
3. A value on a more specific layer hides your change: look at \`overridden\` and read the effective configuration again afterward.
4. Do not copy a template's value to a device just to change a part of it: from then on it no longer follows the template.
`;
