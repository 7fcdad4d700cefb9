import { isLocked, LockHeld, type LockOptions, withLock } from "@/lib/platform/locks/with-lock";
import type { Door } from "../schema/activation";
import { inProgress } from "./refuse";

// What a dead process holds is free after this; an act takes a fraction of it.
const ttlSeconds = 10;

type Acting = { memberId: number; via: { door: Door }; requestId: string };

const keyOf = (memberId: number) => `member:${memberId}`;
const optionsOf = ({ via, requestId }: Acting): LockOptions => ({ ttlSeconds, holder: `${via.door} ${requestId}` });

/** Does `work` while nobody else acts on this member; throws `activation_in_progress` when somebody does. */
export async function whileAlone<T>(acting: Acting, work: () => Promise<T>): Promise<T> {
  try {
    return await withLock(keyOf(acting.memberId), optionsOf(acting), work);
  } catch (thrown) {
    throw thrown instanceof LockHeld ? inProgress(thrown, acting.via.door) : thrown;
  }
}

/** Does nobody act on this member at this moment? Looks only, and is in nobody's way. */
export const isFree = async (memberId: number): Promise<boolean> => !(await isLocked(keyOf(memberId)));
