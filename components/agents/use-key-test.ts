"use client";

import { useTranslations } from "next-intl";
import type { TestAnswer } from "@/components/flow/connection-test";
import type { KeyTestView } from "@/lib/agents/view/credential";
import { call } from "@/lib/platform/http/browser";
import type { Envelope } from "@/lib/platform/http/envelope";

const order = ["addressAnswers", "keyAccepted", "mayReadAgent", "agentFound"] as const;

/** Asks the server about a key (without one about that on file), and says in words what it found and how far it came. */
export function useKeyTest() {
  const t = useTranslations("agents.key");
  return async (key: Record<string, unknown>): Promise<Envelope<TestAnswer>> => {
    const { data, ...answer } = await call<KeyTestView>("POST", "/api/v1/agents/credentials/test", key);
    if (!data) return { ...answer, data };
    const checks = order.map(name => ({ label: t(`checks.${name}`), outcome: data.checks[name] }));
    const isEither = data.class === "permission" && Boolean(key.agentId);
    const found = data.ok ? t("connectedTo", { name: data.agentName ?? "" }) : null;
    const message = isEither ? t("notThisAgent") : found;
    return { ...answer, data: { ok: data.ok, class: data.class, retryAfter: data.retryAfter, message, checks } };
  };
}
