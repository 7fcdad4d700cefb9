"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { pollPauseMs } from "@/components/flow/poll-pace";
import type { CustomerOnboardingView, CustomerStepView } from "@/lib/customers/view/onboarding";
import { call } from "@/lib/platform/http/browser";

const moving: ReadonlySet<CustomerStepView["state"]> = new Set(["running", "retrying", "waiting"]);

/** Does a worker, or somebody who is waited for, still have something to do? */
export const isOver = ({ status, steps }: Pick<CustomerOnboardingView, "status" | "steps">): boolean => {
  if (status === "pending" || status === "running" || status === "waiting") return false;
  // After a failure, or a stop, those behind it are not begun; a later sync leaves the onboarding complete.
  return !steps.some(({ state }) => moving.has(state) || (status === "complete" && state === "pending"));
};

/** What is worth drawing the rest of the page anew for. */
const standOf = ({ status, jobId, steps }: CustomerOnboardingView): string =>
  [status, jobId, ...steps.map(({ state }) => state)].join(" ");

/**
 * How an onboarding goes: asked every 2 s, after 2 min every 5 s, after 10 min every 15 s, until nothing is left to do; a hidden page rests. Draws the page
 * anew when a step has come to something.
 */
export function useOnboarding(initial: CustomerOnboardingView) {
  const router = useRouter();
  const client = useQueryClient();
  const begun = useRef(performance.now());
  const queryKey = ["customer-onboarding", initial.customerId];
  const query = useQuery<CustomerOnboardingView>({
    queryKey,
    queryFn: async () => {
      const address = `/api/v1/admin/customers/${initial.customerId}/onboarding`;
      const { data, message } = await call<CustomerOnboardingView>("GET", address);
      if (!data) throw new Error(message);
      return data;
    },
    initialData: initial,
    refetchInterval: ({ state }) =>
      state.data && isOver(state.data) ? false : pollPauseMs(performance.now() - begun.current),
    refetchOnWindowFocus: ({ state }) => (state.data && isOver(state.data) ? false : "always"),
    retry: false,
    networkMode: "always",
  });
  const view = query.data;
  const drawn = useRef(standOf(initial));
  // A page that was drawn anew knows what somebody has begun on it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the page brings another
  useEffect(() => {
    drawn.current = standOf(initial);
    begun.current = performance.now();
    client.setQueryData(queryKey, initial);
  }, [initial]);
  useEffect(() => {
    if (standOf(view) === drawn.current) return;
    drawn.current = standOf(view);
    router.refresh();
  }, [view, router]);
  return { view, lost: query.isError, heardAt: new Date(query.dataUpdatedAt) };
}
