"use server";

import { action } from "@/lib/platform/http/action";
import { DisablePartner, NewPartner, PartnerParams, RotatePartner } from "@/lib/platform/partner/schema";
import { createPartner, disablePartner, rotatePartner } from "@/lib/platform/partner/service";

const { id } = PartnerParams.shape;

export const create = action({
  auth: "admin",
  input: NewPartner,
  handle: ({ actor, input, http: { address, agent } }) => createPartner({ actor, caller: { address, agent } }, input),
});

export const rotate = action({
  auth: "admin",
  input: RotatePartner.extend({ id }),
  handle: ({ actor, input: { id, ...input }, http: { address, agent } }) =>
    rotatePartner({ actor, caller: { address, agent } }, id, input),
});

export const disable = action({
  auth: "admin",
  input: DisablePartner.extend({ id }),
  handle: ({ actor, input: { id, ...input }, http: { address, agent } }) =>
    disablePartner({ actor, caller: { address, agent } }, id, input),
});
