import { notFound } from "next/navigation";
import { type SyncStepId, syncStepIds } from "@/lib/agents/schema/sync";
import { readPlaceText } from "@/lib/platform/http/place-text";

/** The address of the page of changes. */
export type ChangesSearch = Promise<{ run?: string | string[]; set?: string | string[]; after?: string | string[] }>;

const readRun = (run: string | string[] | undefined): number | undefined => {
  if (run === undefined) return undefined;
  return typeof run === "string" && /^[1-9]\d{0,8}$/.test(run) ? Number(run) : notFound();
};

/** Of which run and data set changes are wanted and from where on, and the addresses of others; a run that cannot be one is not there. */
export async function readWanted(here: string, searchParams: ChangesSearch) {
  const { run, set, after } = await searchParams;
  const runId = readRun(run);
  const step: SyncStepId | undefined = syncStepIds.find(id => id === set);
  const cursor = readPlaceText(after);
  const hrefOf = (of: string | undefined, from?: string) => {
    const places = Object.entries({ run: runId?.toString(), set: of, after: from }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    );
    return places.length > 0 ? `${here}?${new URLSearchParams(places)}` : here;
  };
  return { runId, step, cursor, hrefOf };
}
