import { redirect } from "next/navigation";
import { requireOpenPractitioner } from "@/lib/practitioners/queries/require-practitioner";

/** Leads to the first part of the settings. */
export default async function SettingsPage() {
  await requireOpenPractitioner();
  redirect("/dashboard/settings/basic-info");
}
