import { describe, expect, test } from "vitest";
import { causeOf } from "./part";
import { longOf, toFindings } from "./problems";
import { open, type Requirement, toOwnView } from "./requirement";

const at = new Date("2026-11-22T12:00:00Z");
const long = { at, minutes: 240 };
const since = new Date("2026-11-22T02:00:00Z");
const ours = (code: Requirement["code"], reason: "key_refused" | "our_fault" | "activation_failed") =>
  open(code, ["problem", "admin", reason], { since });

describe("who mends what stopped something", () => {
  const ofShop = { key: "user", content: "admin" } as const;
  const ofFeed = { key: null, content: "user" } as const;
  test.each([
    ["team_first", ofShop, ["upstream", "comes_after"]],
    ["other_key", ofShop, ["upstream", "goes_on"]],
    ["other_client", ofShop, ["upstream", "goes_on"]],
    ["other_shop", ofShop, ["upstream", "goes_on"]],
    ["auth", ofShop, ["user", "key_refused"]],
    ["auth", ofFeed, ["user", "refused_content"]],
    ["permission", ofFeed, ["user", "refused_content"]],
    ["unexpected", ofShop, ["admin", "odd_answer"]],
    ["unexpected", ofFeed, ["user", "refused_content"]],
    ["internal", ofFeed, ["admin", "our_fault"]],
    [null, ofFeed, ["admin", "our_fault"]],
  ] as const)("%s of %o", (code, blame, cause) => {
    expect(causeOf(code, blame)).toEqual(cause);
  });
});

describe("what is an alert", () => {
  const refused = ours("credentials", "key_refused");
  test.each([
    ["refused credentials and what waits for them", [refused, ours("workflow_sync", "key_refused")], 0],
    ["their test", [refused, ours("credential_validation", "our_fault")], 0],
    ["something else besides", [refused, ours("monitoring", "our_fault")], 1],
    ["a test that is our fault", [ours("credential_validation", "our_fault")], 1],
    ["a refused activation", [ours("activation", "activation_failed")], 0],
    ["nothing of ours", [open("orders", ["problem", "upstream", "no_answer"], { since })], 0],
  ] as const)("%s", (_, requirements, count) => {
    expect(longOf("customer", requirements, long)).toHaveLength(count);
  });

  test("its link shows every standing in which there may be one", () => {
    const [found] = toFindings([{ kind: "store", since: since.getTime() }], at);
    const detail = {
      subjects: 1,
      hours: 10,
      path: "/admin/onboardings?kind=store&status=failed,partial,waiting,retrying",
    };
    expect(found).toEqual({ subject: "store", detail });
  });
});

test("the way to try again what was given up is told to its owner, but for a desk of staff", () => {
  const givenUp = (fixUrl: string) => open("orders", ["problem", "upstream", "no_answer"], { fixUrl });
  const told = (fixUrl: string) => toOwnView([givenUp(fixUrl)], "user")[0]?.fixUrl;
  expect([told("/store/A/dashboard"), told("/admin/customers/1")]).toEqual(["/store/A/dashboard", null]);
});
