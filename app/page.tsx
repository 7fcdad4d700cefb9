import { ArrowRight } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { SignOutButton } from "@/components/auth/sign-out-button";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { SiteFooter } from "@/components/ui/site-footer";
import { SiteHeader } from "@/components/ui/site-header";
import { SkipLink } from "@/components/ui/skip-link";
import { currentSession, isStaff } from "@/lib/platform/auth/current";
import { listOwnStores } from "@/lib/stores/queries/own-stores";

/** The front page: what this is, the way in, and for who is signed in the way on. */
export default async function FrontPage() {
  const session = await currentSession();
  const t = await getTranslations("common");
  const stores = session
    ? await listOwnStores(session.roles.flatMap(held => (held.storeId === null ? [] : [held.storeId])))
    : [];
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <SiteHeader
        name={t("product")}
        home="/"
        actions={
          session ? (
            <SignOutButton />
          ) : (
            <LinkButton href="/login" variant="secondary" size="small">
              {t("signIn")}
            </LinkButton>
          )
        }
      />
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto grid w-full max-w-page flex-1 content-start gap-12 px-4 py-12 sm:px-6 sm:py-20"
      >
        <header className="grid max-w-2xl gap-4">
          <h1 className="text-4xl leading-tight font-semibold tracking-tight text-balance sm:text-5xl">
            {t("front.title")}
          </h1>
          <p className="text-lg text-pretty text-ink-muted sm:text-xl">{t("front.lead")}</p>
        </header>
        <div className="grid gap-4 sm:grid-cols-2 lg:max-w-4xl">
          {stores.map(store => (
            <Card
              key={store.code}
              title={store.name}
              description={t(store.isThroughGate ? "front.open" : "front.unfinished")}
            >
              <LinkButton href={`/store/${store.code}/${store.isThroughGate ? "dashboard" : "onboarding"}`}>
                {t(store.isThroughGate ? "front.dashboard" : "front.goOn")}
                <ArrowRight aria-hidden />
              </LinkButton>
            </Card>
          ))}
          {session && isStaff(session) ? (
            <Card title={t("front.admin")} description={t("front.adminLead")}>
              <LinkButton href="/admin">{t("front.adminOpen")}</LinkButton>
            </Card>
          ) : null}
          <Card title={t("front.store")} description={t("front.storeLead")}>
            <LinkButton href="/signup/store" variant={stores.length > 0 ? "secondary" : "primary"}>
              {t("front.storeOpen")}
            </LinkButton>
          </Card>
        </div>
      </main>
      <SiteFooter />
    </div>
  );
}
