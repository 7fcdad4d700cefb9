import { SearchX, Users } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PeopleSearchForm } from "@/components/admin/people-search-form";
import { PeopleTable } from "@/components/admin/people-table";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { requireStaff } from "@/lib/platform/auth/current";
import { listPeople } from "@/lib/platform/auth/people/queries";
import { PeopleSearch } from "@/lib/platform/auth/people/schema";
import { isAdmin } from "@/lib/platform/auth/policy";

const address = "/admin/people";
const addressWith = (facts: Record<string, string | undefined>) => {
  const search = new URLSearchParams(Object.entries(facts).flatMap(([name, value]) => (value ? [[name, value]] : [])));
  return search.size > 0 ? `${address}?${search}` : address;
};

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.people"))("title") };
}

/** Everybody who has signed in, newest first; found by number, address or the beginning of a name. */
export default async function PeoplePage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const viewer = await requireStaff(address);
  const { q, cursor } = await searchParams;
  const search = PeopleSearch.catch({ limit: 25 }).parse({ q, cursor });
  const { items, nextCursor } = await listPeople(viewer, search);
  const t = await getTranslations("admin.people");
  const words = search.q;
  return (
    <>
      <PageHeader title={t("title")} description={t(isAdmin(viewer) ? "lead" : "leadMasked")} />
      <div className="grid gap-6">
        <PeopleSearchForm q={words} canSearchNames={isAdmin(viewer)} />
        <Card flush>
          {items.length > 0 ? (
            <PeopleTable people={items} />
          ) : (
            <EmptyState icon={words ? SearchX : Users} title={words ? t("noneFound", { words }) : t("none")}>
              {t(words ? "noneFoundHelp" : "noneHelp")}
            </EmptyState>
          )}
        </Card>
        <Pagination
          previous={search.cursor ? addressWith({ q: words }) : null}
          next={nextCursor ? addressWith({ q: words, cursor: nextCursor }) : null}
        />
      </div>
    </>
  );
}
