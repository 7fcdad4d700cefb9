import { describe, expect, test } from "vitest";
import { maskAddress } from "./call-log";
import { checkUrl, isPublicAddress, resolveChecked } from "./target";

const reach = { upstream: "feeds", privateOrigins: [] };

describe("addresses", () => {
  test.each([
    "8.8.8.8",
    "1.1.1.1",
    "9.255.255.255",
    "126.255.255.255",
    "128.0.0.1",
    "172.217.16.3",
    "192.0.1.1",
    "192.169.0.1",
    "198.17.255.255",
    "198.20.0.1",
    "172.15.255.255",
    "172.32.0.1",
    "100.63.255.255",
    "100.128.0.1",
    "169.253.1.1",
    "192.167.1.1",
    "11.0.0.1",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2a00:1450:4001:81b::200e",
    "2001:4860:4860::8888",
    "2a02:678::1",
    "2620:fe::fe",
  ])("bar 77: %s is public", address => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::808:808",
    "4000::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:7f00:1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::a00:1",
    "2002:7f00:1::1",
    "2002:a00:1::",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "100::1",
    "3fff::1",
    "not an address",
    "",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
    "64:ff9b:1::7f00:1",
    "2002:808:808::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "::a00:1",
    "fe80::ffff:a00:1",
    "ff05::1:3",
    "5f00::1",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "192.88.99.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.175.48.1",
    "239.255.255.250",
    "100.100.100.200",
    "168.63.129.16",
    "fd00:ec2::254",
  ])("bar 77: %s is not", address => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe("spellings", () => {
  test.each([
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://0/",
    "http://127.0.0.1./",
    "http://①②⑦.⓪.⓪.①/",
    "http://１２７．０．０．１/",
    "http://127。0。0。1/",
    "http://12\t7.0.0\n.1/",
    "http:127.0.0.1/",
    "http:\\\\127.0.0.1\\",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://a.localhost/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[0:0:0:0:0:ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[fe80::1]/",
    "http://0.0.0.0/",
    "http://127.0.1/",
    "http://127.0.0.1:80/",
    "https://127.0.0.1:443/",
    "http://0x7F000001/",
    "http://0x7f.0x0.0x0.0x1/",
    "http://0177.0x0.1/",
    "http://00000177.0.0.1/",
    "http://%31%32%37.0.0.1/",
    "http://127%2e0.0.1/",
    "HTTP://127.0.0.1/",
    " http://127.0.0.1/ ",
    "http:///127.0.0.1/",
    "http:/127.0.0.1/",
    "http://localhost%2e/",
    "http://loca\tlhost/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::]/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://[fec0::1]/",
    "http://10.0.0.1/",
    "http://012.0.0.1/",
    "http://167772161/",
    "http://192.168.1.1/",
    "http://3232235777/",
    "http://172.16.0.1/",
    "http://100.64.0.1/",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://[::ffff:169.254.169.254]/",
    "http://8.8.8.8@127.0.0.1/",
    "http://127.0.0.1#@8.8.8.8/",
    "http://127.0.0.1\\@8.8.8.8/",
    "http://shop.example:0/",
    "http://shop.example:81/",
    "http://shop.example:5432/",
    "https://shop.example:99999/",
    "ws://shop.example/",
    "ldap://shop.example/",
    "dict://shop.example:11211/",
    "jar:http://shop.example!/",
    "blob:http://shop.example/a",
    "about:blank",
    "http://169.254.169.254/latest/meta-data/",
    "http://user@shop.example/",
    "http://user:password@shop.example/",
    "http://shop.example:22/",
    "http://shop.example:8080/",
    "https://8.8.8.8:6379/",
    "ftp://shop.example/",
    "file:///etc/passwd",
    "gopher://shop.example/",
    "data:text/csv,id",
    "javascript:alert(1)",
    "//shop.example/",
    "shop.example/feed.csv",
    "http://",
    "",
  ])("bar 77: %j is refused before anything is resolved", text => {
    expect(() => checkUrl(text, reach)).toThrow(expect.objectContaining({ kind: "wrong_address" }));
  });

  test.each([
    "http://shop.example/feed.csv",
    "https://shop.example:443/feed.csv?token=a",
    "http://shop.example:80/",
    "https://shop.example:80/",
    "https://8.8.8.8/feed.csv",
    "http://134744072/",
    "https://[2606:4700:4700::1111]/",
    "https://bücher.example/",
    "https://10.example/",
    "https://shop.example./",
  ])("bar 77: %j passes", text => {
    expect(checkUrl(text, reach).protocol).toMatch(/^https?:$/);
  });

  test("bar 77: other ports pass when the caller or the configuration names them", () => {
    expect(() => checkUrl("https://shop.example:8443/", { ...reach, allowedPorts: [8443] })).not.toThrow();
    expect(() =>
      checkUrl("https://shop.example:8443/", { ...reach, allowedOrigins: ["https://shop.example:8443"] }),
    ).not.toThrow();
    expect(() =>
      checkUrl("http://127.0.0.1:3010/a", { ...reach, privateOrigins: ["http://127.0.0.1:3010"] }),
    ).not.toThrow();
    expect(() =>
      checkUrl("http://127.0.0.1:3011/a", { ...reach, privateOrigins: ["http://127.0.0.1:3010"] }),
    ).toThrow();
    expect(() => checkUrl("http://127.0.0.1:8443/", { ...reach, allowedPorts: [8443] })).toThrow();
  });
});

describe("names", () => {
  const url = new URL("https://shop.example/");

  test("bar 78: only the public addresses of a name are dialled", async () => {
    const found = [
      { address: "10.0.0.1", family: 4 },
      { address: "8.8.8.8", family: 4 },
      { address: "::1", family: 6 },
    ];
    expect(await resolveChecked(url, reach, async () => found)).toEqual([{ address: "8.8.8.8", family: 4 }]);
  });

  test("bar 78: a name with private addresses only is refused", async () => {
    const found = [{ address: "192.168.0.1", family: 4 }];
    await expect(resolveChecked(url, reach, async () => found)).rejects.toMatchObject({ kind: "wrong_address" });
    await expect(resolveChecked(url, reach, async () => [])).rejects.toMatchObject({ kind: "wrong_address" });
  });
});

test.each([
  ["https://user:pw@shop.example/feed.csv?token=abc#x", "https://shop.example/feed.csv?token=•••"],
  ["https://shop.example/f?user=me&pwd=hunter2hunter2&rows=50", "https://shop.example/f?user=•••&pwd=•••ter2&rows=50"],
  ["https://shop.example/f?hash=9f8e7d6c5b4a39", "https://shop.example/f?hash=•••4a39"],
  ["https://shop.example/export/Xy7Kq2LmP9aB3/feed.csv", "https://shop.example/export/•••9aB3/feed.csv"],
  ["https://shop.example/Xy7Kq2LmP9aB3.csv", "https://shop.example/•••.csv"],
  [
    "https://api.example/2010-04-01/Accounts/AC0123456789abcdef/Messages.json",
    "https://api.example/2010-04-01/Accounts/•••cdef/Messages.json",
  ],
  [
    "https://hooks.slack.com/services/T0ABCDEF1/B0ABCDEF1/abcdefghijklmnopqrstuvwx",
    "https://hooks.slack.com/services/•••",
  ],
  ["https://hooks.slack.com/services/TABC/BABC/short", "https://hooks.slack.com/services/•••"],
  ["https://shop.example/services/feed.csv", "https://shop.example/services/feed.csv"],
  ["nonsense token", "•••"],
])("bar 80: %s is kept without its secrets", (address, masked) => expect(maskAddress(address)).toBe(masked));
