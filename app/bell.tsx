import { NoticeBell } from "@/components/auth/notice-bell";
import { currentSession } from "@/lib/platform/auth/current";
import { countUnread } from "@/lib/platform/notices/queries/unread";

/** The bell in the header, with how much its owner has not read. */
export async function Bell() {
  const session = await currentSession();
  return session ? <NoticeBell unread={await countUnread(session.id)} /> : null;
}
