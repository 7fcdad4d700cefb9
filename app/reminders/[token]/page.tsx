import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SignInFrame } from "@/components/auth/sign-in-frame";
import { StopReminders } from "@/components/flow/stop-reminders";

/** Title of the page, which no search engine keeps. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("flow.reminders"))("title"), robots: { index: false } };
}

/** Asks before reminders are stopped: programs that only look at links change nothing. It is the same for every link, sent or not. */
export default async function RemindersPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const t = await getTranslations("flow.reminders");
  return (
    <SignInFrame title={t("title")} lead={t("lead")}>
      <StopReminders address={`/api/v1/reminders/${token}`} />
    </SignInFrame>
  );
}
