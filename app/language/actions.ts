"use server";

import { chooseLanguage } from "@/lib/platform/auth/choose-language";
import { LanguageChoice } from "@/lib/platform/auth/schema";
import { action } from "@/lib/platform/http/action";

export const choose = action({
  auth: "public",
  input: LanguageChoice,
  handle: ({ input }) => chooseLanguage(input),
});
