import type { SessionUser } from "@/lib/platform/auth/session";
import { AppError } from "@/lib/platform/errors";
import { getMember } from "../queries/member-page";
import type { MemberChange } from "../schema/staff";
import type { MemberView } from "../view/member";
import { toTyped } from "../view/typed";
import { saveMember } from "./change-member";
import type { By } from "./note-act";

type Staff = By & { actor: Pick<SessionUser, "id" | "roles"> };

/** Both sides of a conflict: what is saved, and what was given; of a paper's number neither. */
function conflictOf(saved: MemberView, { version: _, govtIdValue, ...given }: MemberChange): AppError {
  const shown = govtIdValue ? { ...given, govtIdValue: "•••" } : given;
  const data = { version: saved.version, changedAt: saved.updatedAt, saved: toTyped(saved), given: shown };
  return new AppError("version_conflict", { data });
}

/**
 * Changes what is known of a member. Throws `not_found`, also for who was erased, `version_conflict` with what is saved and what was given when
 * somebody else changed the member since, and 422 with every fault.
 */
export async function changeByStaff({ actor, caller }: Staff, id: number, input: MemberChange): Promise<MemberView> {
  const { version, ...details } = input;
  const teller = { actor: { kind: "user" as const, id: actor.id }, ...caller };
  try {
    await saveMember(teller, { id, version, details });
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "version_conflict")
      throw conflictOf(await getMember(actor, id), input);
    throw thrown;
  }
  return getMember(actor, id);
}
