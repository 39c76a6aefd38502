/**
 * Values that a format takes and refuses, chosen for the parts that implementations get wrong. The first valid one is
 * the plainest. Formats not listed here are treated as plain text; a format that Ajv does not know cannot be broken.
 */
export const formats: Readonly<
  Record<string, { readonly valid: readonly string[]; readonly invalid: readonly string[] }>
> = {
  email: {
    valid: [
      "probe@example.com",
      "probe+tag@example.com",
      "First.Last_1@mail.example.com",
      "UPPER@EXAMPLE.COM",
      `${"long".repeat(15)}@${"mail.".repeat(12)}example.com`,
    ],
    invalid: ["not an address", "probe@", "@example.com"],
  },
  uri: {
    valid: [
      "https://app.example.com/path",
      "http://app.example.com:8443/path?next=%2Fhome&x=1#part",
      "https://app.example.com",
      "com.example.app:verify",
      `https://app.example.com/path?next=${"long".repeat(100)}`,
    ],
    invalid: ["not a uri", "/path/only", "https://exa mple.com/"],
  },
  url: {
    valid: ["https://app.example.com/path", "http://app.example.com:8443/path?x=1#part", "ftp://files.example.com/a"],
    invalid: ["not a url", "app.example.com", "/path/only"],
  },
  "uri-template": { valid: ["https://app.example.com/{user}{?page}", "/path/{id}"], invalid: ["/path/{"] },
  "uri-reference": { valid: ["/path/only", "https://app.example.com/"], invalid: ["not a uri"] },
  uuid: {
    valid: ["3f2504e0-4f89-41d3-9a0c-0305e82c3301", "3F2504E0-4F89-11D3-9A0C-0305E82C3301"],
    invalid: ["3f2504e0-4f89-41d3-9a0c", "not-a-uuid"],
  },
  date: { valid: ["2026-01-31", "2024-02-29", "1999-12-31"], invalid: ["2025-02-29", "31.01.2026"] },
  "date-time": {
    valid: ["2026-01-31T12:00:00Z", "2024-02-29T23:59:59.123+02:00", "1999-12-31T00:00:00-05:30"],
    invalid: ["2026-01-31", "2026-01-31 noon"],
  },
  "iso-date-time": { valid: ["2026-01-31T12:00:00Z", "2024-02-29 23:59:59"], invalid: ["2026-01-31", "noon"] },
  "iso-time": { valid: ["12:00:00", "23:59:59.5+02:00"], invalid: ["25:00:00", "noon"] },
  time: { valid: ["12:00:00Z", "23:59:59.5+02:00"], invalid: ["25:00:00Z", "noon"] },
  duration: { valid: ["P1D", "PT36H"], invalid: ["1 day"] },
  hostname: { valid: ["example.com", "a-1.example.com"], invalid: ["-bad-.example.com"] },
  ipv4: { valid: ["192.0.2.1", "203.0.113.255"], invalid: ["192.0.2.256", "example.com"] },
  ipv6: { valid: ["2001:db8::1", "2001:db8:0:0:0:0:0:1"], invalid: ["192.0.2.1"] },
  regex: { valid: ["^[a-z]+$", "a|b"], invalid: ["[a-z"] },
  "json-pointer": { valid: ["/path/0", "", "/a~1b"], invalid: ["path/0", "/a~2"] },
  "json-pointer-uri-fragment": { valid: ["#/path/0", "#"], invalid: ["/path/0"] },
  "relative-json-pointer": { valid: ["1/path", "0#"], invalid: ["/path"] },
  byte: { valid: ["cHJvYmU=", ""], invalid: ["***"] },
};

/** Whether there are values that a format refuses. */
export function isBreakable(format: string): boolean {
  return format === "int32" || Object.hasOwn(formats, format);
}
