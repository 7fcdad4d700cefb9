import { z } from "zod";

const Passed = z.object({
  ok: z.literal(true),
  auth: z.object({ tokenExpiresInSeconds: z.int(), tenantId: z.string().nullable(), latencyMs: z.int() }),
  permissions: z.array(z.object({ name: z.string(), isGranted: z.boolean(), evidence: z.string() })),
  rateLimit: z.object({
    judgement: z.enum(["ok", "short", "none"]),
    told: z
      .object({
        limit: z.int(),
        remaining: z.int(),
        resetSeconds: z.int(),
        windows: z.array(z.object({ limit: z.int(), seconds: z.int() })),
      })
      .nullable(),
  }),
});
const Refused = z.object({
  ok: z.literal(false),
  /** `other_tenant`: they are good, and of another tenant than the workflows that are here. */
  class: z.enum(["wrong_address", "auth", "permission", "rate_limit", "unreachable", "unexpected", "other_tenant"]),
  /** In words for people. */
  message: z.string(),
  /** As Zuora names it. */
  missing: z.string().nullable(),
  retryAfterSeconds: z.int().nullable(),
});

/** What a test of credentials found, and when; never the secret. */
export const ClientTestView = z
  .discriminatedUnion("ok", [Passed, Refused])
  .and(z.object({ checkedAt: z.iso.datetime() }));
export type ClientTestView = z.infer<typeof ClientTestView>;
