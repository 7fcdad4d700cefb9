import { LetzshopForm } from "@/components/stores/letzshop-form";
import { ProductImportForm } from "@/components/stores/product-import-form";
import { ProfileForm } from "@/components/stores/profile-form";
import { getAnswers } from "@/lib/stores/queries/onboarding";
import type { SettingsPart } from "@/lib/stores/schema";
import { saveLetzshopKey, saveProductImport, saveProfile } from "./actions";

/** What one part of the settings asks, filled with what is saved: the forms of the wizard. */
export async function SettingsBody({ part, storeId }: { part: SettingsPart; storeId: number }) {
  const { profile, letzshop, productImport, demo } = await getAnswers(storeId);
  if (part === "profile") return <ProfileForm saved={profile} save={saveProfile} next={null} />;
  if (part === "letzshop") return <LetzshopForm saved={letzshop} save={saveLetzshopKey} next={null} demo={demo} />;
  return <ProductImportForm saved={productImport} save={saveProductImport} next={null} demo={demo} />;
}
