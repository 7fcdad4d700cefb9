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
