import { pick, pickNumber } from "@/lib/platform/sandbox/random";

/** An address as Letzshop's GraphQL gives it. */
export type WireAddress = {
  firstName: string;
  lastName: string;
  company: string | null;
  streetName: string;
  streetNumber: string;
  city: string;
  zipCode: string;
  phone: string;
  country: { name: { en: string; fr: string; de: string }; iso: string };
};

type Region = {
  country: WireAddress["country"];
  locale: "fr" | "de" | "en";
  firstNames: readonly [string, ...string[]];
  lastNames: readonly [string, ...string[]];
  streets: readonly [string, ...string[]];
  towns: readonly [[string, string], ...[string, string][]];
  phone: (digits: string) => string;
};

const luxembourg: Region = {
  country: { name: { en: "Luxembourg", fr: "Luxembourg", de: "Luxemburg" }, iso: "LU" },
  locale: "fr",
  firstNames: [
    "Léa",
    "Tom",
    "Anouk",
    "Luc",
    "Claudine",
    "Pit",
    "Maïté",
    "Jhemp",
    "Sandrine",
    "Yves",
    "Fränz",
    "Carole",
  ],
  lastNames: ["Weber", "Schmit", "Thill", "Hoffmann", "Kieffer", "Reuter", "Wagener", "Faber", "Muller", "Pettinger"],
  streets: ["Rue de la Gare", "Grand-Rue", "Rue Münster", "Avenue de la Liberté", "Montée du Grund", "Rue des Prés"],
  towns: [
    ["L-1611", "Luxembourg"],
    ["L-4040", "Esch-sur-Alzette"],
    ["L-9206", "Diekirch"],
    ["L-3440", "Dudelange"],
    ["L-6440", "Echternach"],
  ],
  phone: digits => `+352621${digits.slice(0, 6)}`,
};
const france: Region = {
  country: { name: { en: "France", fr: "France", de: "Frankreich" }, iso: "FR" },
  locale: "fr",
  firstNames: ["Camille", "Julien", "Élodie", "Mathieu", "Chloé", "François", "Noémie", "Benoît"],
  lastNames: ["Lefèvre", "Moreau", "Garnier", "Dubois", "Chevalier", "Roussel", "Berthelot"],
  streets: ["Rue Serpenoise", "Place Stanislas", "Rue des Jardins", "Avenue Foch"],
  towns: [
    ["57000", "Metz"],
    ["57100", "Thionville"],
    ["54000", "Nancy"],
    ["54400", "Longwy"],
  ],
  phone: digits => `+336${digits}`,
};
const germany: Region = {
  country: { name: { en: "Germany", fr: "Allemagne", de: "Deutschland" }, iso: "DE" },
  locale: "de",
  firstNames: ["Jürgen", "Anke", "Lukas", "Sabine", "Jörg", "Katharina", "Maximilian", "Grit"],
  lastNames: ["Müller", "Groß", "Schäfer", "Becker", "Köhler", "Lang", "Roth"],
  streets: ["Simeonstraße", "Bahnhofstraße", "Am Weißen Berg", "Saarstraße"],
  towns: [
    ["54290", "Trier"],
    ["54439", "Saarburg"],
    ["66111", "Saarbrücken"],
    ["54634", "Bitburg"],
  ],
  phone: digits => `+49151${digits}`,
};
const belgium: Region = {
  country: { name: { en: "Belgium", fr: "Belgique", de: "Belgien" }, iso: "BE" },
  locale: "en",
  firstNames: ["Nathalie", "Pieter", "Sofie", "Arnaud", "Lotte", "Quentin"],
  lastNames: ["Peeters", "Lambert", "Janssens", "Dupont", "Claes", "Collignon"],
  streets: ["Rue de Diekirch", "Avenue Tesch", "Grote Markt", "Rue du Moulin"],
  towns: [
    ["6700", "Arlon"],
    ["6600", "Bastogne"],
    ["4780", "Saint-Vith"],
    ["1000", "Bruxelles"],
  ],
  phone: digits => `+32470${digits.slice(0, 6)}`,
};
const regions: readonly [Region, ...Region[]] = [
  luxembourg,
  luxembourg,
  luxembourg,
  luxembourg,
  france,
  france,
  germany,
  germany,
  belgium,
];

/** Who ordered: an invented person with a fitting address, language and mail address. */
export function personAt(number: number): { address: WireAddress; email: string; locale: "fr" | "de" | "en" } {
  const region = pick(`region:${number}`, regions);
  const firstName = pick(`first:${number}`, region.firstNames);
  const lastName = pick(`last:${number}`, region.lastNames);
  const [zipCode, city] = pick(`town:${number}`, region.towns);
  const hasCompany = pickNumber(`company:${number}`, 14) === 0;
  const digits = String(10_000_000 + pickNumber(`phone:${number}`, 89_999_999));
  return {
    address: {
      firstName,
      lastName,
      company: hasCompany ? `${lastName} & Co` : null,
      streetName: pick(`street:${number}`, region.streets),
      streetNumber: `${1 + pickNumber(`house:${number}`, 120)}${pickNumber(`letter:${number}`, 9) === 0 ? "a" : ""}`,
      city,
      zipCode,
      phone: region.phone(digits),
      country: region.country,
    },
    email: `${ascii(firstName)}.${ascii(lastName)}${pickNumber(`mail:${number}`, 90)}@example.com`,
    locale: region.locale,
  };
}

function ascii(name: string): string {
  return name
    .replace("ß", "ss")
    .normalize("NFKD")
    .replace(/[^A-Za-z]/g, "")
    .toLowerCase();
}
