import type { OfferAges } from '../../store/offer-totals.ts';

const name = 'conveyor_offer_age_seconds';

/** The bounds the database counts by (migration 0005), as Prometheus names them; the rest is `+Inf`. */
const boundsMs = [
  100, 200, 300, 500, 800, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000,
] as const;

/**
 * Prometheus text of the histogram of ages, read from the database: every process of the API tells the same, whichever worker pushed. Ids of
 * connections need no escaping.
 */
export const ageHistogram = (ages: readonly OfferAges[]): string =>
  [
    `# HELP ${name} Time from a change being noticed until the marketplace had it`,
    `# TYPE ${name} histogram`,
    ...ages.flatMap(linesOf),
  ].join('\n');

const linesOf = ({ connection, byBound, pushes, sumMs }: OfferAges): string[] => {
  const within = (boundMs: number): number =>
    byBound.reduce((sum, each) => (each.upToMs <= boundMs ? sum + each.pushes : sum), 0);
  const bucket = (bound: string, count: number): string =>
    `${name}_bucket{le="${bound}",connection="${connection}"} ${count}`;
  return [
    ...boundsMs.map((boundMs) => bucket(String(boundMs / 1_000), within(boundMs))),
    bucket('+Inf', pushes),
    `${name}_sum{connection="${connection}"} ${sumMs / 1_000}`,
    `${name}_count{connection="${connection}"} ${pushes}`,
  ];
};
