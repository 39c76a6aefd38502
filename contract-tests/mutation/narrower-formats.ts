/** A narrower reading of a format: its name, a pattern beside the format, and a text of the format that it refuses. */
type NarrowerFormat = readonly [name: string, pattern: string, refused: string];

/** Narrower readings that implementations do take, for the formats whose reading differs among them. */
export const narrowerFormats: Readonly<Record<string, readonly NarrowerFormat[]>> = {
  email: [
    ["no-plus", "^[^+]*$", "ada+tag@example.com"],
    ["lower-case", "^[^A-Z]*$", "Ada@Example.com"],
    ["no-dot-in-name", "^[^.]*@", "ada.l@example.com"],
    ["no-digits", "^[^0-9]*$", "ada1@example.com"],
    ["two-labels", "@[^.]+\\.[^.]+$", "ada@mail.example.com"],
    ["one-domain", "@example\\.com$", "ada@mail.example.com"],
  ],
  uri: [
    ["https", "^https:", "http://app.example.com/"],
    ["web", "^https?:", "com.example.app:/verify"],
    ["no-port", "^\\w[\\w.+-]*:(?://[^/:]*(?:/|$)|/[^/]|[^/])", "https://app.example.com:8443/"],
    ["no-query", "^[^?]*$", "https://app.example.com/?a=b"],
    ["no-fragment", "^[^#]*$", "https://app.example.com/#part"],
    ["no-escapes", "^[^%]*$", "https://app.example.com/?next=%2Fhome"],
    ["with-path", "^[^/]*//[^/]+/|^[^/]*:/[^/]", "https://app.example.com"],
  ],
  uuid: [
    ["lower-case", "^[^A-F]*$", "3F2504E0-4F89-41D3-9A0C-0305E82C3301"],
    ["version-4", "^.{14}4", "3f2504e0-4f89-11d3-9a0c-0305e82c3301"],
  ],
  date: [
    ["no-leap-day", "^.{4}-(?!02-29)", "2024-02-29"],
    ["this-century", "^20", "1999-12-31"],
    ["no-31st", "^.{8}(?!31)", "2026-01-31"],
  ],
  "date-time": [
    ["utc", "Z$", "2026-01-31T12:00:00+02:00"],
    ["no-fraction", "^[^.]*$", "2026-01-31T12:00:00.123Z"],
    ["this-century", "^20", "1999-12-31T00:00:00Z"],
    ["no-leap-day", "^.{4}-(?!02-29)", "2024-02-29T00:00:00Z"],
    ["no-negative-offset", "T[^-]*$", "2026-01-31T12:00:00-05:30"],
  ],
  time: [["no-fraction", "^[^.]*$", "12:00:00.5Z"]],
  duration: [["days", "^P\\d", "PT36H"]],
  ipv4: [["documentation-net", "^192\\.", "203.0.113.7"]],
};
