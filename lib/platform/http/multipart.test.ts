import { expect, test } from "vitest";
import { readUpload } from "./multipart";

const type = (boundary: string) => ({ "Content-Type": `multipart/form-data; boundary=${boundary}` });
const send = (body: string, headers: Record<string, string>) =>
  readUpload(new Headers(headers), () => Promise.resolve(Buffer.from(body)), 10 * 1024 * 1024);
const text = (name: string, value: string) =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const part = (name: string, content = "") =>
  `--b\r\nContent-Disposition: form-data; name="${name}"; filename="f"\r\nContent-Type: image/png\r\n\r\n${content}\r\n`;

test("003: a form is taken with its one file, and one of very many parts is refused before it is taken apart", async () => {
  const form = `${part("note")}${text("act", "add")}${part("file", "picture")}--b--\r\n`;
  const told = { type: "image/png", name: "f", fields: { act: "add" } };
  expect(await send(form, type("b"))).toEqual({ bytes: Buffer.from("picture"), ...told });
  const many = `${part("file", "picture")}${part("x").repeat(100_000)}--b--\r\n`;
  const before = process.cpuUsage();
  await expect(send(many, type("b"))).rejects.toMatchObject({ code: "invalid_request" });
  await expect(send(many, type('"b"; boundary=other'))).rejects.toMatchObject({ code: "invalid_request" });
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000, "ms computed").toBeLessThan(1000);
});
