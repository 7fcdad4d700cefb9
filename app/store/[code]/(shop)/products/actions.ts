"use server";

import { z } from "zod";
import { action } from "@/lib/platform/http/action";
import { MissingAnswer } from "@/lib/stores/schema";
import { answerMissing } from "@/lib/stores/service/missing-products";
import { refreshProducts } from "@/lib/stores/service/refresh";

export const refreshNow = action({
  auth: "store_owner",
  input: z.strictObject({}),
  handle: ({ actor }) => refreshProducts(actor),
});

export const decideMissing = action({
  auth: "store_owner",
  input: MissingAnswer,
  handle: ({ actor, input }) => answerMissing(actor, input),
});
