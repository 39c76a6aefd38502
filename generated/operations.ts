// Generated from openapi/ by `npm run generate`. Do not edit.
import type { RequestBody, ResponseData } from "../src/methods.js";
import type { operations } from "./api.js";

export interface SignInMagicLinkEmailBody extends RequestBody<operations["signInMagicLinkEmail"]>, Record<never, never> {}

export interface SignInMagicLinkEmailData extends ResponseData<operations["signInMagicLinkEmail"]>, Record<never, never> {}

export interface SignInEnchantedLinkEmailBody extends RequestBody<operations["signInEnchantedLinkEmail"]>, Record<never, never> {}

export interface SignInEnchantedLinkEmailData extends ResponseData<operations["signInEnchantedLinkEmail"]>, Record<never, never> {}

export type SignUpMagicLinkEmailBody = RequestBody<operations["signUpMagicLinkEmail"]>;

export interface SignUpMagicLinkEmailData extends ResponseData<operations["signUpMagicLinkEmail"]>, Record<never, never> {}

export interface SignInMagicLinkSmsBody extends RequestBody<operations["signInMagicLinkSms"]>, Record<never, never> {}

export interface SignInMagicLinkSmsData extends ResponseData<operations["signInMagicLinkSms"]>, Record<never, never> {}

/** The operations, each with its documentation, which openapi-typescript gives to the paths only. */
export interface Operations {
  /**
   * Sign in by a magic link sent by email
   *
   * Sends one link to the email address of a registered user. The link is `<redirectUrl>?t=<token>`; verify the token
   * to finish the sign-in.
   *
   * Each accepted request sends another email. Links already sent stay valid until they expire, as set in the console.
   */
  readonly signInMagicLinkEmail: operations["signInMagicLinkEmail"] & { body: SignInMagicLinkEmailBody; data: SignInMagicLinkEmailData };
  /**
   * Sign in by an enchanted link sent by email
   *
   * Sends three numbered links to the email address of a registered user and responds with the number of the right one.
   * Show that number to the user, and poll the session with `pendingRef` until the right link has been opened.
   *
   * Each accepted request sends another email. Links already sent stay valid until they expire, as set in the console.
   *
   * The vendor's page says that the request fails when the address is already registered, a sentence taken over from
   * sign-up; like every sign-in it fails when the address is not registered. (choice)
   */
  readonly signInEnchantedLinkEmail: operations["signInEnchantedLinkEmail"] & { body: SignInEnchantedLinkEmailBody; data: SignInEnchantedLinkEmailData };
  /**
   * Sign up by a magic link sent by email
   *
   * Registers a new user and sends one link to the email address given. The link is `<redirectUrl>?t=<token>`; verify
   * the token to finish the sign-up.
   *
   * Each accepted request sends another email. Links already sent stay valid until they expire, as set in the console.
   */
  readonly signUpMagicLinkEmail: operations["signUpMagicLinkEmail"] & { body: SignUpMagicLinkEmailBody; data: SignUpMagicLinkEmailData };
  /**
   * Sign in by a magic link sent by SMS
   *
   * Sends one link to the phone number of a registered user. The link is `<redirectUrl>?t=<token>`; verify the token to
   * finish the sign-in.
   *
   * Each accepted request sends, and bills, another SMS. Links already sent stay valid until they expire, as set in
   * the console.
   */
  readonly signInMagicLinkSms: operations["signInMagicLinkSms"] & { body: SignInMagicLinkSmsBody; data: SignInMagicLinkSmsData };
}

/** What the client needs to know of the contract at run time. */
export const contract = {
  "servers": {
    "default": "https://api.descope.com",
    "regional": "https://api.{region}.descope.com"
  },
  "errorBody": {
    "code": "errorCode",
    "codePattern": "^E\\d{6}$"
  },
  "errors": {
    "E011001": "Bad request",
    "E011003": "Request is invalid",
    "E011004": "Request arguments are invalid",
    "E062107": "User already exists",
    "E062108": "User not found",
    "E130429": "API rate limit exceeded"
  },
  "operations": {
    "signInMagicLinkEmail": {
      "method": "post",
      "path": "/v1/auth/magiclink/signin/email",
      "secured": true,
      "body": true,
      "success": {
        "200": {
          "types": [
            "object"
          ],
          "required": {
            "maskedEmail": [
              "string"
            ]
          }
        }
      }
    },
    "signInEnchantedLinkEmail": {
      "method": "post",
      "path": "/v1/auth/enchantedlink/signin/email",
      "secured": true,
      "body": true,
      "success": {
        "200": {
          "types": [
            "object"
          ],
          "required": {
            "linkId": [
              "string"
            ],
            "pendingRef": [
              "string"
            ],
            "maskedEmail": [
              "string"
            ]
          }
        }
      }
    },
    "signUpMagicLinkEmail": {
      "method": "post",
      "path": "/v1/auth/magiclink/signup/email",
      "secured": true,
      "body": true,
      "success": {
        "200": {
          "types": [
            "object"
          ],
          "required": {
            "maskedEmail": [
              "string"
            ]
          }
        }
      }
    },
    "signInMagicLinkSms": {
      "method": "post",
      "path": "/v1/auth/magiclink/signin/sms",
      "secured": true,
      "body": true,
      "success": {
        "200": {
          "types": [
            "object"
          ],
          "required": {
            "maskedPhone": [
              "string"
            ]
          }
        }
      }
    }
  }
} as const;

/** What writes parameters in styles that openapi-fetch has not; undefined if the contract has none of these. */
export const writeParams = undefined;

/** The error codes known so far; others can come. */
export type KnownErrorCode = "E011001" | "E011002" | "E011003" | "E011004" | "E062107" | "E062108" | "E130429";
