// Generated from openapi/ by `npm run generate`. Do not edit.
// sha256 of the contract and of what follows: aa44860cbfd2cc7ada65ad652fb1616c3903964a79c386c1e22fe41c1d775c38

export interface paths {
    "/v1/auth/magiclink/signin/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in by a magic link sent by email
         * @description Sends one link to the email address of a registered user. The link is `<redirectUrl>?t=<token>`; verify the token
         *     to finish the sign-in.
         *
         *     Each accepted request sends another email. Links already sent stay valid until they expire, as set in the console.
         */
        post: operations["signInMagicLinkEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/enchantedlink/signin/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in by an enchanted link sent by email
         * @description Sends three numbered links to the email address of a registered user and responds with the number of the right one.
         *     Show that number to the user, and poll the session with `pendingRef` until the right link has been opened.
         *
         *     Each accepted request sends another email. Links already sent stay valid until they expire, as set in the console.
         *
         *     The vendor's page says that the request fails when the address is already registered, a sentence taken over from
         *     sign-up; like every sign-in it fails when the address is not registered. (choice)
         */
        post: operations["signInEnchantedLinkEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/magiclink/signup/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign up by a magic link sent by email
         * @description Registers a new user and sends one link to the email address given. The link is `<redirectUrl>?t=<token>`; verify
         *     the token to finish the sign-up.
         *
         *     Each accepted request sends another email. Links already sent stay valid until they expire, as set in the console.
         */
        post: operations["signUpMagicLinkEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/magiclink/signin/sms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in by a magic link sent by SMS
         * @description Sends one link to the phone number of a registered user. The link is `<redirectUrl>?t=<token>`; verify the token to
         *     finish the sign-in.
         *
         *     Each accepted request sends, and bills, another SMS. Links already sent stay valid until they expire, as set in
         *     the console.
         */
        post: operations["signInMagicLinkSms"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description The user's login ID: an email address for the email endpoints, a phone number for SMS. No format is enforced, as the
         *     vendor lets any unique string be a login ID. Never empty: the vendor's SDKs refuse that.
         */
        LoginId: string;
        /**
         * Format: email
         * @description The user's email address. That its form is checked is a choice.
         */
        EmailAddress: string;
        /** @description Details of the user. */
        User: {
            /**
             * @description The user's login ID: an email address for the email endpoints, a phone number for SMS. No format is enforced, as the
             *     vendor lets any unique string be a login ID. Never empty: the vendor's SDKs refuse that.
             */
            loginId?: components["schemas"]["LoginId"];
            /** @description The full name, as shown to others. */
            name?: string;
            /** @description The phone number. No format is enforced. (choice) */
            phone?: string;
            /** @description The user's email address. That its form is checked is a choice. */
            email?: components["schemas"]["EmailAddress"];
            /** @description The given name. */
            givenName?: string;
            /** @description The middle name. */
            middleName?: string;
            /** @description The family name. */
            familyName?: string;
        };
        /**
         * Format: uri
         * @description Where the link leads; the token is appended as `?t=<token>`. Its domain must be among the project's Approved Domains.
         *     Left out, the project's setting applies.
         */
        RedirectUrl: string;
        /**
         * Format: uri
         * @deprecated
         * @description The name that the prose of the vendor's pages, and its SDKs, give `redirectUrl`. Use `redirectUrl`.
         */
        Uri: string;
        /** @description Which of the project's email or SMS providers delivers the message. Left out, the project's setting applies. */
        ProviderId: string;
        /**
         * @description The single sign-on application that the user signs in to. The vendor's page lists it for SMS; that email sign-in
         *     accepts it too is a choice.
         */
        SsoAppId: string;
        /**
         * @description By its name: send to the user's recovery address or number instead. The vendor's description names it and its type,
         *     and says no more of it. (description)
         */
        UseRecovery: boolean;
        /** @description Claims added to the session token, by name. */
        CustomClaims: {
            [key: string]: string | number | boolean;
        };
        /** @description Values for the placeholders of the message's template, by name. */
        TemplateOptions: {
            [key: string]: string;
        };
        /**
         * @description The template of the message, in the place of the project's default one. The vendor's Go and Java SDKs send it; neither
         *     its pages nor its description list it. (SDK)
         */
        TemplateId: string;
        /** @description The language of the message, as a language tag like `en-GB`. The vendor gives no list, so none is enforced. */
        Locale: string;
        /** @description The PKCE code challenge. It matters for enchanted links only; other methods ignore it. */
        PkceChallenge: string;
        /**
         * @description The tenant that the user signs in to, by its name. The vendor's description names it and its type, and says no more
         *     of it. (description)
         */
        TenantId: string;
        /** @description How the session that follows is made. */
        SignInLoginOptions: {
            /**
             * @description Raise the session of a user who is signed in already. Needs that user's refresh JWT in the bearer.
             * @default false
             */
            stepup?: boolean;
            /**
             * @description Use this sign-in as a second factor. Needs the signed-in user's refresh JWT in the bearer.
             * @default false
             */
            mfa?: boolean;
            /**
             * @description The single sign-on application that the user signs in to. The vendor's page lists it for SMS; that email sign-in
             *     accepts it too is a choice.
             */
            ssoAppId?: components["schemas"]["SsoAppId"];
            /** @description Claims added to the session token, by name. */
            customClaims?: components["schemas"]["CustomClaims"];
            /** @description Values for the placeholders of the message's template, by name. */
            templateOptions?: components["schemas"]["TemplateOptions"];
            /**
             * @description The template of the message, in the place of the project's default one. The vendor's Go and Java SDKs send it; neither
             *     its pages nor its description list it. (SDK)
             */
            templateId?: components["schemas"]["TemplateId"];
            /** @description The language of the message, as a language tag like `en-GB`. The vendor gives no list, so none is enforced. */
            locale?: components["schemas"]["Locale"];
            /** @description The PKCE code challenge. It matters for enchanted links only; other methods ignore it. */
            pkceChallenge?: components["schemas"]["PkceChallenge"];
            /**
             * @description The tenant that the user signs in to, by its name. The vendor's description names it and its type, and says no more
             *     of it. (description)
             */
            tenantId?: components["schemas"]["TenantId"];
            /**
             * @description End the user's other sessions when this sign-in succeeds, so that a single one is active. (description; what it
             *     does is read off the vendor's documentation and SDKs)
             */
            revokeOtherSessions?: boolean;
            /**
             * @description By its name: which of the other sessions `revokeOtherSessions` ends. The vendor's description and SDKs name it and
             *     its type, and say no more of it. (description)
             */
            revokeOtherSessionsTypes?: string[];
        };
        /**
         * @description A sign-in by email. The vendor's pages list `email` and `user` too, a list taken over from sign-up; neither is needed
         *     to sign in. That `loginId` is required is read off the SDKs.
         */
        EmailSignInRequest: {
            /**
             * @description The user's login ID: an email address for the email endpoints, a phone number for SMS. No format is enforced, as the
             *     vendor lets any unique string be a login ID. Never empty: the vendor's SDKs refuse that.
             */
            loginId: components["schemas"]["LoginId"];
            /** @description The user's email address. That its form is checked is a choice. */
            email?: components["schemas"]["EmailAddress"];
            /** @description Details of the user. */
            user?: components["schemas"]["User"];
            /**
             * @description Where the link leads; the token is appended as `?t=<token>`. Its domain must be among the project's Approved Domains.
             *     Left out, the project's setting applies.
             */
            redirectUrl?: components["schemas"]["RedirectUrl"];
            /**
             * @deprecated
             * @description The name that the prose of the vendor's pages, and its SDKs, give `redirectUrl`. Use `redirectUrl`.
             */
            URI?: components["schemas"]["Uri"];
            /** @description Which of the project's email or SMS providers delivers the message. Left out, the project's setting applies. */
            providerId?: components["schemas"]["ProviderId"];
            /**
             * @description The single sign-on application that the user signs in to. The vendor's page lists it for SMS; that email sign-in
             *     accepts it too is a choice.
             */
            ssoAppId?: components["schemas"]["SsoAppId"];
            /**
             * @description By its name: send to the user's recovery address or number instead. The vendor's description names it and its type,
             *     and says no more of it. (description)
             */
            useRecovery?: components["schemas"]["UseRecovery"];
            /** @description How the session that follows is made. */
            loginOptions?: components["schemas"]["SignInLoginOptions"];
        };
        /**
         * @description The reason of a failure: `E` and six digits. The examples are the codes known so far (SDK): bad request, missing
         *     arguments, validation failure, invalid arguments, user already exists, user not found, rate limit exceeded. Others can
         *     come.
         * @example E011001
         * @example E011002
         * @example E011003
         * @example E011004
         * @example E062107
         * @example E062108
         * @example E130429
         */
        ErrorCode: string;
        /** @description Why a request failed. (SDK) Further fields may come. */
        Error: {
            /**
             * @description The reason of a failure: `E` and six digits. The examples are the codes known so far (SDK): bad request, missing
             *     arguments, validation failure, invalid arguments, user already exists, user not found, rate limit exceeded. Others can
             *     come.
             */
            errorCode: components["schemas"]["ErrorCode"];
            /** @description The meaning of the code, in English. Always there by choice; the vendor does not say. */
            errorDescription: string;
            /** @description Details of this one failure, if there are any. */
            errorMessage?: string;
        };
        /** @description The email address, most of it masked, to show to the user. The `*` is a choice. */
        MaskedEmail: string;
        /** @description Where the link was sent. */
        EmailSent: {
            /** @description The email address, most of it masked, to show to the user. The `*` is a choice. */
            maskedEmail: components["schemas"]["MaskedEmail"];
        };
        /** @description Which link is the right one, and how to wait for it. */
        EnchantedLinkSent: {
            /** @description The two-digit number of the right link. Show it to the user, who has to open the link that carries it. */
            linkId: string;
            /**
             * @description Handed to the poll-session endpoint until the right link was opened. Whoever holds it receives the session: keep
             *     it out of logs. That it is never empty is a choice.
             */
            pendingRef: string;
            /** @description The email address, most of it masked, to show to the user. The `*` is a choice. */
            maskedEmail: components["schemas"]["MaskedEmail"];
        };
        /** @description The full name, as shown to others. */
        name: string;
        /** @description The phone number. No format is enforced. (choice) */
        phone: string;
        /** @description The given name. */
        givenName: string;
        /** @description The middle name. */
        middleName: string;
        /** @description The family name. */
        familyName: string;
        /** @description Details of the user who signs up. */
        NewUser: {
            /**
             * @description The user's login ID: an email address for the email endpoints, a phone number for SMS. No format is enforced, as the
             *     vendor lets any unique string be a login ID. Never empty: the vendor's SDKs refuse that.
             */
            loginId?: components["schemas"]["LoginId"];
            /** @description The full name, as shown to others. */
            name?: components["schemas"]["name"];
            /** @description The phone number. No format is enforced. (choice) */
            phone?: components["schemas"]["phone"];
            /** @description The user's email address. That its form is checked is a choice. */
            email?: components["schemas"]["EmailAddress"];
            /** @description The given name. */
            givenName?: components["schemas"]["givenName"];
            /** @description The middle name. */
            middleName?: components["schemas"]["middleName"];
            /** @description The family name. */
            familyName?: components["schemas"]["familyName"];
            /**
             * @description By its name: the email address for recovery messages. The vendor's description names it and its type, and says no
             *     more of it, so no format is enforced. (description)
             */
            recoveryEmail?: string;
            /**
             * @description By its name: the phone number for recovery messages. The vendor's description names it and its type, and says no
             *     more of it, so no format is enforced. (description)
             */
            recoveryPhone?: string;
        };
        /** @description How the session that follows is made. */
        SignUpLoginOptions: {
            /** @description Claims added to the session token, by name. */
            customClaims?: components["schemas"]["CustomClaims"];
            /** @description Values for the placeholders of the message's template, by name. */
            templateOptions?: components["schemas"]["TemplateOptions"];
            /**
             * @description The template of the message, in the place of the project's default one. The vendor's Go and Java SDKs send it; neither
             *     its pages nor its description list it. (SDK)
             */
            templateId?: components["schemas"]["TemplateId"];
            /** @description The language of the message, as a language tag like `en-GB`. The vendor gives no list, so none is enforced. */
            locale?: components["schemas"]["Locale"];
            /** @description The PKCE code challenge. It matters for enchanted links only; other methods ignore it. */
            pkceChallenge?: components["schemas"]["PkceChallenge"];
            /**
             * @description The tenant that the user signs in to, by its name. The vendor's description names it and its type, and says no more
             *     of it. (description)
             */
            tenantId?: components["schemas"]["TenantId"];
        };
        /** @description A sign-up identified by `loginId`. */
        EmailSignUpByLoginId: {
            /** @description The user's email address. That its form is checked is a choice. */
            email?: components["schemas"]["EmailAddress"];
            /**
             * @description The user's login ID: an email address for the email endpoints, a phone number for SMS. No format is enforced, as the
             *     vendor lets any unique string be a login ID. Never empty: the vendor's SDKs refuse that.
             */
            loginId: components["schemas"]["LoginId"];
            /** @description Details of the user who signs up. */
            user?: components["schemas"]["NewUser"];
            /**
             * @description Where the link leads; the token is appended as `?t=<token>`. Its domain must be among the project's Approved Domains.
             *     Left out, the project's setting applies.
             */
            redirectUrl?: components["schemas"]["RedirectUrl"];
            /**
             * @deprecated
             * @description The name that the prose of the vendor's pages, and its SDKs, give `redirectUrl`. Use `redirectUrl`.
             */
            URI?: components["schemas"]["Uri"];
            /** @description Which of the project's email or SMS providers delivers the message. Left out, the project's setting applies. */
            providerId?: components["schemas"]["ProviderId"];
            /** @description How the session that follows is made. */
            loginOptions?: components["schemas"]["SignUpLoginOptions"];
        };
        /** @description A sign-up identified by `email`. */
        EmailSignUpByEmail: {
            /** @description The user's email address. That its form is checked is a choice. */
            email: components["schemas"]["EmailAddress"];
            /**
             * @description The user's login ID: an email address for the email endpoints, a phone number for SMS. No format is enforced, as the
             *     vendor lets any unique string be a login ID. Never empty: the vendor's SDKs refuse that.
             */
            loginId?: components["schemas"]["LoginId"];
            /** @description Details of the user who signs up. */
            user?: components["schemas"]["NewUser"];
            /**
             * @description Where the link leads; the token is appended as `?t=<token>`. Its domain must be among the project's Approved Domains.
             *     Left out, the project's setting applies.
             */
            redirectUrl?: components["schemas"]["RedirectUrl"];
            /**
             * @deprecated
             * @description The name that the prose of the vendor's pages, and its SDKs, give `redirectUrl`. Use `redirectUrl`.
             */
            URI?: components["schemas"]["Uri"];
            /** @description Which of the project's email or SMS providers delivers the message. Left out, the project's setting applies. */
            providerId?: components["schemas"]["ProviderId"];
            /** @description How the session that follows is made. */
            loginOptions?: components["schemas"]["SignUpLoginOptions"];
        };
        /** @description A sign-up by email, identified by `loginId`, by `email`, or by both. */
        EmailSignUpRequest: components["schemas"]["EmailSignUpByLoginId"] | components["schemas"]["EmailSignUpByEmail"];
        /** @description A sign-in by SMS. That `loginId` is required is read off the SDKs. */
        SmsSignInRequest: {
            /**
             * @description The user's login ID: an email address for the email endpoints, a phone number for SMS. No format is enforced, as the
             *     vendor lets any unique string be a login ID. Never empty: the vendor's SDKs refuse that.
             */
            loginId: components["schemas"]["LoginId"];
            /**
             * @description Where the link leads; the token is appended as `?t=<token>`. Its domain must be among the project's Approved Domains.
             *     Left out, the project's setting applies.
             */
            redirectUrl?: components["schemas"]["RedirectUrl"];
            /**
             * @deprecated
             * @description The name that the prose of the vendor's pages, and its SDKs, give `redirectUrl`. Use `redirectUrl`.
             */
            URI?: components["schemas"]["Uri"];
            /** @description Which of the project's email or SMS providers delivers the message. Left out, the project's setting applies. */
            providerId?: components["schemas"]["ProviderId"];
            /**
             * @description The single sign-on application that the user signs in to. The vendor's page lists it for SMS; that email sign-in
             *     accepts it too is a choice.
             */
            ssoAppId?: components["schemas"]["SsoAppId"];
            /**
             * @description By its name: send to the user's recovery address or number instead. The vendor's description names it and its type,
             *     and says no more of it. (description)
             */
            useRecovery?: components["schemas"]["UseRecovery"];
            /** @description How the session that follows is made. */
            loginOptions?: components["schemas"]["SignInLoginOptions"];
        };
        /** @description Where the link was sent. */
        SmsSent: {
            /** @description The phone number, most of it masked, to show to the user. The `*` is a choice. */
            maskedPhone: string;
        };
    };
    responses: {
        /**
         * @description Any other failure. The vendor documents no statuses (choice), and a gateway in front can answer with HTML or with
         *     nothing instead of this body.
         */
        Failed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description One link was sent. */
        EmailSent: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["EmailSent"];
            };
        };
        /**
         * @description The request is invalid, or nobody is registered under this login ID. The status is not documented by the vendor (choice): branch on
         *     `errorCode`.
         */
        SignInRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description The project ID is missing or unknown. The status and the code that comes with it are not documented by the vendor
         *     (choice).
         */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description Too many requests; nothing was sent. The vendor's limit is 100 requests in 60 seconds for the REST API. The status
         *     and the header are read off the vendor's SDKs.
         */
        RateLimited: {
            headers: {
                /**
                 * @description How many seconds to wait before the next request. (SDK)
                 * @example 60
                 */
                "Retry-After": number;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /**
         * @description The request is invalid, or somebody is already registered under this login ID. The status is not documented by the vendor (choice): branch on
         *     `errorCode`.
         */
        SignUpRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    signInMagicLinkEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Who signs in, and where the link leads. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailSignInRequest"];
            };
        };
        responses: {
            200: components["responses"]["EmailSent"];
            400: components["responses"]["SignInRefused"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Failed"];
        };
    };
    signInEnchantedLinkEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Who signs in, and where the links lead. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailSignInRequest"];
            };
        };
        responses: {
            /** @description Three links were sent. (The three fields together are read off the vendor's SDKs.) */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnchantedLinkSent"];
                };
            };
            400: components["responses"]["SignInRefused"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Failed"];
        };
    };
    signUpMagicLinkEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Who signs up, and where the link leads. At least one of `loginId` and `email` is needed. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailSignUpRequest"];
            };
        };
        responses: {
            200: components["responses"]["EmailSent"];
            400: components["responses"]["SignUpRefused"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Failed"];
        };
    };
    signInMagicLinkSms: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Who signs in, and where the link leads. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SmsSignInRequest"];
            };
        };
        responses: {
            /** @description One link was sent. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SmsSent"];
                };
            };
            400: components["responses"]["SignInRefused"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Failed"];
        };
    };
}
