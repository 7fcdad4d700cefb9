import { expect, test } from "vitest";
import { z } from "zod";
import { bytesOf, readInput, readKey } from "./action-call";

const Input = z.strictObject({ name: z.string().trim(), data: z.unknown() });
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return "taken";
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
};

test("bar 30: input that shares its parts, has no end or is no JSON is refused at once", () => {
  let shared: unknown = 1;
  for (let at = 0; at < 28; at++) shared = { a: shared, b: shared };
  const cycle: Record<string, unknown> = {};
  cycle.again = cycle;
  const before = process.cpuUsage();
  for (const data of [shared, cycle, 1n, { at: [1n] }, { "a\0": 1 }, () => 1])
    expect(codeOf(() => readInput(Input, { name: "A", data }))).toBe("invalid_request");
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000, "ms computed").toBeLessThan(1000);
});

test("A30: a key is a text or it is refused; a call's bytes are those of what was read", () => {
  for (const key of [{}, [], 7, null, { toString: null }, Symbol("key"), 1n])
    expect(codeOf(() => readKey(key))).toBe("invalid_request");
  expect(readKey("key")).toBe("key");
  const bytes = (name: string) => bytesOf("https://a.example/", readInput(Input, { name, data: 1 })).toString();
  expect(bytes(" A ")).toBe(bytes("A"));
  expect(bytes("B")).not.toBe(bytes("A"));
});
