import { useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { HealthView } from "@/lib/platform/health";
import type { QueueView } from "@/lib/platform/jobs/schema";
import type { CircuitView } from "@/lib/platform/outbound/queries";

const tones = { ok: "success", late: "warning", down: "danger" } as const;
const checks = ["database", "queue", "worker", "cron", "redis"] as const;

/** Seconds as the reader's "4 m 12 s". */
function useSpan() {
  const t = useTranslations("health");
  return (seconds: number) =>
    seconds < 60
      ? t("span.seconds", { seconds: Math.round(seconds) })
      : seconds < 3600
        ? t("span.minutes", { minutes: Math.floor(seconds / 60), seconds: Math.floor(seconds % 60) })
        : t("span.hours", { hours: Math.floor(seconds / 3600), minutes: Math.floor((seconds % 3600) / 60) });
}

/** Database, queue, worker, poll and, where there is one, Redis: how each is, and when it was seen. */
export function HealthChecks({ health }: { health: HealthView }) {
  const t = useTranslations("health");
  const span = useSpan();
  const { workerSeconds = null, pollSeconds = null, waiting = 0 } = health.figures ?? {};
  const seen = (seconds: number | null) => (seconds === null ? t("neverSeen") : t("seen", { span: span(seconds) }));
  const notes = {
    database: t("databaseNote"),
    queue: t("queueNote", { waiting }),
    worker: seen(workerSeconds),
    cron: seen(pollSeconds),
    redis: t("redisNote", { state: health.checks.redis ?? "ok" }),
  };
  const states = checks.flatMap(name => {
    const state = health.checks[name];
    return state ? [{ name, state }] : [];
  });
  return (
    <dl className="grid grid-cols-2 gap-4 xl:auto-cols-fr xl:grid-flow-col xl:grid-cols-none">
      {states.map(({ name, state }) => (
        <div key={name} className="grid content-start gap-1 rounded-md border border-line bg-surface p-4">
          <dt className="text-sm text-ink-muted">{t(`checks.${name}`)}</dt>
          <dd>
            <Status tone={tones[state]}>{t(`states.${state}`)}</Status>
          </dd>
          <dd className="text-sm text-ink-muted tabular-nums">{notes[name]}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Every queue with what waits in it. */
export function QueueTable({ queues }: { queues: readonly QueueView[] }) {
  const t = useTranslations("health.queues");
  const span = useSpan();
  return (
    <Table caption={t("title")}>
      <TableHead>
        <HeaderCell>{t("queue")}</HeaderCell>
        <HeaderCell numeric>{t("waiting")}</HeaderCell>
        <HeaderCell numeric>{t("oldest")}</HeaderCell>
        <HeaderCell numeric>{t("later")}</HeaderCell>
        <HeaderCell numeric>{t("active")}</HeaderCell>
        <HeaderCell numeric>{t("dead")}</HeaderCell>
      </TableHead>
      <TableBody>
        {queues.map(queue => (
          <TableRow key={queue.name}>
            <Cell lead label={t("queue")} className="font-mono text-sm">
              {queue.name}
            </Cell>
            <Cell numeric label={t("waiting")}>
              {queue.waiting}
            </Cell>
            <Cell numeric label={t("oldest")} className="whitespace-nowrap">
              {queue.oldestSeconds === null ? "–" : span(queue.oldestSeconds)}
            </Cell>
            <Cell numeric label={t("later")}>
              {queue.later}
            </Cell>
            <Cell numeric label={t("active")}>
              {queue.active}
            </Cell>
            <Cell numeric label={t("dead")}>
              {queue.dead}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** Whom we call, and whether they answer. */
export function CircuitTable({ circuits }: { circuits: readonly CircuitView[] }) {
  const t = useTranslations("health.circuits");
  return (
    <Table caption={t("title")}>
      <TableHead>
        <HeaderCell>{t("upstream")}</HeaderCell>
        <HeaderCell>{t("state")}</HeaderCell>
        <HeaderCell>{t("since")}</HeaderCell>
        <HeaderCell numeric>{t("calls")}</HeaderCell>
        <HeaderCell numeric>{t("failed")}</HeaderCell>
      </TableHead>
      <TableBody>
        {circuits.map(circuit => (
          <TableRow key={circuit.name}>
            <Cell lead label={t("upstream")} className="font-mono text-sm">
              {circuit.name}
            </Cell>
            <Cell label={t("state")}>
              <CircuitState circuit={circuit} />
            </Cell>
            <Cell label={t("since")} className="whitespace-nowrap">
              {circuit.openedAt ? <Time value={circuit.openedAt} relative /> : "–"}
            </Cell>
            <Cell numeric label={t("calls")}>
              {circuit.calls}
            </Cell>
            <Cell numeric label={t("failed")}>
              {circuit.failed}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function CircuitState({ circuit: { openedAt, failures, calls } }: { circuit: CircuitView }) {
  const t = useTranslations("health.circuits");
  if (openedAt) return <Status tone="danger">{t("open")}</Status>;
  if (failures > 0) return <Status tone="warning">{t("failing", { failures })}</Status>;
  return calls > 0 ? <Status tone="success">{t("closed")}</Status> : <Status tone="neutral">{t("unasked")}</Status>;
}
