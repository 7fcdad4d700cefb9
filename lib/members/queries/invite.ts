import { maskIdentifier } from "@/lib/platform/auth/identifier";
import { sha256 } from "@/lib/platform/crypto";
import { Prisma, type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { isMemberAsked } from "@/lib/platform/feedback/queries";
import type { RuleId } from "../schema/activation";
import type { Otherwise } from "../schema/invite";
import { decide } from "../service/decide";
import { type Case, findCase } from "../service/find-case";
import { closedBecause, findInvite, type Invite, requireInvite } from "../service/invite/find-invite";
import { otherwiseOfMember } from "../service/invite/otherwise";
import { listReach } from "../service/invite/reach";
import { type ClosedInvite, toClosedInvite } from "../view/closed-invite";
import { toDay } from "../view/employer";
import { type InviteView, readConsents } from "../view/invite";

// By which details each rule is met.
const fieldsOf: Partial<Record<RuleId, readonly string[]>> = {
  name: ["name"],
  dob: ["dob"],
  gender: ["gender"],
  govt_id: ["govt_id_name", "govt_id_value"],
  address: ["addr_line", "city"],
  pincode: ["pincode"],
  nominee: ["nominee_details.name", "nominee_details.relation"],
};

// Those of them that there are.
const present = Prisma.sql`
  array_remove(ARRAY[CASE WHEN m.name IS NOT NULL THEN 'name' END, CASE WHEN m.dob IS NOT NULL THEN 'dob' END,
    CASE WHEN m.gender IS NOT NULL THEN 'gender' END, CASE WHEN m.addr_line IS NOT NULL THEN 'addr_line' END,
    CASE WHEN m.city IS NOT NULL THEN 'city' END, CASE WHEN m.pincode IS NOT NULL THEN 'pincode' END,
    CASE WHEN m.govt_id IS NOT NULL THEN 'govt_id_name' END, CASE WHEN m.govt_id IS NOT NULL THEN 'govt_id_value' END,
    CASE WHEN m.nominee ? 'name' THEN 'nominee_details.name' END, CASE WHEN m.nominee ? 'relation' THEN 'nominee_details.relation' END], NULL)`;

type About = {
  plan: string;
  employer: string;
  otherwise: Otherwise;
  otherwiseAt: Date;
  correctable: string[];
  present: string[];
};

async function readAbout(tx: Tx, { id, memberId }: Invite): Promise<About> {
  const [about] = await tx.$queryRaw<About[]>`
    SELECT p.name AS plan, e.name AS employer, i.told AS correctable, ${present} AS present,
      ${otherwiseOfMember}
    FROM member_invite i JOIN plan_subscription p ON p.id = i.plan_subscription_id
    JOIN parent_subscription c ON c.id = p.parent_subscription_id JOIN employer e ON e.id = c.employer_id
    JOIN member m ON m.id = ${memberId} WHERE i.id = ${id}`;
  if (!about) throw new AppError("not_found");
  return about;
}

/** Of the details that the plan asks for, by their names on the wire, which are known and which are not. */
function sortDetails(of: Case, { present, correctable }: About): Pick<InviteView, "missing" | "known" | "correctable"> {
  const { rules } = decide(of, { door: "invite", allowsReplacement: false }).decision;
  const asked = rules.flatMap(({ id }) => fieldsOf[id] ?? []);
  const known = asked.filter(name => present.includes(name));
  return {
    missing: asked.filter(name => !present.includes(name)),
    known,
    correctable: known.filter(name => correctable.includes(name)),
  };
}

async function readView(tx: Tx, invite: Invite): Promise<InviteView> {
  const [about, of] = [await readAbout(tx, invite), await findCase(tx, invite, false)];
  if (!of) throw new AppError("not_found");
  return {
    status: invite.state === "otp_verified" ? "otp_verified" : "invited",
    plan: { id: invite.planId, name: about.plan },
    employer: about.employer,
    beginsOn: of.startsLater ? toDay(of.startsOn) : null,
    reach: listReach(invite).map(way => ({ channel: way.channel, to: maskIdentifier(way) })),
    expiresAt: invite.expiresAt.toISOString(),
    takeUpUntil: invite.takeUpUntil.toISOString(),
    otherwise: about.otherwise,
    otherwiseAt: about.otherwiseAt.toISOString(),
    ...sortDetails(of, about),
    ...(await readConsents()),
  };
}

/** An open invite as whoever holds its link may see it. Reads only: whoever looks at a link has not taken it up. Throws what `requireInvite` throws. */
export const getInvite = (token: string): Promise<InviteView> =>
  transaction("system", async tx => readView(tx, await requireInvite(tx, token)));

type Looked =
  | { invite: InviteView; isProven: boolean; closed?: undefined }
  | { invite?: undefined; closed: ClosedInvite; isAsked: boolean };

// Not in constant time: what is compared is a fingerprint.
async function isProof(tx: Tx, { id }: Invite, proof: string | null): Promise<boolean> {
  if (proof === null) return false;
  const [found] = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM member_invite WHERE id = ${id} AND proof_hash = ${sha256(proof)} AND proof_until > app_now()`;
  return found !== undefined;
}

/** The same for a page: also why a link is not open, whether to ask how it was, and whether this browser has proven to be the member. */
export const lookAtInvite = (token: string, proof: string | null): Promise<Looked> =>
  transaction("system", async tx => {
    const invite = await findInvite(tx, token);
    const refusal = invite ? closedBecause(invite) : new AppError("not_found");
    if (!invite || refusal) {
      const isAsked = invite?.end === "accepted" && (await isMemberAsked(tx, invite.memberId));
      return { closed: toClosedInvite(refusal ?? new AppError("not_found")), isAsked };
    }
    return { invite: await readView(tx, invite), isProven: await isProof(tx, invite, proof) };
  });
