import { GitCompareArrows } from "lucide-react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ChangeTable } from "@/components/customers/change-table";
import { ListCard } from "@/components/ui/list-card";
import { listChanges } from "@/lib/customers/queries/changes";
import type { SyncItem } from "@/lib/customers/view/sync-report";
import type { SessionUser } from "@/lib/platform/auth/session";
import { readPlaceText } from "@/lib/platform/http/place-text";

/** Where in the changes somebody is, and which sync they look at. */
export type ChangesAddress = Promise<{ job?: string | string[]; after?: string | string[] }>;

type ChangesProps = {
  viewer: SessionUser;
  customerId: number;
  here: string;
  chosen: SyncItem | null;
  searchParams: ChangesAddress;
};

/** What a sync found to be other than before, else what all of them did, newest first. */
export async function Changes({ viewer, customerId, here, chosen, searchParams }: ChangesProps) {
  const cursor = readPlaceText((await searchParams).after);
  const of = chosen ? { jobId: chosen.jobId } : {};
  const { items, nextCursor } = await listChanges(viewer, customerId, { ...of, ...(cursor ? { cursor } : {}) });
  const t = await getTranslations("customers.syncs");
  const addressOf = (facts: Record<string, string>) =>
    `${here}?${new URLSearchParams({ ...(chosen ? { job: String(chosen.jobId) } : {}), ...facts })}`;
  return (
    <section aria-labelledby="changes" className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 id="changes" className="text-lg font-semibold">
          {t(chosen ? "changesOf" : "changes")}
        </h2>
        {chosen ? (
          <Link href={here} scroll={false} className="link py-1 text-sm">
            {t("allChanges")}
          </Link>
        ) : null}
      </div>
      <div>
        <ListCard
          isEmpty={items.length === 0}
          empty={{
            icon: GitCompareArrows,
            title: t("noChanges"),
            help: t(chosen ? "noChangesOf" : "noChangesHelp"),
          }}
          ways={{
            previous: cursor ? addressOf({}) : null,
            next: nextCursor ? addressOf({ after: nextCursor }) : null,
          }}
        >
          <ChangeTable changes={items} />
        </ListCard>
      </div>
    </section>
  );
}
