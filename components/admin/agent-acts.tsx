"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import type { AgentItem, AgentState } from "@/lib/agents/view/admin";
import { call } from "@/lib/platform/http/browser";
import { AgentActEffects } from "./agent-act-effects";
import { ReasonField } from "./reason-field";

type Act = "retry" | "pause" | "resume" | "stop" | "again";

type Order = (agent: AgentItem) => { path: string; body?: Record<string, unknown> };
const onboarding = ({ onboardingId }: AgentItem, act: string) => `/api/v1/admin/onboardings/${onboardingId}/${act}`;
const orders: Record<Act, Order> = {
  retry: agent => ({ path: onboarding(agent, "retry") }),
  pause: ({ userId }) => ({ path: "/api/v1/agents/onboarding/pause", body: { userId } }),
  resume: agent => ({ path: onboarding(agent, "resume") }),
  stop: agent => ({ path: onboarding(agent, "cancel") }),
  again: agent => ({ path: onboarding(agent, "retry"), body: { all: true } }),
};

const readReason = (given: FormData) => {
  const reason = String(given.get("reason") ?? "").trim();
  return reason ? { reason } : {};
};

const underWay: readonly AgentState[] = ["pending", "running", "retrying", "stalled", "waiting", "paused"];
const broken: readonly AgentState[] = ["partial", "failed", "cancelled"];

function actsFor({ state, hasKey, schedule }: AgentItem): Act[] {
  const pausing: Act[] = schedule.pausedAt ? ["resume"] : [];
  if (underWay.includes(state)) return [...(pausing.length > 0 ? pausing : (["pause"] as const)), "stop"];
  if (!hasKey) return pausing;
  if (broken.includes(state)) return [...pausing, "retry", "again"];
  return state === "no_key" || state === "not_started" ? pausing : [...pausing, "again"];
}

// Nothing else begins by these, so nobody else notices.
const isQuiet = (act: Act) => act === "stop" || act === "pause" || act === "resume";

/** What an admin can do with an agent's sync now: try again what failed, pause it or let it go on, stop it, or run all of it again. */
export function AgentActs({ agent }: { agent: AgentItem }) {
  const t = useTranslations("admin.agents");
  const [done, setDone] = useState("");
  const acts = actsFor(agent);
  const isTold = agent.hasKey || agent.state === "no_key";
  const none = isTold ? "–" : <span className="text-sm text-ink-muted">{t("noKey")}</span>;
  return (
    // In its own box, because the hidden words would else stick out of the table's.
    <span className="relative flex flex-wrap gap-2 max-sm:justify-end sm:max-lg:flex-col sm:max-lg:items-start">
      <span role="status" className="sr-only">
        {done}
      </span>
      {acts.length === 0 && done === "" ? none : null}
      {acts.map(act => (
        <AgentAct key={act} act={act} agent={agent} onDone={setDone} />
      ))}
    </span>
  );
}

type AgentActProps = { act: Act; agent: AgentItem; onDone: (told: string) => void };

function AgentAct({ act, agent, onDone }: AgentActProps) {
  const t = useTranslations(`admin.agents.${act}`);
  const again = useTranslations("admin.stores.again");
  const router = useRouter();
  const { name } = agent;
  const { path, body } = orders[act](agent);
  return (
    <Question
      trigger={
        <Button variant="secondary" size="small" aria-label={t("name", { name })}>
          {t("button")}
        </Button>
      }
      title={t("title", { name })}
      effect={t("effect")}
      confirm={{ label: t("button"), busy: t("busy"), isDanger: act === "stop" }}
      act={given => call("POST", path, { ...body, ...readReason(given) })}
      onDone={() => {
        // Kept, because afterwards the buttons are other ones.
        onDone(t("done", { name }));
        router.refresh();
      }}
    >
      {refused => (
        <>
          {isQuiet(act) ? null : <AgentActEffects />}
          {act === "pause" ? null : (
            <ReasonField label={again("reason")} hint={again("reasonHint")} error={refused.reason} optional />
          )}
        </>
      )}
    </Question>
  );
}
