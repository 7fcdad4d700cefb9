import { z } from "zod";
import { cleanText } from "@/lib/platform/clean-text";
import { OutboundError } from "@/lib/platform/outbound/outbound-error";
import { pageGuard } from "@/lib/platform/outbound/page-guard";
import { failureOf, type ZuoraAccess } from "./zuora-access";
import { askZuora } from "./zuora-call";

// A tenant of more workflows than this times the length of a page is no list, but one that never ends.
const mostPages = 10_000;

/** A workflow as its list tells of it. */
export type FoundWorkflow = {
  /** Zuora's, and only within its tenant. */
  id: string;
  name: string;
  description: string | null;
  isActive: boolean;
  version: string | null;
  interval: string | null;
  timezone: string | null;
  triggers: ("ondemand" | "callout" | "scheduled")[];
  createdAt: Date | null;
  updatedAt: Date | null;
};

/** An entry that is there and could not be read. */
export type UnreadableWorkflow = { id: string | null; field: string; message: string };

/** One page of the list. */
export type WorkflowPage = {
  items: FoundWorkflow[];
  unreadable: UnreadableWorkflow[];
  /** The next page's number; null on the last one. */
  next: number | null;
};

const id = z.union([z.int().positive(), z.string().regex(/^[1-9]\d{0,18}$/)]).transform(String);
// What only describes it is cut or left out, and never costs the workflow.
const text = z
  .string()
  // Cut in the middle of a pair it could not be kept.
  .transform(told => cleanText(told.trim().slice(0, 2_000)) || null)
  .nullish()
  .catch(null)
  .transform(told => told ?? null);
// Definitions come as ISO with a Z or an offset, runs as `2019-09-19 18:25:33 UTC`; one that is neither is not known.
const moment = z
  .string()
  .transform(told => new Date(told.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/, "$1T$2Z")))
  .pipe(z.date().min(new Date("1970-01-01")).max(new Date("9999-12-31")))
  .nullish()
  .catch(null)
  .transform(told => told ?? null);
const flag = z.boolean().nullish().catch(null);

const Workflow = z.looseObject({
  id,
  name: z.string().trim().min(1).max(500),
  description: text,
  status: z.string(),
  interval: text,
  timezone: text,
  ondemandTrigger: flag,
  calloutTrigger: flag,
  scheduledTrigger: flag,
  createdAt: moment,
  updatedAt: moment,
  active_version: z
    .looseObject({ version: z.string().max(50) })
    .nullish()
    .catch(null),
});

const List = z.looseObject({
  data: z.array(z.unknown()),
  pagination: z.looseObject({ next_page: z.string().nullish() }).nullish(),
});

/** Where a list is begun, the first page being 1, and how many of it are asked for at once: at most fifty. */
export type ListPlace = { from?: number; length: number };

/**
 * All pages of a tenant's workflows from a page on. Of the address of the next page only its number is taken, so that no answer
 * makes us call another host; finds loops, so that it always ends. Throws OutboundError.
 */
export async function* workflowPages(
  access: ZuoraAccess,
  { from = 1, length }: ListPlace,
  signal?: AbortSignal,
): AsyncGenerator<WorkflowPage, void> {
  const guard = pageGuard(() => failureOf("unexpected"));
  for (let page: number | null = from; page !== null; ) {
    if (page > mostPages) throw failureOf("unexpected");
    const query = { page: String(page), page_length: String(length) };
    const { body } = await askZuora(access, { path: "/workflows", query }, signal);
    const told = List.safeParse(body);
    if (!told.success) throw failureOf("unexpected");
    const { items, unreadable } = readEntries(told.data.data);
    const next = nextOf(told.data.pagination?.next_page, page);
    guard.admit({
      ids: [...items, ...unreadable].map(entry => entry.id),
      cursor: next === null ? null : String(next),
    });
    yield { items, unreadable, next };
    page = next;
  }
}

/** One workflow by its id, read as an entry of the list is; null where Zuora has none of that id. Throws OutboundError. */
export async function readWorkflow(
  access: ZuoraAccess,
  workflowId: string,
  signal?: AbortSignal,
): Promise<Pick<WorkflowPage, "items" | "unreadable"> | null> {
  try {
    const { body } = await askZuora(access, { path: `/workflows/${workflowId}` }, signal);
    const { items, unreadable } = readEntries([body]);
    // Another one than was asked for tells nothing of this one.
    if (items.some(({ id: told }) => told !== workflowId)) throw failureOf("unexpected");
    return { items, unreadable };
  } catch (failure) {
    if (failure instanceof OutboundError && failure.status === 404) return null;
    throw failure;
  }
}

/** The number in the address of the next page; without one that can be read the list goes on by one. */
function nextOf(address: string | null | undefined, page: number): number | null {
  if (!address) return null;
  const told = URL.canParse(address, "https://zuora.invalid") ? new URL(address, "https://zuora.invalid") : null;
  const number = Number(told?.searchParams.get("page") ?? Number.NaN);
  return Number.isSafeInteger(number) && number > 0 ? number : page + 1;
}

function readEntries(entries: readonly unknown[]): Pick<WorkflowPage, "items" | "unreadable"> {
  const found: Pick<WorkflowPage, "items" | "unreadable"> = { items: [], unreadable: [] };
  for (const entry of entries) {
    const told = Workflow.safeParse(entry);
    if (told.success) found.items.push(toWorkflow(told.data));
    else found.unreadable.push(unreadableOf(entry, told.error));
  }
  return found;
}

function unreadableOf(entry: unknown, { issues: [issue] }: z.ZodError): UnreadableWorkflow {
  const named = z.looseObject({ id }).safeParse(entry);
  return {
    id: named.success ? named.data.id : null,
    field: issue?.path.join(".") || "workflow",
    message: issue?.message ?? "cannot be read",
  };
}

function toWorkflow(told: z.infer<typeof Workflow>): FoundWorkflow {
  const triggers = { ondemand: told.ondemandTrigger, callout: told.calloutTrigger, scheduled: told.scheduledTrigger };
  return {
    ...{ id: told.id, name: told.name, description: told.description },
    ...{ isActive: told.status.toLowerCase() === "active", version: told.active_version?.version ?? null },
    ...{ interval: told.interval, timezone: told.timezone, createdAt: told.createdAt, updatedAt: told.updatedAt },
    triggers: (["ondemand", "callout", "scheduled"] as const).filter(name => triggers[name] === true),
  };
}
