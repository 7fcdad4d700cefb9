"use server";

import { z } from "zod";
import { action } from "@/lib/platform/http/action";
import { retryImport } from "@/lib/stores/service/retry-import";

export const importAgain = action({
  auth: "store_owner",
  input: z.strictObject({}),
  handle: ({ actor }) => retryImport(actor),
});
