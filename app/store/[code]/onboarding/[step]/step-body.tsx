import { ImportStep } from "@/components/stores/import-step";
import { KeyNotice } from "@/components/stores/key-notice";
import { LetzshopForm } from "@/components/stores/letzshop-form";
import { ProductImportForm } from "@/components/stores/product-import-form";
import { ProfileForm } from "@/components/stores/profile-form";
import { findLastImport, getAnswers } from "@/lib/stores/queries/onboarding";
import type { StepSlug } from "@/lib/stores/schema";
import { finish, saveLetzshopKey, saveProductImport, saveProfile, startImport } from "./actions";

type Props = { slug: StepSlug; storeId: number; base: string; next: string };

/** What one step asks, filled with what is saved. */
export async function StepBody({ slug, storeId, base, next }: Props) {
  const answers = await getAnswers(storeId);
  if (slug === "merchant-profile") return <ProfileForm saved={answers.profile} save={saveProfile} next={next} />;
  if (slug === "letzshop-api")
    return <LetzshopForm saved={answers.letzshop} save={saveLetzshopKey} next={next} demo={answers.demo} />;
  if (slug === "product-import")
    return <ProductImportForm saved={answers.productImport} save={saveProductImport} next={next} demo={answers.demo} />;
  const current = await findLastImport(storeId);
  return (
    <div className="grid gap-6">
      <div role="status" className="empty:hidden">
        <KeyNotice letzshop={answers.letzshop} href={`${base}/letzshop-api?from=check`} />
      </div>
      <ImportStep answers={answers} current={current} start={startImport} finish={finish} base={base} />
    </div>
  );
}
