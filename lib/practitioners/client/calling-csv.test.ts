import { expect, test } from "vitest";
import { readCallingTable, toRecord } from "./calling-csv";

const text = "Mobile;Full name;City;Odd\n+14155550132;Zoë Müller;Zürich;x\n";
const utf16 = (bytes: Buffer) => Buffer.concat([Buffer.from([0xff, 0xfe]), bytes]);

const files: [name: string, bytes: Buffer, encoding: string][] = [
  ["UTF-8", Buffer.from(text), "utf-8"],
  ["UTF-8 with a mark", Buffer.from(`\ufeff${text}`), "utf-8"],
  ["UTF-16", utf16(Buffer.from(text, "utf16le")), "utf-16le"],
  ["Latin-1", Buffer.from(text, "latin1"), "windows-1252"],
  ["ends of line of old Macs", Buffer.from(text.replaceAll("\n", "\r")), "utf-8"],
  ["tabs", Buffer.from(text.replaceAll(";", "\t")), "utf-8"],
  ["bars", Buffer.from(text.replaceAll(";", "|")), "utf-8"],
];

test.each(files)(
  "003: a file in %s is read as it was meant, its columns found by their names",
  (_, bytes, encoding) => {
    const table = readCallingTable(bytes);
    expect(table.encoding).toBe(encoding);
    expect(table.columns.map(({ field }) => field)).toEqual(["phone_number", "name", "location", null]);
    expect(table.rows.map(row => toRecord(row, table.columns))).toEqual([
      { phone_number: "+14155550132", name: "Zoë Müller", location: "Zürich" },
    ]);
  },
);

test("003: a row is told by the line on which it begins, whatever stands in the fields before it", () => {
  const rows = ["phone,notes", '1,"two', 'lines"', "", "2,plain", '3,"a, b"'];
  const table = readCallingTable(Buffer.from(rows.join("\r\n")));
  expect(table.delimiter).toBe(",");
  expect(table.rows.map(({ line, cells }) => [line, cells[1]])).toEqual([
    [2, "two\nlines"],
    [5, "plain"],
    [6, "a, b"],
  ]);
});

test("003: cells become what the calling system would have sent; an empty one was not told", () => {
  const header = "first name,Surname,phone,contacted,students,class types,Phone Number,email";
  const table = readCallingTable(
    Buffer.from(`${header}\nJohn,Doe,+1,yes,40,Hatha; Yin|Nidra,+2,\nJane,,+3,maybe,many,,,`),
  );
  expect(table.columns.map(({ field }) => field).filter(field => field === "phone_number")).toHaveLength(1);
  expect(table.rows.map(row => toRecord(row, table.columns))).toEqual([
    {
      name: "John Doe",
      phone_number: "+1",
      is_contacted: true,
      student_count: 40,
      class_types: ["Hatha", "Yin", "Nidra"],
    },
    { name: "Jane", phone_number: "+3", is_contacted: "maybe", student_count: "many" },
  ]);
});

const unreadable: [name: string, bytes: Buffer, said: string | RegExp][] = [
  ["empty", Buffer.from(" \n\n"), "csvEmpty"],
  ["without rows", Buffer.from("phone\n"), "csvEmpty"],
  ["without a number's column", Buffer.from("name\nJohn\n"), "csvNoPhone"],
  ["a picture", Buffer.from("89504e470d0a1a0a0000000d", "hex"), "csvEncoding"],
  ["with an open quote", Buffer.from('phone,name\n+1,"John\n+2,Jane\n'), /^Line \d+: a quotation mark/],
  ["with a quote inside", Buffer.from('phone,name\n+1,Jo"hn\n'), /^Line 2: a quotation mark/],
  ["with too many rows", Buffer.from(`phone\n${"+1\n".repeat(50_001)}`), "csvRows"],
  ["with too many columns", Buffer.from(`phone${",x".repeat(100)}\n+1`), "csvColumns"],
];

test.each(unreadable)("003: a file %s is refused with the reason", (_, bytes, said) => {
  const refusal = expect.objectContaining({
    code: "invalid_input",
    errors: [
      expect.objectContaining({
        field: "file",
        message: typeof said === "string" ? said : expect.stringMatching(said),
      }),
    ],
  });
  expect(() => readCallingTable(bytes)).toThrow(refusal);
});
