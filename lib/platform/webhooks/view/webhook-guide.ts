/** How a message is signed, for who has to verify it: the text that is signed, and values to check one's own code against. */
export const webhookGuide = {
  stringToSign: "{webhook-id}.{webhook-timestamp}.{body}",
  vector: {
    secret: "whsec_ZGVtbyB3ZWJob29rIHNlY3JldDogMzIgYnl0ZXMhISE=",
    id: "msg_demo0123456789abcdef",
    timestamp: "1760000005",
    body: '{"type":"member.activated","timestamp":"2025-10-09T08:53:25.000Z","data":{"partner_user_id":"E-1001","subscription_id":"ms_demo0123456789abcdef","plan_subscription_id":"plan_demo_gold","parent_subscription_id":"sub_demo","door":"partner","state":"activated"}}',
    signature: "v1,gIqU1FpUHm1GFwk/a8PsyMhGoAQD1Wni/MgFWTeDlVQ=",
  },
} as const;
