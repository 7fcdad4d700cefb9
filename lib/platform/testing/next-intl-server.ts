import { createTranslator } from "next-intl";
import { messages } from "../i18n/messages";

type Area = keyof typeof messages;

/** Stands in for next-intl's own, which only Next may load: the same texts, in English. */
export const getTranslations = async (namespace: Area) => createTranslator({ locale: "en", messages, namespace });

/** The language of the request, which is English. */
export const getLocale = async () => "en-GB";
