import { FileUp, GraduationCap } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { type ListSearch, readPlace } from "@/app/read-place";
import { PractitionerTable } from "@/components/admin/practitioner-table";
import { LinkButton } from "@/components/ui/link-button";
import { ListCard } from "@/components/ui/list-card";
import { PageHeader } from "@/components/ui/page-header";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { listPractitioners } from "@/lib/practitioners/queries/admin";
import { listBadges } from "@/lib/readiness";

const here = "/admin/practitioners";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.practitioners"))("title") };
}

/** Every practitioner with how far they have come, newest first. */
export default async function PractitionersPage({ searchParams }: { searchParams: ListSearch }) {
  const reader = await requireStaff(here);
  const { cursor, waysTo } = await readPlace(here, searchParams);
  const { items, nextCursor } = await listPractitioners(reader, cursor);
  const badges = await listBadges(
    reader,
    "practitioner",
    items.map(one => one.id),
  );
  const t = await getTranslations("admin.practitioners");
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t(isAdmin(reader) ? "lead" : "leadMasked")}
        actions={
          <LinkButton href={`${here}/import`} variant="secondary">
            <FileUp aria-hidden />
            {t("import")}
          </LinkButton>
        }
      />
      <ListCard
        isEmpty={items.length === 0}
        empty={{ icon: GraduationCap, title: t("none"), help: t("noneHelp") }}
        ways={waysTo(nextCursor)}
      >
        <PractitionerTable practitioners={items} badges={badges} />
      </ListCard>
    </>
  );
}
