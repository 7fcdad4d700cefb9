import { useTranslations } from "next-intl";
import { areaOfAction, nameOfAction } from "./audit-words";

/** Actions and their areas in words: what a version before this one wrote, and has none, as it is called. */
export function useActionWords() {
  const t = useTranslations("auditActions");
  const inWords = (action: string): string => {
    const ofAnyKind = action.replace(areaOfAction(action), "any");
    const known = [action, ofAnyKind].find(one => t.has(`done.${one}`));
    return known ? t(`done.${known}`) : nameOfAction(action);
  };
  const areaInWords = (area: string): string => (t.has(`areas.${area}`) ? t(`areas.${area}`) : area);
  return { inWords, areaInWords };
}
