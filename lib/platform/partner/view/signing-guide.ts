const demo = { secret: "demo_partner_secret_0123456789abcdef0123456789abcdef", accountId: "acct_demo" } as const;
const calling = { secret: "demo_calling_secret_0123456789abcdef0123456789abcdef", accountId: "acct_calling" } as const;

/** How a request is signed, for who has to write it: the text to sign, values to check one's own against, and what a wrong one tells. */
export const signingGuide = {
  stringToSign: "{timestamp}.{account id}.{METHOD}.{path}.{sha256 of the body in hex}",
  /** What each shows is its name; the same requests were signed by openssl. */
  vectors: [
    {
      ...demo,
      name: "plain",
      timestamp: "1760000003",
      method: "POST",
      path: "/api/v1/partner/user/activate",
      body: '{"partner_user_id":"E-1001","name":"Asha Rao","dob":"1990-04-12","gender":"F","phone_number":"+919812345678","plan_subscription_id":"plan_demo_gold"}',
      stringToSign:
        "1760000003.acct_demo.POST./api/v1/partner/user/activate.46d0b2dcb6bd886b13783e00a00dd41a0c542c56a38d37c2e34513a16fc51391",
      signature: "e6e20970719400b90f4c663c89b9eac853a90a6f2760a662b41a6ab6c75452af",
    },
    {
      ...demo,
      name: "bytes",
      timestamp: "1760000004",
      method: "POST",
      path: "/api/v1/partner/user/activate?dry_run=true",
      body: '{\n  "partner_user_id": "E-1002",\n  "name": "Zoë Müller 🙂"\n}\r\n',
      stringToSign:
        "1760000004.acct_demo.POST./api/v1/partner/user/activate?dry_run=true.1adf5c45f4caec05949a5f0e5f72662e8f255c406f06d3844b3140a729c41273",
      signature: "6b680775cb2f4556b255c59588f5f8e967fbfe4e6ba5b95fa9f17812614318e8",
    },
    {
      ...calling,
      name: "query",
      timestamp: "1760000001",
      method: "POST",
      path: "/api/v1/calling/practitioners?trace=%C3%A9%20a+b&x=",
      body: '{"records":[{"phone_number":"+33612345678","name":"Zoë Müller 🙂"}]}',
      stringToSign:
        "1760000001.acct_calling.POST./api/v1/calling/practitioners?trace=%C3%A9%20a+b&x=.a4122078080c54ac15eb6ba88695caa9c2ce84f6cfe4262f249dacbf514dcd29",
      signature: "f360fcb637dbe651463dd7765854cf8c6ff56566579b2ac75f103844293aec54",
    },
    {
      ...calling,
      name: "empty",
      timestamp: "1760000002",
      method: "GET",
      path: "/api/v1/calling/practitioners",
      body: "",
      stringToSign:
        "1760000002.acct_calling.GET./api/v1/calling/practitioners.e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      signature: "d01a93a8f6aea12cbc450596890c1f02da51721934677302570d70fdfb82c097",
    },
  ],
  /** What the first of them comes out as when something usual is done wrong. */
  mistakes: [
    { mistake: "newline", signature: "0bd36e86eb25e853542af41751539d96537b71fcac10eaaac4f5a76e2b080605" },
    { mistake: "bodyNewline", signature: "b88e78b6c76d1c8d9504fbee10949bb95bb6a7d5e0777f59e4ea04fb8f9521f6" },
    { mistake: "spaces", signature: "a2b33ea2133d6352505ccd412acf453f0789ea345ad3cdec341f81f66307e655" },
    { mistake: "bodyItself", signature: "fc4e36e579fda26e7eb0f4189f3a7897a39395e74df93a819cac16894c8655f1" },
    { mistake: "smallMethod", signature: "9a3de1a7765d8a45f0b472b9b18392fd1eff50bc0fcf05a5626a3b08d0edeed5" },
    { mistake: "wholeAddress", signature: "daa74a19a82d57d7cc34b0e95f69fa8e09c5f80fa8718afde978291cee4e4e79" },
  ],
} as const;
