// Generated from openapi/ by `npm run generate`. Do not edit.
import type { ContractTable } from "../src/table.js";

/** What the client needs to know of the contract at run time. */
export const contract = {
  "servers": {
    "default": "https://api.descope.com",
    "regional": "https://api.{region}.descope.com"
  },
  "errorBody": {
    "code": "errorCode",
    "description": "errorDescription",
    "details": "errorMessage"
  },
  "secretFields": [
    "pendingRef"
  ],
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
} as const satisfies ContractTable;

/** The error codes known so far; others can come. */
export type KnownErrorCode = "E011001" | "E011002" | "E011003" | "E011004" | "E062107" | "E062108" | "E130429";
