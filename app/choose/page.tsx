import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AccountMenu } from "@/components/auth/account-menu";
import { PlaceChooser } from "@/components/auth/place-chooser";
import { SignInFrame } from "@/components/auth/sign-in-frame";
import { listPlaces } from "@/lib/kinds";
import { requireUser } from "@/lib/platform/auth/current";
import { followNext, followNowhere, isOpenNow, placeOfNext } from "@/lib/platform/auth/follow-next";
import { safePath } from "@/lib/platform/auth/safe-path";
import { choose } from "./actions";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.choose"))("title") };
}

/** For people with several roles or stores: where to work now. With one place they go straight there. */
export default async function ChoosePage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const session = await requireUser("/choose");
  const { next: given } = await searchParams;
  const next = typeof given === "string" && !given.startsWith("/choose") ? safePath(given) : null;
  const places = await listPlaces(session);
  const [only, ...others] = places;
  if (!only) redirect(followNowhere(next));
  if (next !== null && isOpenNow(next, places)) redirect(next);
  const needsNoChoice = (only.storeId === null && only.customerId === null) || only.isCurrent;
  if (others.length === 0 && needsNoChoice) redirect(only.redirectTo);
  const t = await getTranslations("auth.choose");
  return (
    <SignInFrame title={t("title")} lead={t("lead")} actions={<AccountMenu name={session.name} />}>
      <PlaceChooser
        places={places}
        destinations={places.map(place => followNext(next, place))}
        wanted={placeOfNext(next, places)}
        choose={choose}
      />
    </SignInFrame>
  );
}
