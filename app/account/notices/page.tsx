import { Bell } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { type ListSearch, readPlace } from "@/app/read-place";
import { SignedInHeader } from "@/app/signed-in-header";
import { NoticeList } from "@/components/auth/notice-list";
import { ReadNotices } from "@/components/auth/read-notices";
import { AppShell } from "@/components/ui/app-shell";
import { ListCard } from "@/components/ui/list-card";
import { PageHeader } from "@/components/ui/page-header";
import { SiteFooter } from "@/components/ui/site-footer";
import { requireUser } from "@/lib/platform/auth/current";
import { listNotices } from "@/lib/platform/notices/queries/list";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notices"))("title") };
}

/** Everything that was said under the bell. */
export default async function NoticesPage({ searchParams }: { searchParams: ListSearch }) {
  const session = await requireUser("/account/notices");
  const place = await readPlace("/account/notices", searchParams);
  const cursor = /^\d{1,9}$/.test(place.cursor ?? "") ? place.cursor : undefined;
  const { items, unread, nextCursor } = await listNotices(session.id, { cursor, limit: 25 });
  const t = await getTranslations("notices");
  return (
    <AppShell header={<SignedInHeader name={session.name} width="wizard" />} footer={<SiteFooter width="wizard" />}>
      <div className="mx-auto w-full max-w-wizard">
        <PageHeader
          title={t("title")}
          description={t("lead")}
          actions={items[0] ? <ReadNotices upTo={items[0].id} unread={unread} /> : undefined}
        />
        <ListCard
          isEmpty={items.length === 0}
          empty={{ icon: Bell, title: t("none"), help: t("noneHelp") }}
          ways={place.waysTo(nextCursor)}
        >
          <NoticeList notices={items} />
        </ListCard>
      </div>
    </AppShell>
  );
}
