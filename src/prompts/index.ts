import compareSites from './compare-sites.ts';
import customerLicenses from './customer-licenses.ts';
import customerMorningReport from './customer-morning-report.ts';
import deviceDown from './device-down.ts';
import driftReport from './drift-report.ts';
import find from './find.ts';
import firmwarePlan from './firmware-plan.ts';
import licenseReport from './license-report.ts';
import morningReport from './morning-report.ts';
import nacDenial from './nac-denial.ts';
import portChange from './port-change.ts';
import type { Prompt } from './prompt.ts';
import siteTurnUp from './site-turn-up.ts';
import unhappyClient from './unhappy-client.ts';
import whoChangedWhat from './who-changed-what.ts';
import worstSle from './worst-sle.ts';

/** All prompts, in the order that they are listed in. */
export const prompts: readonly Prompt[] = [
  morningReport,
  unhappyClient,
  worstSle,
  deviceDown,
  find,
  portChange,
  whoChangedWhat,
  firmwarePlan,
  licenseReport,
  nacDenial,
  driftReport,
  compareSites,
  siteTurnUp,
];

/** Prompts for who looks after several organizations; offered with the tools for it. */
export const mspPrompts: readonly Prompt[] = [customerMorningReport, customerLicenses];
