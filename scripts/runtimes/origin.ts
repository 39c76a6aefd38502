/** Where the server of the behaviours listens: a page and a worker have to know it beforehand. */
export const origin = "http://127.0.0.1:45998";
