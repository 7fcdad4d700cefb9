import { redirect } from "next/navigation";
import { requireOpenStore } from "@/lib/stores/queries/require-store";

/** Leads to the first part of the settings. */
export default async function SettingsPage({ params }: { params: Promise<{ code: string }> }) {
  const { code } = await requireOpenStore((await params).code);
  redirect(`/store/${code}/settings/profile`);
}
