import { jsonReply, type SandboxCall, type SandboxReply } from "@/lib/platform/sandbox/upstream";
import type { Wire } from "./workflows";

/** What tests have made of single workflows, by id: fields to put over its own, or null for one that is gone. */
export type Changes = ReadonlyMap<string, Record<string, unknown> | null>;

const usualLength = 20;
/** More than these Zuora does not give at once, whatever is asked for. */
const mostLength = 50;
const repeated = 10;
/** Nobody listens there; whoever took the next page's address as it is told would call it. */
const elsewhere = "http://127.0.0.1:9";

const flags = {
  ondemand_trigger: "ondemandTrigger",
  scheduled_trigger: "scheduledTrigger",
  callout_trigger: "calloutTrigger",
};

function isAskedFor(wire: Wire, query: URLSearchParams): boolean {
  const isNamed = query.get("name") === null || String(wire.name).includes(query.get("name") ?? "");
  const isOfInterval = query.get("interval") === null || wire.interval === query.get("interval");
  const hasFlags = Object.entries(flags).every(
    ([asked, told]) => query.get(asked) === null || String(wire[told]) === query.get(asked),
  );
  return isNamed && isOfInterval && hasFlags;
}

/** A page of the list; the way to the next one is a whole address, and is left out of the last. */
export function pageWire(
  { count, at }: { count: number; at: (index: number) => Wire },
  { call, changes, isElsewhere }: { call: SandboxCall; changes: Changes; isElsewhere: boolean },
): SandboxReply {
  const { url, fault, headers } = call;
  const query = url.searchParams;
  const [page, asked] = [wholeOf(query.get("page"), 1), wholeOf(query.get("page_length"), usualLength)];
  if (page === null || asked === null) return jsonReply(400, { error: "page and page_length must be whole numbers" });
  const length = Math.min(asked, mostLength);
  const all = Array.from({ length: count }, (_, index) => at(index))
    .filter(({ id }) => changes.get(String(id)) !== null)
    .map(wire => ({ ...wire, ...changes.get(String(wire.id)) }))
    .filter(wire => isAskedFor(wire, query));
  // "endless" tells the first page for ever; "duplicates" repeats the last ten of the page before.
  const told = fault === "endless" ? 1 : page;
  const from = Math.max(0, (told - 1) * length - (fault === "duplicates" ? repeated : 0));
  const entries = fault === "empty" ? [] : all.slice(from, told * length);
  const hasNext = fault === "endless" || (fault !== "empty" && told * length < all.length);
  const next = new URL(url.pathname, isElsewhere ? elsewhere : `http://${headers.host ?? "localhost"}`);
  next.search = new URLSearchParams({ ...Object.fromEntries(query), page: String(page + 1) }).toString();
  const pagination = { page, page_length: length, ...(hasNext ? { next_page: next.href } : {}) };
  return jsonReply(200, { data: fault === "drift" ? entries.map(drifted) : entries, pagination });
}

const wholeOf = (text: string | null, fallback: number): number | null => {
  if (text === null) return fallback;
  return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : null;
};

/** The same workflow after a careless release on the other side. */
function drifted(wire: Wire, index: number): unknown {
  if (index % 10 === 3) return null;
  if (index % 10 === 5) return { ...wire, id: undefined };
  if (index % 10 === 7) return { ...wire, name: 7, createdAt: "yesterday", active_version: [] };
  return { ...wire, id: String(wire.id), shard: "eu-2" };
}
