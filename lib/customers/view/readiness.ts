import { fieldAt } from "@/lib/platform/outbound/catalogue";
import { keyFault, toPart } from "@/lib/platform/readiness/part";
import { done, type Moment, open, type Requirement } from "@/lib/platform/readiness/requirement";
import type { Standing } from "@/lib/platform/readiness/standing";
import { zuoraCatalogue } from "../client/zuora-catalogue";

/** All that says what a customer needs. */
export type CustomerFacts = {
  id: number;
  standing: Standing;
  client: { provenAt: Moment; savedAt: Moment; brokenAt: Moment; brokenClass: string | null } | null;
  syncedAt: Moment;
  pausedAt: Moment;
  /** Since when a manager works there, and until when the newest invite of one can be taken up. */
  managerSince: Moment;
  invitedUntil: Moment;
};

const parts = ["customer_record", "credential_validation", "workflow_sync", "user_access", "monitoring"] as const;

const placeOf = (id: number, page = "") => `/admin/customers/${id}${page}`;
const places: Partial<Record<Requirement["code"], string>> = {
  customer_record: "/edit",
  user_access: "/access",
  monitoring: "/monitoring",
};

/** The field that a fault of the client is mended in. */
const clientAt = (id: number, fault: string | null): string =>
  fieldAt(placeOf(id, "/credentials"), zuoraCatalogue, { fault, usual: "zuoraClientId" });

/** What stands between a customer and its own place here: the five steps, which staff see to. */
function toParts({ id, standing, client }: CustomerFacts): Requirement[] {
  const isAboard = standing.status === "complete";
  return parts.flatMap(code => {
    const part = standing.steps.find(({ step }) => step === code);
    if (!part) return [];
    const requirement = toPart(code, part, {
      blame: { key: "admin", content: "admin" },
      owner: "admin",
      awaited: () => keyFault(client?.brokenClass ?? "auth", "admin"),
      isStopped: standing.run?.status === "cancelled",
      fixUrl: (owner, reason) => {
        if (owner !== "admin") return null;
        const isOfClient = /^(key|right|wrong|other)_/.test(reason);
        return isOfClient ? clientAt(id, client?.brokenClass ?? part.errorCode) : placeOf(id, places[code]);
      },
      againUrl: placeOf(id),
      isGate: !isAboard,
    });
    return [requirement];
  });
}

/** A client that Zuora refuses closes nothing that is here, and nothing new comes. */
function toClient({ id, client }: CustomerFacts): Requirement {
  const fixUrl = clientAt(id, client?.brokenClass ?? null);
  if (!client) return open("credentials", ["due", "admin", "key_missing"], { fixUrl });
  if (client.brokenAt)
    return open("credentials", keyFault(client.brokenClass, "admin"), { since: client.brokenAt, fixUrl });
  if (client.provenAt) return done("credentials", "admin", { since: client.provenAt });
  return open("credentials", ["waiting", "upstream", "untested"], { since: client.savedAt });
}

function toSyncs({ id, standing, pausedAt, syncedAt }: CustomerFacts): Requirement[] {
  if (standing.status !== "complete") return [];
  const fixUrl = placeOf(id);
  if (pausedAt) return [open("syncs", ["problem", "admin", "too_many_failures"], { since: pausedAt, fixUrl })];
  return [done("syncs", "admin", { since: syncedAt })];
}

function toManager({ id, standing, managerSince, invitedUntil }: CustomerFacts): Requirement[] {
  if (standing.steps.find(({ step }) => step === "user_access")?.state !== "done") return [];
  const fixUrl = placeOf(id, "/access");
  if (managerSince) return [done("manager", "user", { since: managerSince })];
  if (invitedUntil) return [open("manager", ["waiting", "user", "invited"], { deadline: invitedUntil })];
  return [open("manager", ["due", "admin", "nobody_joined"], { fixUrl })];
}

/** All that a customer needs. The badge of staff, the alerts and every API read this and decide nothing themselves. */
export const toReadiness = (facts: CustomerFacts): Requirement[] => [
  ...toParts(facts),
  toClient(facts),
  ...toSyncs(facts),
  ...toManager(facts),
];
