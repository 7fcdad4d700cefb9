import type { KeyCatalogue } from "@/lib/platform/outbound/catalogue";

type Field = "apiKey" | "agentId";
type Own = "no_key" | "no_rights" | "unreadable" | "unavailable" | "other_key" | "team_first";

const key = { waits: true, field: "apiKey" } as const;
const nobodys = { waits: false, field: null } as const;

// A 403 that is about the key itself says so in words, whatever its status.
const aboutTheKey =
  /unauthori[sz]ed|unauthenticated|not authenticated|(invalid|unknown|expired|revoked|missing|bad) (api[ -]?)?(key|token)|(api[ -]?)?(key|token) (is )?(invalid|unknown|expired|revoked|missing)/i;

/** All that can go wrong with reZEN: what its envelope calls a refusal, and what becomes of it. */
export const rezenCatalogue: KeyCatalogue<Field, Own> = {
  lines: [
    { words: aboutTheKey, kind: "auth" },
    { code: /^(UNAUTHORIZED|UNAUTHENTICATED|INVALID_(API_)?(KEY|TOKEN)|401)$/i, kind: "auth" },
    { code: /^(FORBIDDEN|ACCESS_DENIED|PERMISSION_DENIED|403)$/i, kind: "permission" },
    { code: /^(NOT_FOUND|GONE|404|410)$/i, kind: "wrong_address" },
    { code: /^(TOO_MANY_REQUESTS|RATE_LIMITED|429)$/i, kind: "rate_limit" },
    {
      code: /^(INTERNAL_SERVER_ERROR|BAD_GATEWAY|SERVICE_UNAVAILABLE|GATEWAY_TIMEOUT|REQUEST_TIMEOUT|50[0234])$/i,
      kind: "unreachable",
    },
  ],
  remedies: {
    no_key: { ...key, text: "There is no reZEN key. Enter one, and what is missing is fetched by itself." },
    no_rights: {
      ...{
        ...key,
        text: "Your reZEN key may not read your data. Enter one that may, and what is missing is fetched by itself.",
      },
    },
    unreadable: {
      ...key,
      text: "We can no longer open your stored reZEN key. Enter it again, and what is missing is fetched by itself.",
    },
    unavailable: {
      ...{ ...nobodys, text: "Something has to be put right on our side first. The sync goes on by itself." },
    },
    other_key: { ...nobodys, text: "There is another reZEN key now. This is read with it in a moment." },
    team_first: { ...nobodys, text: "Your team is still being fetched; this comes right after it." },
    auth: {
      ...{
        ...key,
        text: "reZEN no longer accepts your key. Enter a new key, and what is missing is fetched by itself.",
      },
    },
    // One data set that may not be read stops none of the others.
    permission: {
      ...{ waits: false, field: "apiKey" },
      text: "Your reZEN key may not read this. Give it that right in reZEN and try again, or enter a key that has it.",
    },
    rate_limit: { ...nobodys, text: "reZEN asks us to slow down." },
    unreachable: { ...nobodys, text: "reZEN cannot be reached right now." },
    wrong_address: {
      ...{ ...nobodys, text: "reZEN does not know what we asked for. Contact support if it stays like this." },
    },
    unexpected: {
      ...{ ...nobodys, text: "reZEN gave an answer that we do not understand. Contact support if it stays like this." },
    },
  },
  refusals: {
    wrong_address: { field: "agentId", message: "rezenWrongAgent" },
    auth: { field: "apiKey", message: "rezenRefused" },
    permission: { field: "apiKey", message: "rezenPermission" },
    rate_limit: { field: "apiKey", message: "rezenRateLimit" },
    unreachable: { field: "apiKey", message: "rezenUnreachable" },
    unexpected: { field: "apiKey", message: "rezenUnexpected" },
  },
  busy: "Many syncs are going on at this moment.",
};
