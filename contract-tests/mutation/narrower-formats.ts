/** A narrower reading of a format: a pattern beside it, and texts of the format that the pattern refuses. */
interface NarrowerFormat {
  readonly name: string;
  readonly pattern: string;
  readonly refused: readonly string[];
}

/** Narrower readings that implementations do take, for the formats whose reading differs among them. */
export const narrowerFormats: Readonly<Record<string, readonly NarrowerFormat[]>> = {
  email: [
    { name: "no-plus", pattern: "^[^+]*$", refused: ["ada+tag@example.com"] },
    { name: "lower-case", pattern: "^[^A-Z]*$", refused: ["Ada@Example.com"] },
    { name: "no-dot-in-name", pattern: "^[^.]*@", refused: ["ada.l@example.com"] },
    { name: "no-digits", pattern: "^[^0-9]*$", refused: ["ada1@example.com"] },
    { name: "two-labels", pattern: "@[^.]+\\.[^.]+$", refused: ["ada@mail.example.com"] },
    { name: "one-domain", pattern: "@example\\.com$", refused: ["ada@mail.example.com"] },
  ],
  uri: [
    { name: "https", pattern: "^https:", refused: ["http://app.example.com/"] },
    { name: "web", pattern: "^https?:", refused: ["com.example.app:/verify"] },
    {
      name: "no-port",
      pattern: "^\\w[\\w.+-]*:(?://[^/:]*(?:/|$)|/[^/]|[^/])",
      refused: ["https://app.example.com:8443/"],
    },
    { name: "no-query", pattern: "^[^?]*$", refused: ["https://app.example.com/?a=b"] },
    { name: "no-fragment", pattern: "^[^#]*$", refused: ["https://app.example.com/#part"] },
    { name: "no-escapes", pattern: "^[^%]*$", refused: ["https://app.example.com/?next=%2Fhome"] },
    { name: "with-path", pattern: "^[^/]*//[^/]+/|^[^/]*:/[^/]", refused: ["https://app.example.com"] },
  ],
  uuid: [
    { name: "lower-case", pattern: "^[^A-F]*$", refused: ["3F2504E0-4F89-41D3-9A0C-0305E82C3301"] },
    { name: "version-4", pattern: "^.{14}4", refused: ["3f2504e0-4f89-11d3-9a0c-0305e82c3301"] },
  ],
  date: [
    { name: "no-leap-day", pattern: "^.{4}-(?!02-29)", refused: ["2024-02-29"] },
    { name: "this-century", pattern: "^20", refused: ["1999-12-31"] },
    { name: "no-31st", pattern: "^.{8}(?!31)", refused: ["2026-01-31"] },
  ],
  "date-time": [
    { name: "utc", pattern: "Z$", refused: ["2026-01-31T12:00:00+02:00"] },
    { name: "no-fraction", pattern: "^[^.]*$", refused: ["2026-01-31T12:00:00.123Z"] },
    { name: "this-century", pattern: "^20", refused: ["1999-12-31T00:00:00Z"] },
    { name: "no-leap-day", pattern: "^.{4}-(?!02-29)", refused: ["2024-02-29T00:00:00Z"] },
    { name: "no-negative-offset", pattern: "T[^-]*$", refused: ["2026-01-31T12:00:00-05:30"] },
  ],
  time: [{ name: "no-fraction", pattern: "^[^.]*$", refused: ["12:00:00.5Z"] }],
  duration: [{ name: "days", pattern: "^P\\d", refused: ["PT36H"] }],
  ipv4: [{ name: "documentation-net", pattern: "^192\\.", refused: ["203.0.113.7"] }],
};
