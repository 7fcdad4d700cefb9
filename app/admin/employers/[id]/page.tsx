import { FileUp } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ContractList } from "@/components/admin/contract-list";
import { MakeContract } from "@/components/admin/contract-make";
import { EmployerActs } from "@/components/admin/employer-acts";
import { EmployerDisabled } from "@/components/admin/employer-disabled";
import { BackLink } from "@/components/flow/wizard-frame";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { findEmployer, listMemberPartners } from "@/lib/members/queries/employers";
import { EmployerParams } from "@/lib/members/schema/employer";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { localeNames } from "@/lib/platform/i18n/locales";
import { makeContract, makePlan } from "../actions";
import { cancel, disable, enable, retire } from "./actions";

type Props = { params: Promise<{ id: string }> };

/** Title of the page. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations("members.employers"))("eyebrow", { id: (await params).id }) };
}

/** One employer with its contracts and their plans; an admin adds to them and ends them here. */
export default async function EmployerPage({ params }: Props) {
  const given = await params;
  const viewer = await requireStaff(`/admin/employers/${encodeURIComponent(given.id)}`);
  const { data } = EmployerParams.safeParse(given);
  const employer = data ? await findEmployer(data.id) : null;
  if (!employer) notFound();
  const canAct = isAdmin(viewer);
  const isOpen = employer.disabledAt === null;
  const partners = canAct ? await listMemberPartners() : [];
  const t = await getTranslations("members.employers");
  return (
    <>
      <div className="mb-4">
        <BackLink href="/admin/employers" label={t("title")} />
      </div>
      <PageHeader
        title={employer.name}
        eyebrow={t("eyebrow", { id: given.id })}
        description={t("language", { language: localeNames[employer.language] })}
        actions={
          <>
            <LinkButton href={`/admin/employers/${employer.id}/imports`} variant="secondary">
              <FileUp aria-hidden />
              {(await getTranslations("memberImports"))("open")}
            </LinkButton>
            {canAct && isOpen ? (
              <MakeContract employerId={employer.id} partners={partners} make={makeContract} />
            ) : null}
            {canAct ? <EmployerActs employer={employer} disable={disable} enable={enable} /> : null}
          </>
        }
      />
      <div className="grid gap-6">
        <EmployerDisabled since={employer.disabledAt} />
        <ContractList employer={employer} acts={canAct ? { makePlan, cancel, retire } : null} />
      </div>
    </>
  );
}
