import { expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";

test("bar 100: what does something in another's name finds its own tables first, and a caller's temporary ones last", async () => {
  const names = [
    "agent_contact",
    "customer_readers",
    "drop_summary",
    "hasten_job",
    "language_of_address",
    "language_of_user",
    "next_in_topic",
    "note_audit_head",
    "note_moved",
    "summarize_moved",
    "summarize_onboarding",
    "tell_agent_account",
    "usual_agent_readings",
    "wants",
  ];
  const found = await transaction(
    "system",
    tx => tx.$queryRaw<{ name: string; path: string }[]>`
      SELECT proname AS name, array_to_string(proconfig, ' ') AS path FROM pg_proc
      WHERE pronamespace = 'public'::regnamespace AND prosecdef AND proname = ANY(${names}) ORDER BY 1`,
  );
  expect(found).toEqual(names.map(name => ({ name, path: "search_path=pg_catalog, public, pg_temp" })));
});
