import { randomUUID } from "node:crypto";
import { transaction } from "@/lib/platform/db";
import { newContract, type TestContract } from "@/lib/platform/testing/new-contract";
import { newPartner, type Partner } from "./own-partner";
import type { Person } from "./people";

/** Where partners give their people plans and end them. */
export const activateAddress = "/api/v1/partner/user/activate";
export const deactivateAddress = "/api/v1/partner/user/deactivate";
export const readinessAddress = "/api/v1/partner/user/readiness";

/** A partner with a contract of its own. */
export type Contractor = Partner & TestContract;

/** Makes such a partner: in India and allowed to replace, unless `more` says otherwise. */
export async function newContractor(
  admin: Pick<Person, "request">,
  more: { sandbox?: boolean; allows_replacement?: boolean } = {},
): Promise<Contractor> {
  const account = { scopes: ["members"], default_region: "IN", allows_replacement: true, ...more };
  const partner = await newPartner(admin, account);
  return { ...partner, ...(await newContract({ partnerAccountId: partner.id })) };
}

let called = 0;
// Of mobile phones in India, as people there write them; nobody else in this run has them.
const newIndianNumber = () => `98${String(process.pid % 1000).padStart(3, "0")}${String(++called).padStart(5, "0")}`;

/** What a partner says of somebody whom nobody knows. */
export const newBody = (contractor: Contractor) => ({
  partner_user_id: `user_${randomUUID()}`,
  plan_subscription_id: contractor.gold,
  phone_number: newIndianNumber(),
  email_id: `${randomUUID().slice(0, 8)}@example.com`,
  name: "Asha Rao",
  dob: "1990-02-28",
  gender: "F",
});
export type PartnerBody = Partial<Record<keyof ReturnType<typeof newBody>, unknown>> & Record<string, unknown>;

/** All that is kept of the member of this contract with this address: subscriptions, tries, audit rows and mails. */
export const everythingOf = ({ contractId }: Contractor, { email_id }: { email_id: string }) =>
  transaction("system", async tx => {
    const member = await tx.member.findFirstOrThrow({
      where: { parentSubscriptionId: contractId, email: email_id.toLowerCase() },
      include: { subscriptions: { orderBy: { startedAt: "asc" } }, log: { orderBy: { id: "asc" } } },
    });
    const subject = { subjectKind: "member", subjectId: String(member.id) };
    const audits = await tx.auditEntry.findMany({ where: subject, orderBy: { id: "asc" } });
    const mails = await tx.outboxMessage.count({ where: { recipient: String(member.email) } });
    return { member, active: member.subscriptions.filter(({ endedAt }) => endedAt === null), audits, mails };
  });
