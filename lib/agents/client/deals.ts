import type { DealKind } from "../schema/deals";
import { type Deal, type FoundDeal, type LifecycleGroup, lifecycleGroups, type Page, type Place } from "./entities";
import type { Fields } from "./fields";
import { countGroups } from "./group-counts";
import { listPages, type Part } from "./pages";
import { readParticipants } from "./participants";
import { agentOf, profileOf, type RezenAccess } from "./rezen-call";
import { rezenPaths } from "./rezen-paths";

// Known, and read elsewhere, derived, or nobody's business here.
const leftOut = new Set([
  ...[
    "listing",
    "yearBuilt",
    "propertyType",
    "currency",
    "year",
    "teamId",
    "opCityReferral",
    "ownerAgent",
    "ownerName",
  ],
  ...[
    "agentParticipants",
    "allParticipants",
    "myself",
    "escrowNumber",
    "escrowClosingDate",
    "checklistId",
    "dropboxId",
  ],
  ...[
    "personalDeal",
    "rentalTransaction",
    "representation",
    "skySlopeErrorMessage",
    "transactionLifecycle",
    "referral",
  ],
  ...["commissionSplitsInfo", "commissionDocumentPayer", "paymentParticipants", "timeToCloseInDays", "terminatedAt"],
  ...["terminationReason", "firmed", "zoned", "inContract", "compliantAt", "signedAt", "country", "saleDate"],
]);
const leftOutOfAddress = new Set([
  "street2",
  "state",
  "zip",
  "zipCode",
  "country",
  "streetAddress1",
  "streetAddress2",
  "formatted",
]);
const leftOutOfState = new Set([
  "group",
  "lifeCycleGroup",
  "lifecycleGroup",
  "enteredAt",
  "description",
  "createdAt",
  "updatedAt",
]);
const leftOutOfOffice = new Set(["address", "administrativeArea", "type", "phoneNumber", "currency", "country"]);

/** Listings or transactions of an agent, oldest first; in the real profile by life-cycle group. Throws OutboundError. */
export async function* dealPages(
  access: RezenAccess & { of: DealKind; from?: Place },
  signal?: AbortSignal,
): AsyncGenerator<Page<FoundDeal>, void> {
  const id = agentOf(access);
  const { of } = access;
  const parts =
    profileOf(access) === "simple"
      ? [{ ...dealPart(of, null), question: rezenPaths.deals.simple(id, of) }]
      : lifecycleGroups.map(group => ({ ...dealPart(of, group), question: rezenPaths.deals.real(id, of, group) }));
  const lengths = async (how: RezenAccess, ended: AbortSignal) => {
    const counts = await countGroups(how, of, ended);
    return lifecycleGroups.map(group => counts?.[group] ?? null);
  };
  yield* listPages({ ...access, ...(parts.length > 1 ? { lengths } : {}) }, parts, signal);
}

/** How listings or transactions of one life-cycle group are read, or of whichever they say themselves. */
export function dealPart(of: DealKind, group: LifecycleGroup | null): Omit<Part<FoundDeal>, "question"> {
  return {
    name: `${of}s`,
    under: [
      "listings",
      "transactions",
      "listingTransactions",
      "openTransactions",
      "closedTransactions",
      "terminatedTransactions",
    ],
    read: fields => ({ deal: dealFrom(fields, group), raw: fields.value }),
    idOf: ({ deal }) => deal.id,
    leftOut,
  };
}

