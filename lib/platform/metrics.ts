import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import manifest from "@/package.json" with { type: "json" };
import { transaction } from "./db";
import { listQueues } from "./jobs/queries";
import { log } from "./log";
import type { TargetsView } from "./measures/schema";
import { listCircuits } from "./outbound/queries";

type Sample = { labels: Record<string, string>; value: number };
type Metric = { name: string; help: string; samples: Sample[] };
type Counted = { name: string; state: string; count: number };

// What this process is like is its own; everything else is the same whichever process is asked, and read anew at every call.
const held = globalThis as typeof globalThis & { gangwayProcessMetrics?: Registry };

function processMetrics(): Registry {
  if (!held.gangwayProcessMetrics) {
    held.gangwayProcessMetrics = new Registry();
    collectDefaultMetrics({ register: held.gangwayProcessMetrics });
  }
  return held.gangwayProcessMetrics;
}

const sample = (value: number | null, labels: Record<string, string> = {}): Sample[] =>
  value === null ? [] : [{ labels, value }];

async function readQueues(): Promise<Metric[]> {
  const queues = await listQueues();
  const states = ["waiting", "later", "active", "dead"] as const;
  return [
    {
      name: "gangway_jobs",
      help: "Jobs by queue and state; dead is what failed at every try.",
      samples: queues.flatMap(queue => states.flatMap(state => sample(queue[state], { queue: queue.name, state }))),
    },
    {
      name: "gangway_queue_oldest_seconds",
      help: "How long the job has waited that is due longest.",
      samples: queues.flatMap(queue => sample(queue.oldestSeconds ?? 0, { queue: queue.name })),
    },
  ];
}

async function readUpstreams(): Promise<Metric[]> {
  const circuits = await listCircuits();
  const of = (value: (circuit: (typeof circuits)[number]) => number) =>
    circuits.flatMap(circuit => sample(value(circuit), { upstream: circuit.name }));
  return [
    {
      name: "gangway_circuit_open",
      help: "1 while only probes go out.",
      samples: of(({ openedAt }) => (openedAt ? 1 : 0)),
    },
    { name: "gangway_upstream_calls", help: "Tries of the last five minutes.", samples: of(({ calls }) => calls) },
    { name: "gangway_upstream_failures", help: "Of these, failed ones.", samples: of(({ failed }) => failed) },
  ];
}

const readCounts = () =>
  transaction(
    "system",
    tx => tx.$queryRaw<Counted[]>`
      SELECT 'gangway_onboardings' AS name, kind || ' ' || status AS state, count(*)::int FROM onboarding GROUP BY kind, status
      UNION ALL SELECT 'gangway_runs', 'active', count(*)::int FROM onboarding_run WHERE ended_at IS NULL
      UNION ALL SELECT 'gangway_outbox_messages', channel || ' pending', count(*)::int FROM outbox_message WHERE state = 'pending' GROUP BY channel
      UNION ALL SELECT 'gangway_alerts_open', rule, count(*)::int FROM alert WHERE closed_at IS NULL GROUP BY rule
      UNION ALL SELECT 'gangway_seen_seconds', kind, extract(epoch FROM now() - max(beat_at))::int FROM worker_beat GROUP BY kind`,
  );

const counted: Record<string, { help: string; labels: string[] }> = {
  gangway_onboardings: { help: "Onboardings by kind and status.", labels: ["kind", "status"] },
  gangway_runs: { help: "Runs that have not ended.", labels: ["state"] },
  gangway_outbox_messages: { help: "Messages that have not left.", labels: ["channel", "state"] },
  gangway_alerts_open: { help: "Alerts that go on, by rule.", labels: ["rule"] },
  gangway_seen_seconds: { help: "Since the last sign of a worker and of the poll.", labels: ["kind"] },
};

function toMetrics(rows: readonly Counted[]): Metric[] {
  return Object.entries(counted).map(([name, { help, labels }]) => ({
    name,
    help,
    samples: rows
      .filter(row => row.name === name)
      .map(({ state, count }) => {
        const words = state.split(" ");
        return { value: count, labels: Object.fromEntries(labels.map((label, at) => [label, words[at] ?? ""])) };
      }),
  }));
}

const readTargets = ({ targets }: TargetsView): Metric[] => [
  {
    name: "gangway_target_figure",
    help: "What was measured of a target, in its unit; missing without samples.",
    samples: targets.flatMap(({ id, unit, figure }) => sample(figure, { target: id, unit })),
  },
  {
    name: "gangway_target_limit",
    help: "What it is held against: a time must be below it, a share above.",
    samples: targets.flatMap(({ id, unit, limit }) => sample(limit, { target: id, unit })),
  },
  {
    name: "gangway_target_missed",
    help: "1 while a target is missed; missing while there are too few samples to say.",
    samples: targets.flatMap(({ id, state }) =>
      sample(state === "few" ? null : Number(state === "missed"), { target: id }),
    ),
  },
  {
    name: "gangway_target_samples",
    help: "Of how many samples a figure is made.",
    samples: targets.flatMap(({ id, samples }) => sample(samples, { target: id })),
  },
];

function write(registry: Registry, { name, help, samples }: Metric): void {
  const labelNames = Object.keys(samples[0]?.labels ?? {});
  const gauge = new Gauge({ name, help, labelNames, registers: [registry] });
  for (const { labels, value } of samples) gauge.set(labels, value);
}

/** The media type of the figures. */
export const metricsType = Registry.PROMETHEUS_CONTENT_TYPE;

/** The targets with what is left of this answer's time: whoever watches us needs everything else the more, where they cannot be read. */
const readWhatIsLeft = (ofTargets: () => Promise<TargetsView>): Promise<Metric[]> =>
  ofTargets().then(readTargets, error => {
    log.warn({ err: error }, "the targets could not be read");
    return [];
  });

/** All figures in Prometheus' text form, without targets where they cannot be read in time; throws without a database. */
export async function readMetrics(ofTargets: () => Promise<TargetsView>): Promise<string> {
  const registry = new Registry();
  const build: Metric = {
    name: "gangway_build_info",
    help: "The version that answers.",
    samples: sample(1, { version: manifest.version }),
  };
  const [queues, upstreams, counts] = await Promise.all([readQueues(), readUpstreams(), readCounts()]);
  const targets = await readWhatIsLeft(ofTargets);
  for (const metric of [build, ...queues, ...upstreams, ...toMetrics(counts), ...targets]) write(registry, metric);
  return Registry.merge([registry, processMetrics()]).metrics();
}
