import { expect, test } from "vitest";
import { z } from "zod";
import { jobs } from "./worker";

type Shape = { type?: string; properties?: Record<string, { type?: string }>; additionalProperties?: unknown };

test("bar 75: the data of every job that is registered is ids only: numbers, and texts that are named so", () => {
  expect(jobs.length).toBeGreaterThan(2);
  for (const job of jobs) {
    const { type, properties = {} } = z.toJSONSchema(job.data, { io: "input" }) as Shape;
    expect(type, job.name).toBe("object");
    expect(Object.keys(properties).length, job.name).toBeGreaterThan(0);
    for (const [name, { type: kind = "" }] of Object.entries(properties)) {
      expect(["number", "integer", "string"], `${job.name}.${name}`).toContain(kind);
      if (kind === "string") expect(name, job.name).toMatch(/^id$|Id$/);
    }
  }
});
