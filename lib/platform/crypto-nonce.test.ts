import { expect, test, vi } from "vitest";

// The worst of luck: every nonce is the same.
vi.mock("node:crypto", async original => ({
  ...(await original<typeof import("node:crypto")>()),
  randomBytes: (size: number) => Buffer.alloc(size, 7),
}));
const { encrypt } = await import("./crypto");

const row = { table: "letzshop_credential", column: "api_key", row: 7 };
const bodyOf = (blob: string) => blob.split(".").at(-1);

test("bar 58: even under the same nonce two rows tell nothing of each other, since each has a key of its own", () => {
  const [one, again] = [encrypt("the same text", row), encrypt("the same text", row)];
  expect(again, "within a row the nonce alone makes the difference").toBe(one);
  for (const other of [{ row: 8 }, { column: "api_secret" }, { table: "credentials" }])
    expect(bodyOf(encrypt("the same text", { ...row, ...other }))).not.toBe(bodyOf(one));
});
