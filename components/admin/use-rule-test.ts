import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { pollPauseMs } from "@/components/flow/poll-pace";
import type { RuleTest } from "@/lib/platform/alerts/schema";
import { call } from "@/lib/platform/http/browser";
import type { RuleActs } from "./alert-rule-acts";

const isOpen = (last: RuleTest | undefined) => last?.messages.some(({ state }) => state === "pending") ?? false;

/** The last test of a rule, asked for again as long as something of it is on its way, and the way to send another one. */
export function useRuleTest(id: string, test: RuleActs["test"]) {
  const t = useTranslations("alerts.test");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const begun = useRef<number | null>(null);
  const { data, isError, refetch } = useQuery<RuleTest>({
    queryKey: ["alert-rule-test", id],
    queryFn: async () => {
      const { data, message } = await call<RuleTest>("GET", `/api/v1/admin/alert-rules/${id}/test`);
      if (!data) throw new Error(message);
      return data;
    },
    refetchInterval: ({ state }) => {
      if (!isOpen(state.data)) return false;
      begun.current ??= performance.now();
      return pollPauseMs(performance.now() - begun.current);
    },
    retry: false,
    gcTime: 0,
  });
  const send = async () => {
    setBusy(true);
    const answer = await test({ id }).catch(() => null);
    setRefused(answer?.success ? null : (answer?.message ?? t("unread")));
    begun.current = null;
    await refetch();
    setBusy(false);
  };
  return { last: data, problem: refused ?? (isError ? t("unread") : null), busy, send };
}
