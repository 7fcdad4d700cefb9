import { pick, pickNumber } from "@/lib/platform/sandbox/random";
import { uuidOf } from "./wire";

/** Where somebody lives or a house stands. */
export type Place = {
  street: string;
  unit: string | null;
  city: string;
  region: string;
  postalCode: string;
  county: string;
};

/** Somebody invented. */
export type Person = {
  id: string;
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  country: "UNITED_STATES" | "CANADA";
};

/** A list of words for `pick`, written with commas. */
export function words(text: string): readonly [string, ...string[]] {
  const [first = "", ...rest] = text.split(",");
  return [first, ...rest];
}

const firstNames = words(
  "Ava,Liam,Sofia,Noah,Grace,Mateo,Priya,Owen,Chloe,Marcus,Isabelle,Tyrone,Renée,Wei,Hannah,Diego,Kayla,Omar,Beatriz,Caleb,Fatima,Jonah,Élise",
);
const lastNames = words(
  "Thompson,Nguyen,Garcia,O'Neill,Patel,Johnson,McAllister,Tremblay,Kim,Rodriguez,Washington,Côté,Schneider,Okafor,Murphy,Bergeron,Singh,St. James",
);

/** Somebody who is always the same for one seed; now and then written in capitals, as forms of old leave them. */
export function personAt(seed: string): Person {
  const firstName = pick(`first:${seed}`, firstNames);
  const lastName = pick(`last:${seed}`, lastNames);
  const isShouted = pickNumber(`shout:${seed}`, 7) === 0;
  const isCanadian = pickNumber(`country:${seed}`, 5) === 0;
  const plain = `${firstName}.${lastName}`.normalize("NFKD").replace(/[^A-Za-z.]/g, "");
  const digits = String(2_000_000 + pickNumber(`phone:${seed}`, 7_999_999));
  return {
    id: uuidOf(`person:${seed}`),
    firstName: isShouted ? firstName.toUpperCase() : firstName,
    lastName: isShouted ? lastName.toUpperCase() : lastName,
    email: `${plain.toLowerCase().replace("..", ".")}${pickNumber(`mail:${seed}`, 900)}@example.com`,
    phone: `+1${isCanadian ? "416" : "512"}${digits}`,
    country: isCanadian ? "CANADA" : "UNITED_STATES",
  };
}

type Town = readonly [city: string, region: string, postalCode: string, county: string];
const towns: Record<Person["country"], readonly [Town, ...Town[]]> = {
  UNITED_STATES: [
    ["Austin", "TEXAS", "78704", "Travis"],
    ["Round Rock", "TEXAS", "78664", "Williamson"],
    ["San Antonio", "TEXAS", "78209", "Bexar"],
    ["Georgetown", "TEXAS", "78626", "Williamson"],
    ["San Marcos", "TEXAS", "78666", "Hays"],
    ["Dripping Springs", "TEXAS", "78620", "Hays"],
  ],
  CANADA: [
    ["Toronto", "ONTARIO", "M4C 1B5", "Toronto"],
    ["Mississauga", "ONTARIO", "L5B 3C1", "Peel"],
    ["Oakville", "ONTARIO", "L6J 1J6", "Halton"],
    ["Vaughan", "ONTARIO", "L4J 8C7", "York"],
  ],
};
const streets = words(
  "Maple Ave,Lakeshore Dr,Willow Creek Ln,Elm St,Kingsway,Hillcrest Blvd,Old Mill Rd,Juniper Ct,Stonebridge Way,Orchard Ln,Bluebonnet Dr",
);

/** A house of a country, always the same for one seed. */
export function placeAt(seed: string, country: Person["country"]): Place {
  const [city, region, postalCode, county] = pick(`town:${seed}`, towns[country]);
  return {
    street: `${100 + pickNumber(`house:${seed}`, 9_800)} ${pick(`street:${seed}`, streets)}`,
    unit: pickNumber(`flat:${seed}`, 4) === 0 ? `#${1 + pickNumber(`unit:${seed}`, 40)}` : null,
    ...{ city, region, postalCode, county },
  };
}
