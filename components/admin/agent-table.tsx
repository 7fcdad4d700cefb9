import { Ban, CircleDashed, CirclePause, CircleX, Hourglass, type LucideIcon, RotateCw } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import type { AgentItem, AgentState } from "@/lib/agents/view/admin";
import type { ReadinessBadge as Badge } from "@/lib/platform/readiness/schema";
import { AgentActs } from "./agent-acts";
import { ReadinessBadge } from "./readiness-badge";

/** How a state of an agent's account looks. */
export const agentLooks: Record<AgentState, { tone: Tone; icon?: LucideIcon }> = {
  no_key: { tone: "neutral", icon: CircleDashed },
  not_started: { tone: "neutral", icon: CircleDashed },
  pending: { tone: "neutral", icon: Hourglass },
  running: { tone: "active" },
  retrying: { tone: "warning", icon: RotateCw },
  stalled: { tone: "warning", icon: CirclePause },
  waiting: { tone: "warning", icon: Hourglass },
  paused: { tone: "neutral", icon: CirclePause },
  complete: { tone: "success" },
  partial: { tone: "warning" },
  failed: { tone: "danger", icon: CircleX },
  cancelled: { tone: "neutral", icon: Ban },
};

const onlyRoomy = "sm:max-lg:hidden";

type AgentTableProps = { agents: readonly AgentItem[]; badges: Readonly<Record<number, Badge>>; canAct?: boolean };

/** Agents with their syncs; cards on phones, and without a column of their own for the progress on tablets. `canAct` shows what an admin can do with each. */
export function AgentTable({ agents, badges, canAct = false }: AgentTableProps) {
  const t = useTranslations("admin.agents");
  return (
    <Table caption={t("caption")}>
      <TableHead>
        <HeaderCell>{t("agent")}</HeaderCell>
        <HeaderCell>{t("status")}</HeaderCell>
        <HeaderCell className={onlyRoomy}>{t("progress")}</HeaderCell>
        <HeaderCell>{t("last")}</HeaderCell>
        <HeaderCell>{t("error")}</HeaderCell>
        {canAct ? <HeaderCell>{t("acts")}</HeaderCell> : null}
      </TableHead>
      <TableBody>
        {agents.map(agent => (
          <AgentRow key={agent.userId} agent={agent} badge={badges[agent.userId]} canAct={canAct} />
        ))}
      </TableBody>
    </Table>
  );
}

type AgentRowProps = { agent: AgentItem; badge: Badge | undefined; canAct: boolean };

function AgentRow({ agent, badge, canAct }: AgentRowProps) {
  const t = useTranslations("admin.agents");
  const { name, userId, accountType, state, startedAt, error } = agent;
  return (
    <TableRow>
      <Cell lead label={t("agent")}>
        <Link href={`/admin/agents/${userId}`} className="link">
          {name || t("nameless")}
        </Link>
        <span className="block text-sm font-normal text-ink-muted">
          <span className="font-mono">{userId}</span>
          {accountType ? ` · ${accountType}` : ""}
        </span>
      </Cell>
      <Cell label={t("status")}>
        <span className="grid whitespace-nowrap max-sm:justify-items-end sm:max-lg:whitespace-normal">
          <Status {...agentLooks[state]} className="[&_svg]:animate-none">
            {t(`states.${state}`)}
          </Status>
          {agent.keyProblem ? (
            <Status tone="danger" className="whitespace-normal">
              {t(`keyProblem.${agent.keyProblem.class}`)}
            </Status>
          ) : null}
          <ReadinessBadge badge={badge} />
          <span className="mt-1 hidden sm:max-lg:block">
            <Progress {...agent} />
          </span>
        </span>
      </Cell>
      <Cell label={t("progress")} className={onlyRoomy}>
        <Progress {...agent} />
      </Cell>
      <Cell label={t("last")} className="whitespace-nowrap">
        {startedAt ? <Time value={startedAt} relative compact /> : "–"}
      </Cell>
      <Cell label={t("error")}>
        <Trouble failed={agent.failed} error={error} />
      </Cell>
      {canAct ? (
        <Cell label={t("acts")}>
          <AgentActs agent={agent} />
        </Cell>
      ) : null}
    </TableRow>
  );
}

function Progress({ name, state, done, total, current }: AgentItem) {
  const t = useTranslations("admin.agents");
  const parts = useTranslations("admin.agents.parts");
  const where = current ? t("step", { number: current.number, total }) : t("steps", { done, total });
  const tone = state === "complete" ? "success" : state === "partial" || state === "failed" ? "warning" : "active";
  return (
    <span className="grid min-w-36 gap-1">
      <ProgressBar
        size="small"
        label={t("progressOf", { name })}
        value={done}
        max={total}
        valueText={where}
        tone={tone}
      />
      <span className="text-sm text-pretty whitespace-normal text-ink-muted">
        {where}
        {current && parts.has(current.step) ? ` · ${parts(current.step)}` : ""}
      </span>
    </span>
  );
}

function Trouble({ failed, error }: Pick<AgentItem, "failed" | "error">) {
  const parts = useTranslations("admin.agents.parts");
  if (failed.length === 0 && error === null) return "–";
  return (
    <span className="grid max-w-xs gap-0.5 text-sm text-pretty">
      {failed.length > 0 ? (
        <span className="font-medium">{failed.map(id => (parts.has(id) ? parts(id) : id)).join(", ")}</span>
      ) : null}
      {error ? <span className="text-ink-muted">{error}</span> : null}
    </span>
  );
}
