import { z } from "zod";
import { toWirePath } from "@/lib/platform/http/wire";
import type { RuleOutcome } from "../schema/activation";

/** A rule and whether it held; of a broken one the field as on the wire and why. */
export const RuleView = z.object({
  id: z.string(),
  ok: z.boolean(),
  field: z.string().nullable(),
  code: z.string().nullable(),
});

/** A rule in the words of the wire. */
export const toRuleView = ({ id, ok, field, code }: RuleOutcome) => ({
  ...{ id, ok },
  field: field === undefined ? null : toWirePath(field),
  code: code ?? null,
});
