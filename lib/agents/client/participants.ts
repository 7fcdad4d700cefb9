import type { Participant } from "./entities";
import { Fields } from "./fields";

const leftOut = new Set([
  ...["address", "avatar", "fullName", "paymentParticipantId", "teamId", "payoutId", "hidden", "capInfo", "w9", "ein"],
  ...["createdAt", "updatedAt", "externalPaymentInstruction", "passThrough", "currency", "type", "agent"],
]);
const leftOutOfEntity = new Set(["id", "address", "phoneNumber", "emailAddress", "type", "ein"]);

/** The people of a deal. One without an id gets one of the deal's and its place there, so that it is the same the next time. */
export function readParticipants(deal: Fields, dealId: string): Participant[] {
  return deal.objects("participants").map((entry, index) => {
    const fields = new Fields(entry, `${deal.path}.participants`, deal.drift, deal.currency);
    const participant = {
      id: fields.id("id", "participantId") ?? `${dealId}:${index}`,
      agentId: fields.id("yentaUserId", "yentaId", "agentId"),
      role: fields.text("participantRole", "role"),
      firstName: fields.name("firstName"),
      lastName: fields.name("lastName"),
      email: fields.text("emailAddress", "email"),
      phoneNumber: fields.text("phoneNumber", "phone"),
      businessEntity: businessOf(fields),
      ...paymentOf(fields),
      paidByReal: fields.boolean("paidByReal"),
      external: fields.boolean("external"),
    };
    fields.close(leftOut);
    return participant;
  });
}

function businessOf(fields: Fields): string | null {
  if (typeof fields.any("businessEntity") === "string") return fields.text("businessEntity");
  const entity = fields.inside("businessEntity");
  const name = entity.text("name");
  entity.close(leftOutOfEntity);
  return name;
}

/** What somebody is paid: `{percent}` or `{amount}` with or without its currency, or plainly an amount. */
function paymentOf(fields: Fields): Pick<Participant, "paymentPercent" | "paymentAmount"> {
  const told = fields.any("payment");
  if (typeof told !== "object" || told === null)
    return { paymentPercent: null, paymentAmount: fields.amount("payment") };
  const payment = fields.inside("payment").withCurrency("currency");
  const read = { paymentPercent: payment.percent("percent", "percentage"), paymentAmount: payment.amount("amount") };
  payment.close(new Set(["type", "total", "payoutAmount"]));
  return read;
}
