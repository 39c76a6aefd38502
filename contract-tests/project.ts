/** Whether a Vitest project is the suite's. Apart from all else: Vitest's configuration needs it, and nothing more. */
export const isOurs = ({ name }: { readonly name: string }) => name === "contract";
