import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AppError } from "../errors";
import { validate } from "./validate";

const Address = z.strictObject({ city: z.string().min(1, "cityRequired") });
const Shape = z.strictObject({
  name: z.string({ error: "nameRequired" }).trim().min(1, "nameRequired").max(5, "tooLong"),
  days: z.number().int("wholeNumber").min(0, "days").max(365, "days"),
  language: z.enum(["fr", "de"], "choose"),
  note: z.string().optional(),
  address: Address.optional(),
});
const good = { name: "Anna", days: 3, language: "fr" };

function refusal(value: unknown): { status: number; code: string; errors: string[] } {
  try {
    validate(Shape, value);
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    const errors = thrown.errors.map(({ field, code, message }) => `${field} ${code} ${message}`).sort();
    return { status: thrown.status, code: thrown.code, errors };
  }
  return { status: 200, code: "", errors: [] };
}

describe("a request's values", () => {
  it("come out parsed when they are right", () => {
    expect(validate(Shape, { ...good, name: " Anna " })).toEqual(good);
  });

  it("are refused with 422 and every fault at once, each with its field and its own words", () => {
    expect(refusal({ name: "", days: 366, language: "lb", address: { city: "" } })).toEqual({
      status: 422,
      code: "invalid_input",
      errors: [
        "address.city required cityRequired",
        "days too_big days",
        "language invalid_value choose",
        "name required nameRequired",
      ],
    });
  });

  it("that are missing or null are a fault of the value, called required", () => {
    expect(refusal({})).toMatchObject({ status: 422, code: "invalid_input" });
    expect(refusal({}).errors.map(text => text.split(" ", 2).join(" "))).toEqual([
      "days required",
      "language required",
      "name required",
    ]);
    expect(refusal({ ...good, name: null })).toMatchObject({ status: 422, errors: ["name required nameRequired"] });
  });

  it("that are a number, but not this one, are 422", () => {
    for (const days of [1.5, -1, 366, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
      expect(refusal({ ...good, days }).status, String(days)).toBe(422);
  });

  it("of another JSON type are 400: no form of ours could send them", () => {
    for (const wrong of [{ name: 5 }, { name: ["Anna"] }, { name: true }, { days: "3" }, { days: {} }, { address: [] }])
      expect(refusal({ ...good, ...wrong }), JSON.stringify(wrong)).toMatchObject({
        status: 400,
        code: "invalid_request",
      });
  });

  it("under a key nobody knows are 400, named with its place, together with the other faults", () => {
    expect(refusal({ ...good, name: "", is_admin: true, address: { city: "Metz", role: 1 } })).toEqual({
      status: 400,
      code: "invalid_request",
      errors: ["address.role unknown_key unknownKey", "is_admin unknown_key unknownKey", "name required nameRequired"],
    });
  });
});
