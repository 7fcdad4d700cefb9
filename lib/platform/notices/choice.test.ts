import { expect, test } from "vitest";
import { messages } from "../i18n/messages";
import { choiceOf } from "./choice";

test("F35: only how a run ends that is done, or goes on by itself, can be unwanted; what waits for somebody never", () => {
  const kinds = Object.keys(messages.notices.kinds);
  const unwanted = (values: Record<string, string>) => kinds.filter(kind => choiceOf(kind, values) !== null).sort();
  const done = [
    ...["agent_sync_complete", "agent_sync_started", "customer_aboard", "customer_run_complete"],
    ...["store_orders_failed", "store_refresh_failed", "store_refresh_partial"],
    ...["store_run_complete", "store_run_problems"],
  ];
  expect(unwanted({})).toEqual(done);
  for (const again of ["broken_key", "no_key", "by_hand"]) expect(unwanted({ again }), again).toEqual(done);
  expect(unwanted({ again: "by_itself" })).toEqual(["agent_sync_failed", "agent_sync_partial", ...done].sort());
});
