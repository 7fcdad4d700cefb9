import { createHash } from "node:crypto";
import type { Fault } from "./faults";
import { jsonReply, type SandboxCall, type SandboxReply, type SandboxUpstream } from "./upstream";

/** The account that the pretended Twilio knows; without a token any password is right for the account in the path. */
export type TwilioAccount = { accountSid?: string | undefined; authToken?: string | undefined };

const messagesPath = /^\/2010-04-01\/Accounts\/(AC[A-Za-z0-9]+)\/Messages\.json$/;
// Our own magic number: taken, and given up before the answer was written.
const givenUpNumber = "+15005550010";
const givenUp = { status: "failed", error_code: 30005, error_message: "Unknown destination handset" };
const e164 = /^\+[1-9]\d{6,14}$/;

/** Twilio's "send a message", with its true answer, error shapes and magic numbers. */
export function twilioSandbox(account: TwilioAccount): SandboxUpstream {
  let sent = 0;
  let lastSid: unknown = null;
  return {
    name: "twilio",
    prefix: "/twilio",
    operation: call => (messagesPath.test(call.path) ? "messages" : "unknown"),
    describe: call => Object.fromEntries(formOf(call)),
    refuse: status => twilioError(status, codeOfStatus[status] ?? 20500, "The request could not be served."),
    acts: ["duplicates", "drift", "moved_total"],
    handle: call => {
      const accountSid = messagesPath.exec(call.path)?.[1];
      if (!accountSid || call.method !== "POST")
        return twilioError(404, 20404, `The requested resource ${call.path} was not found`);
      if (!isAuthorized(call, accountSid, account)) return twilioError(401, 20003, "Authenticate");
      const form = formOf(call);
      const complaint = complaintAbout(call, form);
      if (complaint) return complaint;
      sent += 1;
      const message = messageOf(accountSid, form, sent);
      if (call.fault === "duplicates" && lastSid !== null) message.sid = lastSid;
      lastSid = message.sid;
      if (form.get("To") === givenUpNumber) Object.assign(message, givenUp);
      return jsonReply(201, call.fault ? changed(call.fault, message) : message);
    },
  };
}

const codeOfStatus: Record<number, number> = { 401: 20003, 403: 20003, 404: 20404, 429: 20429, 500: 20500, 503: 20503 };

function twilioError(status: number, code: number, message: string): SandboxReply {
  return jsonReply(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
}

function isAuthorized(call: SandboxCall, accountSid: string, account: TwilioAccount): boolean {
  const [scheme, encoded] = (call.headers.authorization ?? "").split(" ");
  if (scheme !== "Basic" || !encoded) return false;
  const [user, password] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  if (account.accountSid && accountSid !== account.accountSid) return false;
  if (user !== accountSid || !password) return false;
  return account.authToken ? password === account.authToken : true;
}

function formOf(call: SandboxCall): URLSearchParams {
  return new URLSearchParams(call.body.toString("utf8"));
}

function complaintAbout(call: SandboxCall, form: URLSearchParams): SandboxReply | null {
  const to = form.get("To") ?? "";
  const body = form.get("Body") ?? "";
  if (!call.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") || to === "") {
    return twilioError(400, 21604, "A 'To' phone number is required.");
  }
  if (!form.get("From") && !form.get("MessagingServiceSid"))
    return twilioError(400, 21603, "A 'From' phone number is required.");
  if (body === "") return twilioError(400, 21602, "Message body is required.");
  if (body.length > 1600)
    return twilioError(400, 21617, "The concatenated message body exceeds the 1600 character limit.");
  if (!e164.test(to) || to === "+15005550001")
    return twilioError(400, 21211, `The 'To' number ${to} is not a valid phone number.`);
  if (to === "+15005550009") return twilioError(400, 21614, `'To' number ${to} is not a valid mobile number.`);
  if (to === "+15005550004") return twilioError(400, 21610, "Attempt to send to unsubscribed recipient");
  return null;
}

/** The same answer with more parts than were asked for, or after a careless release on the other side. A repeated one keeps its id. */
function changed(fault: Fault, message: Record<string, unknown>): Record<string, unknown> {
  if (fault === "moved_total") return { ...message, num_segments: "9", num_media: "4" };
  if (fault !== "drift") return message;
  const { sid, ...rest } = message;
  return { ...rest, message_sid: sid, status: { name: "queued" }, error_code: {}, num_segments: 1, to: null };
}

function messageOf(accountSid: string, form: URLSearchParams, count: number): Record<string, unknown> {
  const sid = `SM${createHash("md5").update(`${accountSid}:${count}:${Date.now()}`).digest("hex")}`;
  const service = form.get("MessagingServiceSid");
  const body = form.get("Body") ?? "";
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}`;
  const date = new Date().toUTCString().replace("GMT", "+0000");
  return {
    sid,
    account_sid: accountSid,
    messaging_service_sid: service,
    from: service ? null : form.get("From"),
    to: form.get("To"),
    body,
    status: service ? "accepted" : "queued",
    num_segments: service ? "0" : String(Math.ceil(body.length / 160)),
    num_media: "0",
    direction: "outbound-api",
    price: null,
    price_unit: "USD",
    error_code: null,
    error_message: null,
    api_version: "2010-04-01",
    date_created: date,
    date_sent: null,
    date_updated: date,
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` },
  };
}
