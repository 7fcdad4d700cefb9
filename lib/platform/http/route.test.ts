import { expect, test } from "vitest";
import { z } from "zod";
import { route } from "./route";

test("003: who was let in is let out again, also where the call fails before it began", async () => {
  let left = 0;
  const handler = route({
    auth: "public",
    summary: "",
    answers: { data: z.null() },
    admit: async () => () => {
      left += 1;
    },
    once: () => {
      throw new Error("nobody");
    },
    handle: async () => null,
  });
  const request = new Request("http://127.0.0.1/api", { method: "GET" });
  await handler(request, { params: Promise.resolve({}) }).catch(() => undefined);
  expect(left).toBe(1);
});

test("a body is taken up to what its route allows, which may be more than a mebibyte", async () => {
  const taken: number[] = [];
  const handler = route({
    auth: "public",
    summary: "",
    body: z.strictObject({ text: z.string() }),
    bodyLimitBytes: 2 * 1024 * 1024,
    answers: { data: z.null() },
    handle: async ({ body }) => {
      taken.push(body.text.length);
      return null;
    },
  });
  for (const length of [1_500_000, 2_200_000]) {
    const body = JSON.stringify({ text: "x".repeat(length) });
    const headers = { "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin" };
    const request = new Request("http://127.0.0.1/api", { method: "POST", body, headers });
    // Without a server there are no words for a refusal.
    await handler(request, { params: Promise.resolve({}) }).catch(() => undefined);
  }
  expect(taken).toEqual([1_500_000]);
});