function dealFrom(given: Fields, group: LifecycleGroup | null): Deal {
  const fields = given.withCurrency("currency");
  const id = fields.requiredId("id", "transactionId", "uuid");
  const lifecycle = lifecycleOf(fields);
  const closed = {
    closingDateActual: fields.day("closingDateActual"),
    closedAt: fields.moment("rezenClosedAt", "closedAt"),
  };
  const isClosed = closed.closingDateActual !== null || closed.closedAt !== null;
  return {
    id,
    code: fields.text("code"),
    lifecycleGroup: group ?? lifecycle.group ?? groupOf(lifecycle.state, isClosed),
    state: lifecycle.state,
    transactionType: fields.text("transactionType", "type"),
    dealType: fields.text("dealType"),
    ...addressOf(fields),
    ...moneyOf(fields),
    contractAcceptanceDate: fields.day("contractAcceptanceDate"),
    firmDate: fields.day("firmDate"),
    closingDateEstimated: fields.day("closingDateEstimated"),
    ...closed,
    listingDate: fields.day("listingDate"),
    listingExpirationDate: fields.day("listingExpirationDate"),
    mlsNumber: fields.text("mlsNum", "mlsNumber"),
    ...officeOf(fields),
    complianceStatus: fields.text("complianceStatus"),
    leadSource: leadSourceOf(fields),
    createdAt: fields.moment("createdAt"),
    updatedAt: fields.moment("updatedAt"),
    participants: readParticipants(fields, id),
  };
}

function lifecycleOf(fields: Fields): { state: string | null; group: LifecycleGroup | null } {
  const told = fields.any("lifecycleState", "lifeCycleState", "state", "status");
  const inside = typeof told === "string" ? null : fields.inside("lifecycleState", "lifeCycleState", "state", "status");
  const state = inside
    ? inside.text("state", "name")
    : fields.text("lifecycleState", "lifeCycleState", "state", "status");
  const group = fields.text("lifecycleGroup", "lifeCycleGroup") ?? inside?.text("group", "lifeCycleGroup") ?? null;
  inside?.close(leftOutOfState);
  return { state, group: lifecycleGroups.find(known => known === group?.toUpperCase()) ?? null };
}

const closedStates = /^(LISTING_)?CLOSED$|^(PAYMENT_|SETTLED$|WAITING_ON_PAYMENT$)/;

/** The group of a deal that does not name it: one that is asked to be terminated is still open, and so is one whose state we do not know. */
function groupOf(state: string | null, isClosed: boolean): LifecycleGroup {
  const word = state?.toUpperCase() ?? "";
  if (/(^|_)(TERMINATED|CANCELLED|CANCELED|WITHDRAWN|EXPIRED)$/.test(word)) return "TERMINATED";
  if (closedStates.test(word)) return "CLOSED";
  return state === null && isClosed ? "CLOSED" : "OPEN";
}

function addressOf(fields: Fields) {
  const isText = typeof fields.any("address") === "string";
  const address = isText ? null : fields.inside("address");
  const read = {
    addressOneLine: isText ? fields.text("address") : (address?.text("oneLine", "formatted") ?? null),
    street: address?.text("street", "streetAddress1") ?? null,
    unit: address?.text("unit", "street2") ?? null,
    city: address?.text("city") ?? null,
    region: address?.text("state", "stateOrProvince", "province") ?? null,
    postalCode: address?.text("zip", "zipCode", "zipOrPostalCode", "postalCode") ?? null,
    county: address?.text("county") ?? null,
  };
  address?.close(leftOutOfAddress);
  return read;
}

const moneyOf = (fields: Fields) => ({
  price: fields.amount("price", "listingPrice", "salePrice"),
  grossCommission: fields.amount("grossCommission"),
  grossCommissionPercentage: fields.percent("grossCommissionPercentage"),
  saleCommissionPercent: fields.percent("saleCommissionPercent"),
  listingCommissionPercent: fields.percent("listingCommissionPercent"),
  myNetPayout: fields.amount("myNetPayout"),
});

function officeOf(fields: Fields) {
  const office = fields.inside("office");
  const read = {
    officeId: office.id("id") ?? fields.id("officeId"),
    officeName: office.text("name") ?? fields.text("officeName"),
  };
  office.close(leftOutOfOffice);
  return read;
}

function leadSourceOf(fields: Fields): string | null {
  const told = fields.any("leadSource");
  if (typeof told !== "object") return fields.text("leadSource");
  const inside = fields.inside("leadSource");
  const name = inside.text("name", "leadSource", "displayName");
  inside.close(new Set(["id", "code"]));
  return name;
}
