import { randomUUID } from "node:crypto";
import { signatureOf, stringToSign } from "@/lib/platform/partner/canonical";
import { jsonReply, type SandboxReply, type SandboxUpstream } from "@/lib/platform/sandbox/upstream";

// The account of the demo (prisma/seed.ts).
const accountId = "acct_calling";
const secret = "demo_calling_secret_0123456789abcdef0123456789abcdef";
const address = "/api/v1/calling/practitioners";

const practices = ["Yoga Studio", "Breathwork", "Pilates", "Meditation", "Sound healing"];
const places = ["New York", "Lisbon", "Luxembourg", "Bengaluru", "Zürich"];
const pick = (from: readonly string[], at: number) => from[at % from.length];

/** Somebody whom the calling system has called; each number is always the same person. */
function recordAt(at: number) {
  const day = new Date(Date.UTC(2026, 2, 1 + (at % 28), 15)).toISOString();
  return {
    phone_number: `+1415556${String(at % 10_000).padStart(4, "0")}`,
    name: `Sample Person ${at}`,
    email: `person.${at}@example.com`,
    practice_type: pick(practices, at),
    location: pick(places, at),
    contact_status: at % 3 === 0 ? "interested" : "called",
    calls: [
      {
        room_name: `sandbox-${at}`,
        call_date: day,
        call_duration_seconds: 120 + (at % 400),
        call_status: "completed",
        conversation_summary: "Asked what it costs and how to begin.",
        outcome: { call_outcome: at % 3 === 0 ? "interested" : "call_back", approach_used: "friendly" },
      },
    ],
    insights: { communication_style: "warm", total_calls: 1, successful_calls: at % 3 === 0 ? 1 : 0 },
  };
}

async function sendBatch(appUrl: string, count: number): Promise<SandboxReply> {
  // The last one has no number that could be called: its result says so.
  const records = [
    ...Array.from({ length: count }, (_, at) => recordAt(at)),
    { phone_number: "unknown", name: "Nobody" },
  ];
  // A query of its own makes each request another one, however soon it follows: none is accepted twice.
  const path = `${address}?sent=${randomUUID()}`;
  const body = JSON.stringify({ records });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const text = stringToSign({ timestamp, accountId, method: "POST", path, body: Buffer.from(body) });
  const headers = {
    "content-type": "application/json",
    "x-ons-account-id": accountId,
    "x-ons-timestamp": timestamp,
    "x-ons-signature": `v1=${signatureOf(secret, text).toString("hex")}`,
  };
  const answer = await fetch(appUrl + path, { method: "POST", body, headers });
  return jsonReply(answer.status, await answer.json());
}

/** The calling system at `/calling`: `POST /calling/send?count=10` signs a batch of people, sends it to the product, and answers what that said. */
export const callingSandbox = (appUrl: string): SandboxUpstream => ({
  name: "calling",
  prefix: "/calling",
  operation: () => "send",
  refuse: status => jsonReply(status, { error: `Error ${status}` }),
  acts: [],
  handle: ({ method, path: asked, url }) => {
    const count = url.searchParams.get("count") ?? "10";
    if (method !== "POST" || asked !== "/send" || !/^\d{1,3}$/.test(count))
      return jsonReply(404, { error: "not_found" });
    return sendBatch(appUrl, Number(count));
  },
});
