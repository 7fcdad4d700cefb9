import { getTranslations } from "next-intl/server";
import { MemberHistory } from "@/components/admin/member-history";
import { Card } from "@/components/ui/card";
import { Pagination } from "@/components/ui/pagination";
import { listAttempts } from "@/lib/members/queries/attempts";
import type { Viewer } from "@/lib/members/queries/members";
import { HistorySearch } from "@/lib/members/schema/search";

/** Where in the history an address is. */
export type AttemptsSearch = Promise<{ cursor?: unknown }>;
type AttemptsProps = { viewer: Viewer; memberId: number; here: string; searchParams: AttemptsSearch };

/** Every try with a member, a page at a time. */
export async function Attempts({ viewer, memberId, here, searchParams }: AttemptsProps) {
  const { cursor } = HistorySearch.catch({}).parse({ cursor: (await searchParams).cursor });
  const { items, nextCursor } = await listAttempts(viewer, memberId, cursor);
  const t = await getTranslations("members.history");
  return (
    <>
      <Card flush title={t("title")} description={t("lead")}>
        <MemberHistory attempts={items} />
      </Card>
      <Pagination
        isBackToStart
        label={t("title")}
        previous={cursor ? here : null}
        next={nextCursor ? `${here}?cursor=${nextCursor}` : null}
      />
    </>
  );
}
