import { plainWord } from "@/lib/platform/csv/match-columns";
import type { Gender, GovtIdName, Relation } from "../../schema/member";

const genders: Record<Gender, readonly string[]> = {
  M: ["m", "male", "man", "h", "mann", "männlich", "homme", "masculin", "mr", "herr", "monsieur"],
  F: ["f", "female", "woman", "w", "frau", "weiblich", "femme", "féminin", "mrs", "ms", "madame"],
  O: ["o", "other", "d", "divers", "x", "diverse", "non-binary", "nonbinary", "autre"],
};

const relations: Record<Relation, readonly string[]> = {
  self: [
    "self",
    "employee",
    "primary",
    "selbst",
    "mitarbeiter",
    "mitarbeiterin",
    "employé",
    "employée",
    "salarié",
    "salariée",
  ],
  spouse: [
    ...["spouse", "husband", "wife", "partner", "ehepartner", "ehepartnerin", "ehemann", "ehefrau"],
    ...["conjoint", "conjointe", "époux", "épouse", "mari", "femme"],
  ],
  child: ["child", "son", "daughter", "kind", "sohn", "tochter", "enfant", "fils", "fille"],
  parent: ["parent", "father", "mother", "vater", "mutter", "elternteil", "père", "mère"],
  other: ["other", "sonstige", "andere", "autre"],
};

const papers: Record<GovtIdName, readonly string[]> = {
  pan: ["pan", "pan card"],
  aadhar: ["aadhar", "aadhaar", "aadhaar card", "aadhar card"],
  passport: ["passport", "reisepass", "pass", "passeport"],
  license: [
    "license",
    "licence",
    "driving licence",
    "driving license",
    "driver's license",
    "führerschein",
    "permis",
    "permis de conduire",
  ],
};

function reader<Value extends string>(words: Record<Value, readonly string[]>): (text: string) => string {
  const entries = Object.entries<readonly string[]>(words);
  const known = new Map(entries.flatMap(([value, names]) => names.map(name => [plainWord(name), value] as const)));
  // A word that nobody knows stays as it is: the field's own schema refuses it.
  return text => known.get(plainWord(text)) ?? text;
}

/** M, F or O for the usual words of three languages. */
export const readGender = reader(genders);
/** Who somebody is to the employee, for the usual words of three languages. */
export const readRelation = reader(relations);
/** Which paper is meant. */
export const readPaper = reader(papers);
