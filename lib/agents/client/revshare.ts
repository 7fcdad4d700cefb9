import { isRecord } from "@/lib/platform/parse-json";
import type { Contribution, Page, Payment, Place, Tier } from "./entities";
import { tiers } from "./entities";
import { type Fields, idOf, UnreadableEntry } from "./fields";
import { listPages, type Part } from "./pages";
import { agentOf, profileOf, type RezenAccess } from "./rezen-call";
import { rezenPaths } from "./rezen-paths";

// Versions of reZEN do not agree on how an amount is called.
const amountNames = [
  "payout",
  "payoutAmount",
  "paymentAmount",
  "amount",
  "totalPayout",
  "earnings",
  "earnedAmount",
] as const;
const contributorNames = ["contributorYentaId", "contributorId", "agentYentaId", "yentaId", "agentId"] as const;
const contributorObjects = ["contributor", "contributingAgent", "agent"] as const;
const leftOut = new Set([
  "currency",
  "createdAt",
  "updatedAt",
  "agentName",
  "missedReason",
  "transactionCode",
  "address",
  "receivingAgentId",
  "yentaUserId",
]);

/** What the tiers below an agent have brought it, tier by tier. Throws OutboundError. */
export async function* contributionPages(
  access: RezenAccess & { from?: Place },
  signal?: AbortSignal,
): AsyncGenerator<Page<Contribution>, void> {
  const id = agentOf(access);
  const paths = rezenPaths.contributions[profileOf(access)];
  yield* listPages(
    access,
    tiers.map(tier => ({ ...contributionPart(tier, id), question: paths(id, tier), family: "tiers" })),
    signal,
  );
}

/** How contributions of a tier to one agent are read. */
export const contributionPart = (tier: Tier, receiver: string): Omit<Part<Contribution>, "question"> => ({
  name: "contributions",
  under: ["contributions"],
  read: fields => contributionFrom(fields, tier, receiver),
  idOf: ({ id }) => id,
  leftOut,
});

function contributionFrom(given: Fields, tier: Tier, receiver: string): Contribution {
  const fields = given.withCurrency("currency");
  const amount = requiredAmount(fields);
  const contributor = contributorOf(fields, receiver);
  const contribution = {
    tier: tiers.find(known => known === fields.whole("tier")) ?? tier,
    amount,
    type: fields.text("contributionType", "type"),
    status: fields.text("status", "contributionStatus"),
    date: fields.day("contributionDate", "date", "paymentDate", "paidAt", "createdAt"),
    contributorId: contributor.id,
    contributorName: fields.name("contributorName", "agentName") ?? contributor.name,
    transactionId: fields.id("transactionId", "transaction"),
  };
  const own = fields.id("id", "contributionId", "uuid", "outgoingPaymentId");
  return { id: own ?? composedId(contribution), ...contribution };
}

/** Where a version of reZEN gives contributions no ids, what it tells of one stands for it: the same the next time, and another for another. */
function composedId({ tier, amount, date, contributorId, transactionId }: Omit<Contribution, "id">): string {
  if (contributorId === null || (transactionId ?? date) === null) throw new UnreadableEntry("id", "must be an id");
  return [tier, contributorId, transactionId, date, amount.amount].join(":").slice(0, 200);
}

function requiredAmount(fields: Fields) {
  const amount = fields.amount(...amountNames);
  if (!amount) throw new UnreadableEntry("amount", "must be an amount of money");
  return amount;
}

/** Who a contribution comes from: of all that names an agent the first that is not who receives it. */
function contributorOf(fields: Fields, receiver: string): { id: string | null; name: string | null } {
  const named = contributorNames.map(name => idOf(fields.any(name)));
  const [nested = null] = contributorObjects.map(name => fields.any(name)).filter(isRecord);
  const inside = nested ? [nested.yentaId, nested.id, nested.uuid].map(idOf).find(id => id !== null) : null;
  const id =
    [...named.slice(0, 3), inside, ...named.slice(3)].find(candidate => candidate && candidate !== receiver) ?? null;
  const nameOf = fields.inside(contributorObjects.find(name => isRecord(fields.value[name])) ?? "contributor");
  const joined = [nameOf.name("firstName"), nameOf.name("lastName")].filter(Boolean).join(" ");
  return { id, name: nameOf.name("fullName", "name") ?? (joined || null) };
}

const paymentIds = ["outgoingPaymentId", "id", "paymentId", "uuid"] as const;
const leftOutOfPayment = new Set([
  "currency",
  "createdAt",
  "updatedAt",
  "yentaId",
  "agentId",
  "agentYentaId",
  "tiers",
  "country",
  "type",
  "contributions",
]);

/** Payments of revenue share; in the real profile those to come before those made, so that one that is paid meanwhile is seen twice and not missed. Throws OutboundError. */
export async function* paymentPages(
  access: RezenAccess & { from?: Place },
  signal?: AbortSignal,
): AsyncGenerator<Page<Payment>, void> {
  const id = agentOf(access);
  const { simple, pending, paid } = rezenPaths.payments;
  const parts =
    profileOf(access) === "simple"
      ? [{ ...paymentPart(null), question: simple(id) }]
      : [
          { ...paymentPart("PENDING"), question: pending(id) },
          { ...paymentPart("PAID"), question: paid(id) },
        ];
  yield* listPages(access, parts, signal);
}

/** How payments are read; `status` is that of one that does not say. */
export const paymentPart = (status: string | null): Omit<Part<Payment>, "question"> => ({
  name: "payments",
  under: ["payments", "pendingPayments", "outgoingPayments"],
  read: given => paymentFrom(given.withCurrency("currency"), status),
  idOf: ({ id }) => id,
  idNames: paymentIds,
  leftOut: leftOutOfPayment,
});

const paymentFrom = (fields: Fields, status: string | null): Payment => ({
  id: fields.requiredId(...paymentIds),
  amount: requiredAmount(fields),
  status: fields.text("status", "paymentStatus") ?? status,
  paymentDate: fields.day("paidAt", "paymentDate", "payoutDate", "scheduledDate"),
  method: fields.text("paymentMethod", "method"),
  reference: fields.text("paymentReference", "reference", "referenceNumber"),
  periodStart: fields.day("periodStart", "startDate"),
  periodEnd: fields.day("periodEnd", "endDate"),
});
