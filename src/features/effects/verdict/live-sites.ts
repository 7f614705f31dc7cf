import type { LookupContext } from '../../../tool/context.ts';
import { type LiveSite, liveSite, WATCHED_SITES } from '../after/live-state.ts';
import type { FactName, Facts, Reading } from '../facts.ts';
import type { Verdict } from '../finding.ts';
import { LIVE_SITES, type RequestBudget } from '../live/budget.ts';
import { readFacts } from '../live/read-facts.ts';
import type { SiteEffect } from '../model.ts';
import { devicesOf } from '../topology/states.ts';
import type { NamedJudgment } from './decide.ts';
import { judgeSite, neededFacts } from './judge-site.ts';

/** Facts that were left out for a reason. */
const withoutFacts = (wanted: ReadonlySet<FactName>, failed: string): Facts =>
  Object.fromEntries([...wanted].map((name): [FactName, Reading] => [name, { failed }]));

const deviceCount = ({ after }: SiteEffect): number => devicesOf(after).length;

/** Sites in the order in which their live facts are read: those with most devices first. */
const byReach = (sites: readonly SiteEffect[]): readonly SiteEffect[] =>
  [...sites].sort((a, b) => deviceCount(b) - deviceCount(a) || (a.after.id < b.after.id ? -1 : 1));

/** The live facts of sites, each kind of each site read once however often it is judged. */
export class LiveSites {
  readonly #context: LookupContext;
  readonly #budget: RequestBudget;
  readonly #read = new Map<string, Facts>();

  constructor(context: LookupContext, budget: RequestBudget) {
    this.#context = context;
    this.#budget = budget;
  }

  /** What may still be asked, and what was. */
  get budget(): RequestBudget {
    return this.#budget;
  }

  /**
   * Judges sites, by their live facts where the bounds allow.
   *
   * @throws MistError when the call was cancelled
   */
  async judge(sites: readonly SiteEffect[]): Promise<readonly NamedJudgment[]> {
    const judgments: NamedJudgment[] = [];
    for (const site of byReach(sites)) {
      const facts = await this.factsOf(site.after.id, neededFacts(site));
      judgments.push({ site: site.after.name, ...judgeSite(site, facts) });
    }
    return judgments;
  }

  /** How much was read, and how old the oldest of it is. */
  get looked(): Pick<Verdict['looked'], 'ports' | 'clients' | 'ageSeconds'> {
    const all = [...this.#read.values()].flatMap((facts) => Object.entries(facts));
    const rows = (...names: readonly string[]): number =>
      all.reduce((sum, [name, of]) => sum + (names.includes(name) && 'rows' in of ? of.rows.length : 0), 0);
    const ages = all.flatMap(([, of]) => ('rows' in of ? [of.ageSeconds] : []));
    return {
      ports: rows('ports'),
      clients: rows('wiredClients', 'wirelessClients'),
      ageSeconds: ages.length === 0 ? undefined : Math.max(...ages),
    };
  }

  /** What has to be kept to look at the sites after the change: the first of them, where something was read. */
  toWatch(sites: readonly SiteEffect[]): readonly LiveSite[] {
    const few = byReach(sites).slice(0, WATCHED_SITES);
    return few.flatMap((site) => liveSite(site, this.#read.get(site.after.id) ?? {}) ?? []);
  }

  /**
   * The live facts of one site, those of them that were not read yet.
   *
   * @throws MistError when the call was cancelled
   */
  async factsOf(id: string, wanted: ReadonlySet<FactName>): Promise<Facts> {
    const known = this.#read.get(id);
    if (!known && this.#read.size >= LIVE_SITES) return withoutFacts(wanted, `the limit is ${LIVE_SITES} sites`);
    const missing = new Set([...wanted].filter((name) => known?.[name] === undefined));
    if (known && missing.size === 0) return known;
    const facts = {
      ...known,
      ...(await readFacts(this.#context, id, missing, this.#budget, Date.now() / 1000, known)),
    };
    this.#read.set(id, facts);
    return facts;
  }
}
