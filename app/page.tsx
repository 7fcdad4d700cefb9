import { getTranslations } from "next-intl/server";
import { AccountMenu } from "@/components/auth/account-menu";
import { LinkButton } from "@/components/ui/link-button";
import { SiteFooter } from "@/components/ui/site-footer";
import { SiteHeader } from "@/components/ui/site-header";
import { SkipLink } from "@/components/ui/skip-link";
import { findOwnAccount } from "@/lib/agents/queries/account";
import { currentSession } from "@/lib/platform/auth/current";
import { isStaff } from "@/lib/platform/auth/policy";
import { findProfile } from "@/lib/practitioners/queries/find-profile";
import { listOwnStores } from "@/lib/stores/queries/own-stores";
import { Places } from "./places";

/** The front page: what this is, the way in, and for who is signed in the way on. */
export default async function FrontPage() {
  const session = await currentSession();
  const t = await getTranslations("common");
  const stores = session
    ? await listOwnStores(session.roles.flatMap(held => (held.storeId === null ? [] : [held.storeId])).slice(-10))
    : [];
  const [profile, agent] = session ? await Promise.all([findProfile(session), findOwnAccount(session)]) : [null, null];
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <SiteHeader
        name={t("product")}
        home="/"
        actions={
          session ? (
            <AccountMenu name={session.name} />
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
        <Places
          stores={stores}
          profile={profile}
          agent={agent}
          isStaff={session !== null && isStaff(session)}
          isGuest={session === null}
        />
      </main>
      <SiteFooter />
    </div>
  );
}
