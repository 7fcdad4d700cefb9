import { Prisma, type Tx } from "@/lib/platform/db";
import type { MemberState } from "../schema/transition";
import { mirrorOnboarding } from "./mirror-onboarding";

/** Moves a member whose row is held to another state, stops its timer, and brings its onboarding along. `failedCode` says why it has failed. */
export async function moveMember(tx: Tx, id: number, state: MemberState, failedCode: string | null = null) {
  await tx.$executeRaw(Prisma.sql`
    WITH stopped AS (DELETE FROM activation_timer WHERE member_id = ${id})
    UPDATE member SET state = ${state}::"MemberState", failed_code = ${failedCode}, version = version + 1, updated_at = app_now()
    WHERE id = ${id}`);
  await mirrorOnboarding(tx, id);
}
