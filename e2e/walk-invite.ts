import type { APIRequestContext } from "@playwright/test";
import { inviteApi, newGuest, readLink } from "./own-invite";
import { readCode } from "./people";

type Who = { request: APIRequestContext };
type Call = { data?: object; at?: number | string };
type Answered = { challenge_id: string; activation_token: string };
type Hold = (who: Who, operation: string, call?: Call) => Promise<Answered>;

const desk = "/api/v1/admin/members/{id}";
const page = `${inviteApi}/invite/{token}`;

/** Calls every operation of an invite, from the one that sends it to the one that takes it up. */
export async function walkInvite(hold: Hold, admin: Who, visitor: Who): Promise<void> {
  const { id, planId, email } = await newGuest(admin.request);
  const data = { plan_subscription_id: planId };
  await hold(admin, `POST ${desk}/invite`, { at: id, data });
  await hold(admin, `POST ${desk}/revoke`, { at: id, data: { reason: "asked for by phone" } });
  await hold(admin, `POST ${desk}/invite`, { at: id, data });
  await hold(admin, `POST ${desk}/resend`, { at: id });
  const at = await readLink(admin.request, email);
  await hold(visitor, `GET ${page}/details`, { at });
  await hold(visitor, `POST ${page}/details`, { at, data: { dob: "1990-12-10" } });
  await hold(visitor, `POST ${page}/renew`, { at });
  const { challenge_id } = await hold(visitor, `POST ${inviteApi}/get-email-activation-otp`, {
    data: { invite_token: at },
  });
  const answer = { invite_token: at, challenge_id, otp: await readCode(visitor.request, email) };
  const { activation_token } = await hold(visitor, `POST ${inviteApi}/validate-otp`, { data: answer });
  const given = { activation_token, consents: ["terms", "personal_data"] };
  await hold(visitor, `POST ${page}/accept`, { at, data: given });
  await hold(visitor, `PUT ${page}/feedback`, { at, data: { score: 5, text: "Quick" } });
}
