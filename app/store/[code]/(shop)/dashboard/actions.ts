"use server";

import { z } from "zod";
import { action } from "@/lib/platform/http/action";
import { PutOffTask } from "@/lib/stores/schema";
import { dismissChecklist, putOffTask } from "@/lib/stores/service/dismiss-checklist";
import { retryImport } from "@/lib/stores/service/retry-import";
import { updateOrders } from "@/lib/stores/service/update-orders";

const nothing = z.strictObject({});

export const importAgain = action({ auth: "store_owner", input: nothing, handle: ({ actor }) => retryImport(actor) });

export const updateNow = action({ auth: "store_owner", input: nothing, handle: ({ actor }) => updateOrders(actor) });

export const putOff = action({
  auth: "store_owner",
  input: PutOffTask,
  handle: ({ actor, input }) => putOffTask(actor, input),
});

export const dismiss = action({ auth: "store_owner", input: nothing, handle: ({ actor }) => dismissChecklist(actor) });
