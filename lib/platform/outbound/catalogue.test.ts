import { expect, test } from "vitest";
import { rezenCatalogue } from "../../agents/client/rezen-catalogue";
import { RezenKey } from "../../agents/schema";
import { tokenLines, zuoraCatalogue } from "../../customers/client/zuora-catalogue";
import { ZuoraClient } from "../../customers/schema/customer";
import { feedCatalogues } from "../../stores/client/feed/catalogue";
import { letzshopCatalogue } from "../../stores/client/letzshop-catalogue";
import { LetzshopKey, ProductImport } from "../../stores/schema";
import fields from "../i18n/messages/en/fields.json";
import { codesOf } from "../readiness/part";
import { type Catalogue, classify, fieldAt, type KeyCatalogue } from "./catalogue";
import { errorOfFailure, errorOfStatus, OutboundError } from "./outbound-error";

type Entry = { catalogue: Catalogue; shape: object };
const all: Record<string, Entry> = {
  letzshop: { catalogue: letzshopCatalogue, shape: LetzshopKey.shape },
  "the French feed": { catalogue: feedCatalogues.fr, shape: ProductImport.shape },
  "the English feed": { catalogue: feedCatalogues.en, shape: ProductImport.shape },
  "the German feed": { catalogue: feedCatalogues.de, shape: ProductImport.shape },
  reZEN: { catalogue: rezenCatalogue, shape: RezenKey.shape },
  Zuora: { catalogue: zuoraCatalogue, shape: ZuoraClient.shape },
};
const each = Object.entries(all).map(([name, entry]) => ({ name, ...entry }));
const keyed: [string, KeyCatalogue, object][] = [
  ["letzshop", letzshopCatalogue, LetzshopKey.shape],
  ["reZEN", rezenCatalogue, RezenKey.shape],
];

const statuses: [number, string][] = [
  ...([
    [400, "unexpected"],
    [401, "auth"],
    [403, "permission"],
    [404, "wrong_address"],
    [409, "unexpected"],
  ] as const),
  ...([
    [410, "wrong_address"],
    [422, "unexpected"],
    [429, "rate_limit"],
    [500, "unreachable"],
  ] as const),
  ...([
    [501, "unreachable"],
    [502, "unreachable"],
    [503, "unreachable"],
    [504, "unreachable"],
  ] as const),
].map(([status, kind]) => [status, kind]);

test.each(each)(
  "$name: every status is one of the six classes, and every class has a text, and what passes by itself waits for nobody",
  ({ catalogue }) => {
    for (const [status, kind] of statuses) {
      expect(classify(catalogue.lines, { status }).kind, String(status)).toBe(kind);
      expect(errorOfStatus("any", status, undefined).kind, "of a call that reads no words").toBe(kind);
    }
    for (const [fault, { text, waits }] of Object.entries(catalogue.remedies)) {
      expect(text, fault).toMatch(/^(re)?[A-Z].{15,}\.$/);
      expect(text, "nothing technical").not.toMatch(/HTTP|[45]\d\d |null|undefined|timeout/i);
      const passes = codesOf.nobody.includes(fault) || fault === "unavailable";
      if (passes) expect(waits, `${fault} passes by itself`).toBe(false);
    }
    expect(catalogue.busy).toMatch(/\.$/);
  },
);

test.each(each)(
  "$name: each field that a failure leads to is one of its form, and what waits for a person leads to one",
  ({ catalogue, shape }) => {
    for (const [fault, { field, waits }] of Object.entries(catalogue.remedies)) {
      if (field !== null) expect(Object.keys(shape), fault).toContain(field);
      if (waits) expect(field, fault).not.toBeNull();
    }
  },
);

test.each(keyed)(
  "%s: what a form says of a refused test is a text of its own, under a field of its own",
  (_, one, shape) => {
    for (const [kind, { field, message }] of Object.entries(one.refusals)) {
      expect(Object.keys(shape), kind).toContain(field);
      expect(Object.keys(fields), kind).toContain(message);
    }
    expect(one.refusals.auth.field, "as a run that is refused later").toBe(one.remedies.auth.field);
  },
);

test("a token that Zuora does not give is a refused client, whatever the status", () => {
  for (const status of [400, 401, 403]) expect(classify(tokenLines, { status }).kind).toBe("auth");
  expect(classify(tokenLines, { status: 503 })).toEqual({ kind: "unreachable", isRetried: true });
});

test("a refusal is read by what it says before its status; what nobody has a word for is `unexpected`", () => {
  const { lines } = letzshopCatalogue;
  expect(classify(lines, { status: 403, code: "", words: "Unauthorized" }).kind).toBe("auth");
  expect(classify(lines, { status: 403, code: "OTHER", words: "Unauthorized" }).kind).toBe("permission");
  expect(classify(rezenCatalogue.lines, { code: "FORBIDDEN", words: "invalid api key" }).kind).toBe("auth");
  expect(classify(zuoraCatalogue.lines, { code: "59990010" }).kind).toBe("permission");
  for (const { catalogue } of each) expect(classify(catalogue.lines, { code: "constructor" }).kind).toBe("unexpected");
});

test("a call without an answer is known by its failure: a name, a port, a certificate, a clock", () => {
  const failureOf = (code: string) => errorOfFailure("any", Object.assign(new Error("fetch failed"), { code }), false);
  const networks = [
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "CERT_HAS_EXPIRED",
    "SELF_SIGNED_CERT_IN_CHAIN",
  ];
  for (const code of [...networks, "ERR_TLS_CERT_ALTNAME_INVALID"])
    expect(failureOf(code), code).toMatchObject({ kind: "unreachable", reason: "network", retryable: true });
  for (const code of ["ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT"])
    expect(failureOf(code), code).toMatchObject({ kind: "unreachable", reason: "timeout", retryable: true });
  expect(failureOf("HPE_INVALID_CONSTANT")).toMatchObject({ kind: "unexpected", reason: "bad_body", retryable: false });
  expect(errorOfFailure("any", new DOMException("", "TimeoutError"), true)).toMatchObject({ reason: "timeout" });
  expect(errorOfFailure("any", new DOMException("", "AbortError"), false)).toMatchObject({ retryable: false });
  expect(errorOfFailure("any", new OutboundError("auth", { upstream: "a", reason: "busy" }), false).kind).toBe("auth");
});

test("the address of a field is that of the failure's remedy, else the usual one, whatever a row has kept", () => {
  const at = (fault: string | null) => fieldAt("/page", zuoraCatalogue, { fault, usual: "zuoraClientId" });
  expect([at("auth"), at("wrong_address"), at("unreadable"), at("permission")]).toEqual([
    "/page#field-zuoraClientSecret",
    "/page#field-zuoraBaseUrl",
    "/page#field-zuoraClientSecret",
    "/page#field-zuoraClientId",
  ]);
  for (const fault of [null, "unreachable", "constructor", ""]) expect(at(fault)).toBe("/page#field-zuoraClientId");
});
