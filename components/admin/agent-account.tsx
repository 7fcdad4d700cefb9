import { useTranslations } from "next-intl";
import { DescriptionList } from "@/components/ui/description-list";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { AgentItem } from "@/lib/agents/view/admin";
import { agentLooks } from "./agent-table";

/** How an agent's account stands: its newest sync, whether its key works (never which it is), and when data is fetched by itself. */
export function AgentAccount({ agent }: { agent: AgentItem }) {
  const t = useTranslations("admin.agents");
  const { state, accountType, error } = agent;
  return (
    <DescriptionList
      className="-my-3"
      items={[
        {
          key: "state",
          label: t("status"),
          value: (
            <>
              <Status {...agentLooks[state]} className="[&_svg]:animate-none">
                {t(`states.${state}`)}
              </Status>
              {error ? <p className="text-sm text-ink-muted">{error}</p> : null}
            </>
          ),
        },
        { key: "type", label: t("make.type"), value: accountType },
        { key: "key", label: t("detail.key"), value: <KeyState agent={agent} /> },
        { key: "schedule", label: t("detail.schedule"), value: <Schedule agent={agent} /> },
      ]}
    />
  );
}

function KeyState({ agent: { hasKey, keyProblem } }: { agent: AgentItem }) {
  const t = useTranslations("admin.agents");
  if (!hasKey) return t("noKey");
  if (!keyProblem) return <Status tone="success">{t("detail.keyWorks")}</Status>;
  return (
    <>
      <Status tone="danger">{t(`keyProblem.${keyProblem.class}`)}</Status>{" "}
      <Time value={keyProblem.at} className="block text-sm text-ink-muted" />
    </>
  );
}

function Schedule({ agent: { schedule } }: { agent: AgentItem }) {
  const t = useTranslations("admin.agents.detail");
  const { every, nextAt, pausedAt } = schedule;
  if (pausedAt) return t.rich("paused", { when: () => <Time value={pausedAt} /> });
  if (!nextAt) return t(`every.${every}`);
  return t.rich("next", { every: t(`every.${every}`), when: () => <Time value={nextAt} /> });
}
