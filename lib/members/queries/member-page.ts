import { isAdmin } from "@/lib/platform/auth/policy";
import { now } from "@/lib/platform/clock";
import { type Prisma, type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { type MemberEvent, transition } from "../schema/transition";
import { type PlanView, toDay } from "../view/employer";
import { type MemberView, type RelativeView, type SubscriptionView, toDetails, toMoreDetails } from "../view/member";
import { readContracts } from "./contract";
import { readMember, toItem, type Viewer } from "./members";
import { readInvite } from "./staff-invite";

const relativeFields = { id: true, name: true, relation: true, state: true } as const;
const planFields = { id: true, name: true } as const;
const fields = {
  ...{
    version: true,
    dob: true,
    joinedOn: true,
    gender: true,
    addrLine: true,
    city: true,
    addrState: true,
    pincode: true,
  },
  ...{ govtIdName: true, govtIdLastFour: true, nominee: true, failedCode: true, erasedAt: true, partnerUserId: true },
  partner: { select: { id: true, name: true } },
  timer: { select: { dueAt: true, plan: { select: planFields } } },
  primary: { select: relativeFields },
  dependents: { where: { erasedAt: null }, orderBy: { id: "asc" }, take: 50, select: relativeFields },
  subscriptions: {
    orderBy: [{ startedAt: "desc" }, { id: "asc" }],
    take: 100,
    select: {
      ...{ id: true, coreOffering: true, startedAt: true, endedAt: true, endedBecause: true, door: true },
      plan: { select: planFields },
    },
  },
} satisfies Prisma.MemberSelect;

const readMore = (tx: Tx, id: number) => tx.member.findUniqueOrThrow({ where: { id }, select: fields });
type More = Awaited<ReturnType<typeof readMore>>;

const toRelative = (one: NonNullable<More["primary"]>, viewer: Viewer): RelativeView => ({
  id: one.id,
  name: toDetails({ name: one.name, phoneNumber: null, email: null }, !isAdmin(viewer)).name,
  relation: one.relation as RelativeView["relation"],
  state: one.state,
});

const toSubscription = ({ startedAt, endedAt, door, ...rest }: More["subscriptions"][number]): SubscriptionView => ({
  ...rest,
  door: door as SubscriptionView["door"],
  startedAt: startedAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
});

function toPartner({ partner, partnerUserId }: More, isMasked: boolean): MemberView["partner"] {
  if (!partner) return null;
  return { ...partner, userId: isMasked && partnerUserId !== null ? `•••${partnerUserId.slice(-2)}` : partnerUserId };
}

const toTimer = ({ dueAt, plan }: NonNullable<More["timer"]>, at: Date): MemberView["timer"] => ({
  ...{ dueAt: dueAt.toISOString(), plan },
  secondsLeft: Math.max(0, Math.ceil((dueAt.getTime() - at.getTime()) / 1000)),
});

/** A member as this member of staff may see them; null when there is none. */
export async function findMember(viewer: Viewer, id: number): Promise<MemberView | null> {
  const found = await transaction("system", async tx => {
    const row = await readMember(tx, id);
    return row ? { row, more: await readMore(tx, id), invite: await readInvite(tx, id) } : null;
  });
  if (!found) return null;
  const { row, more, invite } = found;
  const { timer, primary, dependents, subscriptions, version, failedCode, erasedAt } = more;
  const isErased = erasedAt !== null;
  const may = (event: MemberEvent) => !isErased && transition(row.state, event) !== null;
  return {
    ...toItem(row, viewer),
    ...toMoreDetails(more, !isAdmin(viewer)),
    ...{ version, failedCode },
    erasedAt: erasedAt?.toISOString() ?? null,
    partner: toPartner(more, !isAdmin(viewer)),
    timer: timer && toTimer(timer, await now()),
    invite: isErased ? null : invite,
    canInvite: may("invite"),
    canResend: may("resend"),
    canRevoke: may("revoke"),
    canActivate: may("admin_activate"),
    canSchedule: may("schedule"),
    canCancel: may("cancel"),
    canDeactivate: may("deactivate"),
    primary: primary && toRelative(primary, viewer),
    dependents: dependents.map(one => toRelative(one, viewer)),
    subscriptions: subscriptions.map(toSubscription),
  };
}

/** The same; throws `not_found`. */
export async function getMember(viewer: Viewer, id: number): Promise<MemberView> {
  const member = await findMember(viewer, id);
  if (!member) throw new AppError("not_found");
  return member;
}

/** The plans of a contract that somebody could be given today, or later; those that are over or retired are left out. */
export async function listPlans(contractId: string): Promise<PlanView[]> {
  const today = toDay(await now());
  const [contract] = await transaction("system", tx => readContracts(tx, { id: contractId }, today));
  return (contract?.plans ?? []).filter(({ state }) => state === "active" || state === "coming");
}
