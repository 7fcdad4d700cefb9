import type { KeyCatalogue } from "@/lib/platform/outbound/catalogue";

type Field = "apiKey" | "shopSlug";
type Own = "no_key" | "key_unreadable" | "unreadable" | "unavailable" | "other_shop";

const key = { waits: true, field: "apiKey" } as const;
const nobodys = { waits: false, field: null } as const;
const unreadable = {
  ...{
    ...key,
    text: "We can no longer open your stored Letzshop key. Enter it again, and the import goes on by itself.",
  },
};

/** All that can go wrong with Letzshop. A 403 that says "unauthorized" is a wrong key; any other 403 is a missing right. */
export const letzshopCatalogue: KeyCatalogue<Field, Own> = {
  lines: [
    { code: /^(UNAUTHORIZED|UNAUTHENTICATED|INVALID_(API_)?(KEY|TOKEN))$/i, kind: "auth" },
    { code: /^(FORBIDDEN|ACCESS_DENIED|NOT_AUTHORIZED|PERMISSION_DENIED)$/i, kind: "permission" },
    { code: /^(RATE_LIMITED|THROTTLED|TOO_MANY_REQUESTS)$/i, kind: "rate_limit" },
    // What has no code is read by its words.
    {
      code: /^$/,
      words: /unauthori[sz]ed|unauthenticated|not authenticated|invalid (api )?(key|token)/i,
      kind: "auth",
    },
    {
      code: /^$/,
      words: /forbidden|not (allowed|permitted|authori[sz]ed)|permission|access denied/i,
      kind: "permission",
    },
    { code: /^$/, words: /too many requests|rate limit|throttle/i, kind: "rate_limit" },
  ],
  remedies: {
    no_key: { ...key, text: "There is no Letzshop key. Enter one, and the import goes on by itself." },
    key_unreadable: unreadable,
    unreadable,
    unavailable: {
      ...{ ...nobodys, text: "Something has to be put right on our side first. The import goes on by itself." },
    },
    other_shop: {
      ...{ ...nobodys, text: "There is a key of another shop now. Its orders are read from the start in a moment." },
    },
    auth: { ...key, text: "Letzshop no longer accepts your key. Enter a new key, and the import goes on by itself." },
    permission: {
      ...key,
      text: "Your Letzshop key may not read orders. Give it that right and test it, or enter another key: the import goes on by itself.",
    },
    rate_limit: { ...nobodys, text: "Letzshop asks us to slow down." },
    unreachable: { ...nobodys, text: "Letzshop cannot be reached right now." },
    wrong_address: {
      ...{ ...nobodys, text: "Letzshop cannot be found where it used to be. Contact support if it stays like this." },
    },
    unexpected: {
      ...{
        ...nobodys,
        text: "Letzshop gave an answer that we do not understand. Contact support if it stays like this.",
      },
    },
  },
  refusals: {
    wrong_address: { field: "shopSlug", message: "letzshopWrongShop" },
    auth: { field: "apiKey", message: "letzshopRefused" },
    permission: { field: "apiKey", message: "letzshopPermission" },
    rate_limit: { field: "apiKey", message: "letzshopRateLimit" },
    unreachable: { field: "apiKey", message: "letzshopUnreachable" },
    unexpected: { field: "apiKey", message: "letzshopUnexpected" },
  },
  busy: "Many imports are going on at this moment.",
};
