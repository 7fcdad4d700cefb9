"use server";

import { AddedMember } from "@/lib/members/schema/staff";
import { addByStaff } from "@/lib/members/service/add-by-staff";
import { action } from "@/lib/platform/http/action";

export const addMember = action({
  auth: "admin",
  input: AddedMember,
  handle: async ({ actor, input, http: { address, agent } }) => ({
    id: await addByStaff({ actor, caller: { address, agent } }, input),
  }),
});
