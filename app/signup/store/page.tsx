import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { SignUp, type SignUpSearch } from "@/app/signup/sign-up";
import { StoreSignUp } from "@/components/stores/sign-up-form";
import { signInOptions } from "@/lib/platform/auth/queries";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("stores.signUp"))("title") };
}

/** Sign-up of a store. */
export default async function StoreSignUpPage({ searchParams }: { searchParams: SignUpSearch }) {
  return (
    <SignUp area="stores" here="/signup/store" search={searchParams}>
      <StoreSignUp countries={signInOptions(await getLocale()).countries} />
    </SignUp>
  );
}
