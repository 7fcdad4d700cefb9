import type { MemberDetails } from "@/lib/members/schema/member";
import { activate, type Proof } from "@/lib/members/service/activate";
import { createMember } from "@/lib/members/service/add-member";
import { deactivate } from "@/lib/members/service/deactivate";
import { inviteMember } from "@/lib/members/service/invite/invite-member";
import { type Tx, transaction } from "@/lib/platform/db";

const contractId = "sub_demo_employer";
const plans = { gold: "plan_demo_gold", silver: "plan_demo_silver", life: "plan_demo_life" };
const requestId = "demo_seed";
const us = { kind: "system" } as const;
const partner = { kind: "partner", id: "acct_demo" } as const;
const direct = { door: "direct", actor: us } as const;
const byPartner = { door: "partner", actor: partner, allowsReplacement: true } as const;

/** An employer whose contract began with the year before, so that the demo's partner may act under it whenever the demo is started. */
async function seedContract(tx: Tx): Promise<void> {
  const { id: employerId } = await tx.employer.create({
    data: { name: "Meridian Textiles", createdAt: new Date() },
    select: { id: true },
  });
  const startsOn = new Date(Date.UTC(new Date().getUTCFullYear() - 1, 0, 1));
  const own = { id: contractId, employerId, partnerAccountId: partner.id, startsOn, createdAt: new Date() };
  await tx.parentSubscription.create({ data: own });
  const plan = (id: string, name: string, coreOffering: string, more = {}) => ({
    ...{ id, name, coreOffering, parentSubscriptionId: contractId, createdAt: new Date(), ...more },
  });
  await tx.planSubscription.createMany({
    data: [
      plan(plans.gold, "Health Gold", "health", { allowsAuto: true }),
      plan(plans.silver, "Health Silver", "health"),
      plan(plans.life, "Life Cover", "life", { seats: 50 }),
    ],
  });
}

type Told = { details: MemberDetails; partnerUserId?: string; childOf?: number };

/** Keeps somebody under the contract; they have no plan yet. */
const add = ({ details, partnerUserId, childOf }: Told): Promise<number> =>
  createMember(
    { actor: partnerUserId ? partner : us, region: "IN" },
    {
      ...{ parentSubscriptionId: contractId, details },
      ...(partnerUserId ? { partner: { accountId: partner.id, userId: partnerUserId } } : {}),
      ...(childOf ? { relation: "child", primaryMemberId: childOf } : {}),
    },
  );

const give = (memberId: number, planId: string, via: Proof) => activate({ memberId, planId, via, requestId });

const asha: MemberDetails = {
  ...{
    name: "Asha Rao",
    dob: "1988-04-12",
    gender: "F",
    phoneNumber: "+919845012345",
    emailId: "asha.rao@example.com",
  },
  ...{ addrLine: "14, Lavelle Road", city: "Bengaluru", state: "Karnataka", pincode: "560001" },
  ...{ govtIdName: "pan", govtIdValue: "AFZPK7190K", nomineeDetails: { name: "Kiran Rao", relation: "son", age: 11 } },
};
const kiran: MemberDetails = { name: "Kiran Rao", dob: "2015-09-03", gender: "M", phoneNumber: "+919845012345" };
const dev: MemberDetails = {
  ...{
    name: "Dev Patel",
    dob: "1991-11-30",
    gender: "M",
    phoneNumber: "+919825098765",
    emailId: "dev.patel@example.com",
  },
};
const farah: MemberDetails = { name: "Farah Khan", dob: "1979-02-08", gender: "F", phoneNumber: "+919930076543" };
const neha: MemberDetails = {
  ...{
    name: "Neha Gupta",
    dob: "1995-06-21",
    gender: "F",
    phoneNumber: "+919811023456",
    emailId: "neha.gupta@example.com",
  },
};
const vikram: MemberDetails = { name: "Vikram Iyer", emailId: "vikram.iyer@example.com" };

/** An employer of the demo with plans and members: two active, one of them with a child; one whose plan was replaced; one who left; one who is invited; and one who is not aboard yet. */
export async function seedMembers(): Promise<void> {
  await transaction("system", seedContract);
  const employee = await add({ details: asha });
  await give(employee, plans.gold, direct);
  await give(employee, plans.life, direct);
  await give(await add({ details: kiran, childOf: employee }), plans.gold, direct);
  const replaced = await add({ details: dev, partnerUserId: "MT-1042" });
  await give(replaced, plans.silver, byPartner);
  await give(replaced, plans.gold, byPartner);
  const left = await add({ details: farah, partnerUserId: "MT-0317" });
  await give(left, plans.silver, byPartner);
  await deactivate({ memberId: left, via: byPartner, reason: "Left the company", requestId });
  await add({ details: neha });
  const invited = await add({ details: vikram });
  // A plan that does not begin by itself: nothing of the demo changes while nobody looks.
  await inviteMember({ memberId: invited, planId: plans.silver, via: direct, requestId });
}
