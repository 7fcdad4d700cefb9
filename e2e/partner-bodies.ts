import { type Contractor, newBody, type PartnerBody } from "./own-contractor";

/** One body with something wrong, the status, and every fault that must be told: `field code`. */
export type WrongBody = [name: string, change: PartnerBody, status: 400 | 422, faults: string[]];

const long = (length: number) => "a".repeat(length);
const year = new Date().getUTCFullYear();

/** Every field missing, of another type, empty, too long and out of range (bar 50; contract 7 and the facts of India). */
export const wrongBodies: WrongBody[] = [
  ...(["phone_number", "dob", "gender", "plan_subscription_id", "name", "partner_user_id"] as const).flatMap(
    (field): WrongBody[] => [
      [`no ${field}`, { [field]: undefined }, 422, [`${field} required`]],
      [`${field} null`, { [field]: null }, 422, [`${field} required`]],
      [`${field} a number`, { [field]: 7 }, 400, [`${field} *`]],
      [`${field} a list`, { [field]: ["7"] }, 400, [`${field} *`]],
      [`${field} empty`, { [field]: "" }, 422, [`${field} *`]],
      [`${field} too long`, { [field]: long(500) }, 422, [`${field} *`]],
    ],
  ),
  ...["email_id", "addr_line", "city", "state", "pincode"].flatMap((field): WrongBody[] => [
    [`${field} a number`, { [field]: 560001 }, 400, [`${field} *`]],
    [`${field} empty`, { [field]: "" }, 422, [`${field} *`]],
    [`${field} too long`, { [field]: long(500) }, 422, [`${field} *`]],
  ]),
  ...["12345", "+91221234567", "2212345678", "9876", "+999123456789", "98765432101", "not a number"].map(
    (text): WrongBody => [`phone ${text}`, { phone_number: text }, 422, ["phone_number invalid_phone"]],
  ),
  ...["1990-02-30", "28-02-1990", "1990-2-8", `${year + 1}-01-01`, "1990-02-28T00:00:00Z", "today", "1899-12-31"].map(
    (text): WrongBody => [`dob ${text}`, { dob: text }, 422, ["dob *"]],
  ),
  ...["m", "Male", "X", "FM"].map((text): WrongBody => [`gender ${text}`, { gender: text }, 422, ["gender *"]]),
  ...["012345", "56000", "5600011", "56000a", "L-1234"].map(
    (text): WrongBody => [`pincode ${text}`, { pincode: text }, 422, ["pincode *"]],
  ),
  ...["name@", "@example.com", "a b@example.com", "name"].map(
    (text): WrongBody => [`mail ${text}`, { email_id: text }, 422, ["email_id *"]],
  ),
  ["a paper without its number", { govt_id_name: "pan" }, 422, ["govt_id_value required"]],
  ["a number without its paper", { govt_id_value: "ABCPE1234F" }, 422, ["govt_id_name required"]],
  ["a paper that is none", { govt_id_name: "visa", govt_id_value: "ABCPE1234F" }, 422, ["govt_id_name *"]],
  ...[
    ["pan", "ABCPE12345"],
    ["aadhar", "234567890123"],
    ["aadhar", "123456789012"],
    ["passport", "Z0234567"],
    ["license", "MH1220110012"],
  ].map(
    ([name, text]): WrongBody => [
      `${name} ${text}`,
      { govt_id_name: name, govt_id_value: text },
      422,
      ["govt_id_value invalid_format"],
    ],
  ),
  ["a nominee's age below", { nominee_details: { age: -1 } }, 422, ["nominee_details.age *"]],
  ["a nominee's age above", { nominee_details: { age: 121 } }, 422, ["nominee_details.age *"]],
  ["a nominee's age in part", { nominee_details: { age: 30.5 } }, 422, ["nominee_details.age *"]],
  ["a nominee's age in words", { nominee_details: { age: "30" } }, 400, ["nominee_details.age *"]],
  ["a nominee with more", { nominee_details: { phone: "1" } }, 400, ["nominee_details.phone unknown_key"]],
  ["a nominee that is a text", { nominee_details: "Ravi" }, 400, ["nominee_details *"]],
  ["51 fields", { fields: Array.from({ length: 51 }, () => ({ name: "a", value: "b" })) }, 422, ["fields *"]],
  ["a field without a name", { fields: [{ value: "b" }] }, 422, ["fields.0.name required"]],
  ["a field of a number", { fields: [{ name: "a", value: 1 }] }, 400, ["fields.0.value *"]],
  ["fields that are no list", { fields: { name: "a", value: "b" } }, 400, ["fields *"]],
  ["a key too many", { admin: true }, 400, ["admin unknown_key"]],
  [
    "everything at once",
    { phone_number: "1", dob: "x", gender: "Z", name: "", email_id: "x", pincode: "0", govt_id_name: "pan" },
    422,
    ["phone_number *", "dob *", "gender *", "name *", "email_id *", "pincode *", "govt_id_value required"],
  ],
];

/** Bodies that are no such call at all, as bytes; each with the one code that it gets. */
export function rawBodies(contractor: Contractor): [name: string, bytes: Buffer, code: string][] {
  const right = JSON.stringify(newBody(contractor));
  const withName = (json: string) => Buffer.from(right.replace('"Asha Rao"', json));
  return [
    ["nothing", Buffer.alloc(0), "invalid_input"],
    ["a list", Buffer.from(`[${right}]`), "invalid_request"],
    ["a text", Buffer.from('"hello"'), "invalid_request"],
    ["null", Buffer.from("null"), "invalid_request"],
    ["cut in half", Buffer.from(right.slice(0, right.length / 2)), "invalid_json"],
    ["two of them", Buffer.from(right + right), "invalid_json"],
    ["with a comma too many", Buffer.from(right.replace("}", ",}")), "invalid_json"],
    ["a form", Buffer.from("name=Asha&gender=F"), "invalid_json"],
    ["not UTF-8", Buffer.from(right.replace("Asha", "Ash\u00e9"), "latin1"), "invalid_json"],
    ["half of a pair", withName('"\\ud800"'), "invalid_request"],
    ["NUL", withName('"a\\u0000b"'), "invalid_request"],
    ["a control character", withName('"a\\u0007b"'), "invalid_input"],
    ["UTF-16", Buffer.from(right, "utf16le"), "invalid_json"],
    ["no number", Buffer.from(right.replace('"Asha Rao"', "NaN")), "invalid_json"],
    ["a number without end as the name", withName("1e400"), "invalid_request"],
    ["a key of __proto__", Buffer.from(right.replace("{", '{"__proto__":{"gender":"M"},')), "invalid_request"],
    ["a constructor", Buffer.from(right.replace("{", '{"constructor":{"prototype":{"a":1}},')), "invalid_request"],
    ["100,000 lists deep", Buffer.from(`{"fields":${"[".repeat(100_000)}${"]".repeat(100_000)}}`), "invalid_request"],
    ["33 objects deep", withName(`${'{"a":'.repeat(33)}1${"}".repeat(33)}`), "invalid_request"],
    ["a mebibyte and one", Buffer.alloc(1024 * 1024 + 1, 32), "too_large"],
  ];
}
