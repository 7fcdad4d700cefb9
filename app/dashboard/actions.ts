"use server";

import { action } from "@/lib/platform/http/action";
import { EditedOffering, Offering, OfferingSwitch } from "@/lib/practitioners/schema/offering";
import { createOffering, editOffering, switchOffering } from "@/lib/practitioners/service/offerings";

export const addOffering = action({
  auth: "practitioner",
  input: Offering,
  handle: ({ actor, input }) => createOffering(actor, input),
});

export const changeOffering = action({
  auth: "practitioner",
  input: EditedOffering,
  handle: ({ actor, input }) => editOffering(actor, input),
});

export const showOffering = action({
  auth: "practitioner",
  input: OfferingSwitch,
  handle: ({ actor, input }) => switchOffering(actor, input),
});
