import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PeopleNumber } from "@/components/admin/people-number";
import { PeopleSearchForm } from "@/components/admin/people-search-form";
import { PeopleSignIn } from "@/components/admin/people-sign-in";
import { PeopleList } from "@/components/admin/people-table";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { requireStaff } from "@/lib/platform/auth/current";
import { findFreeNumber } from "@/lib/platform/auth/people/numbers";
import { listPeople } from "@/lib/platform/auth/people/queries";
import { PeopleSearch } from "@/lib/platform/auth/people/schema";
import { isAdmin } from "@/lib/platform/auth/policy";
import { unblock } from "./actions";

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
  const number = words && items.length === 0 ? await findFreeNumber(words) : null;
  return (
    <>
      <PageHeader title={t("title")} description={t(isAdmin(viewer) ? "lead" : "leadMasked")} />
      <div className="grid gap-6">
        <PeopleSearchForm q={words} canSearchNames={isAdmin(viewer)} />
        {number ? (
          <PeopleNumber {...number} unblock={isAdmin(viewer) ? unblock : undefined}>
            <PeopleSignIn state={number.state} />
          </PeopleNumber>
        ) : (
          <PeopleList people={items} words={words} />
        )}
        <Pagination
          isBackToStart
          previous={search.cursor ? addressWith({ q: words }) : null}
          next={nextCursor ? addressWith({ q: words, cursor: nextCursor }) : null}
        />
      </div>
    </>
  );
}
