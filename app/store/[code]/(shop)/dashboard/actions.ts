"use server";

import { z } from "zod";
import { action } from "@/lib/platform/http/action";
import { dismissChecklist } from "@/lib/stores/service/dismiss-checklist";
import { retryImport } from "@/lib/stores/service/retry-import";
import { updateOrders } from "@/lib/stores/service/update-orders";

const nothing = z.strictObject({});

export const importAgain = action({ auth: "store_owner", input: nothing, handle: ({ actor }) => retryImport(actor) });

export const updateNow = action({ auth: "store_owner", input: nothing, handle: ({ actor }) => updateOrders(actor) });

export const dismiss = action({ auth: "store_owner", input: nothing, handle: ({ actor }) => dismissChecklist(actor) });
