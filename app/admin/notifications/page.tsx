import { SearchX, Send } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Texts } from "@/app/texts";
import { OutboxFilters } from "@/components/admin/outbox-filters";
import { OutboxRetryAll } from "@/components/admin/outbox-retry";
import { OutboxTable } from "@/components/admin/outbox-table";
import { outboxAddressWith } from "@/components/admin/outbox-words";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { listKinds, listOutbox } from "@/lib/platform/outbox/queries";
import { factsOfOutbox, type GivenAddress, mostRetried, readOutboxSearch } from "@/lib/platform/outbox/schema";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("outbox"))("title") };
}

/** Every message that was written to anybody, filtered as the address says, and what became of it. */
export default async function NotificationsPage({ searchParams }: { searchParams: Promise<GivenAddress> }) {
  const viewer = await requireStaff("/admin/notifications");
  const search = readOutboxSearch(await searchParams);
  const [{ items, nextCursor, retryable }, kinds] = await Promise.all([listOutbox(viewer, search), listKinds()]);
  const facts = factsOfOutbox(search);
  const t = await getTranslations("outbox");
  const canAct = isAdmin(viewer);
  const isFiltered = Object.keys(facts).length > 0;
  const linkTo = (href: string) => (chunks: ReactNode) => (
    <Link href={href} className="link">
      {chunks}
    </Link>
  );
  return (
    <Texts areas={["outbox"]}>
      <PageHeader
        title={t("title")}
        description={t("lead")}
        actions={
          retryable && retryable <= mostRetried ? <OutboxRetryAll filter={facts} count={retryable} /> : undefined
        }
      />
      <div className="grid grid-cols-1 gap-6">
        <OutboxFilters facts={facts} kinds={kinds} />
        {retryable && retryable > mostRetried ? (
          <p className="max-w-2xl text-pretty text-ink-muted">{t("retry.tooMany")}</p>
        ) : null}
        <Card flush>
          {items.length > 0 ? (
            <OutboxTable messages={items} canAct={canAct} />
          ) : (
            <EmptyState
              icon={isFiltered ? SearchX : Send}
              title={t(isFiltered ? "noneFound" : "none")}
              action={
                isFiltered ? (
                  <LinkButton href={outboxAddressWith({})} prefetch={false} variant="secondary">
                    {t("clear")}
                  </LinkButton>
                ) : undefined
              }
            >
              {t(isFiltered ? "noneFoundHelp" : "noneHelp")}
            </EmptyState>
          )}
        </Card>
        <div className="flex flex-wrap items-center justify-between gap-4">
          <p className="text-sm text-ink-muted">
            {t.rich("seeAlso", { partners: linkTo("/admin/partners"), health: linkTo("/admin/health") })}
          </p>
          <Pagination
            isBackToStart
            previous={search.cursor ? outboxAddressWith(facts) : null}
            next={nextCursor ? outboxAddressWith({ ...facts, cursor: nextCursor }) : null}
          />
        </div>
      </div>
    </Texts>
  );
}
