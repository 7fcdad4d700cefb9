import { Building2, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MakeEmployer } from "@/components/admin/employer-make";
import { EmployerTable } from "@/components/admin/employer-table";
import { SearchForm } from "@/components/admin/search-form";
import { ListCard } from "@/components/ui/list-card";
import { PageHeader } from "@/components/ui/page-header";
import { listEmployers } from "@/lib/members/queries/employers";
import { EmployerAddress } from "@/lib/members/schema/employer";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { makeEmployer } from "./actions";

const here = "/admin/employers";
const hereWith = (facts: Record<string, string>) => `${here}?${new URLSearchParams(facts)}`;

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("members.employers"))("title") };
}

/** Every employer with how much it has bought and for how many, newest first; found by the beginning of a name. */
export default async function EmployersPage({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const viewer = await requireStaff(here);
  const search = EmployerAddress.parse(await searchParams);
  const { items, nextCursor } = await listEmployers({ ...search, limit: 25 });
  const t = await getTranslations("members.employers");
  const words = search.q;
  const kept: Record<string, string> = words ? { q: words } : {};
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("lead")}
        actions={isAdmin(viewer) ? <MakeEmployer make={makeEmployer} /> : undefined}
      />
      <div className="mb-6">
        <SearchForm here={here} q={words} label={t("search")} hint={t("searchHint")} find={t("find")} all={t("all")} />
      </div>
      <ListCard
        isEmpty={items.length === 0}
        empty={
          words
            ? { icon: SearchX, title: t("noneFound", { words }), help: t("noneFoundHelp") }
            : { icon: Building2, title: t("none"), help: t("noneHelp") }
        }
        ways={{
          previous: search.cursor ? (words ? hereWith(kept) : here) : null,
          next: nextCursor ? hereWith({ ...kept, cursor: nextCursor }) : null,
        }}
      >
        <EmployerTable employers={items} />
      </ListCard>
    </>
  );
}
