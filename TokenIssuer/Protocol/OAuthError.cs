using System.Globalization;
using System.Text.Json;

namespace TokenIssuer.Protocol;

/// <summary>
/// Every refusal there is, and the only code that writes one (RFC 6749 §5.2). Status, code and public sentence are
/// fixed here and never contain input; <see cref="Reason"/> is private, for the log and a metric.
/// </summary>
internal sealed record OAuthError
{
    private const string Request = "invalid_request";
    private const string Client = "invalid_client";
    private const string Target = "invalid_target";
    private const string Busy = "temporarily_unavailable";
    private const string ClientFailed = "Client authentication failed.";

    private readonly byte[] body;
    private readonly bool challenge;
    private readonly KeyValuePair<string, string>[] headers;

    private OAuthError(int status, string code, string description, string reason, bool challenge = false, params KeyValuePair<string, string>[] headers)
    {
        Status = status;
        Code = code;
        Description = description;
        Reason = reason;
        this.challenge = challenge;
        this.headers = headers;
        body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["error"] = code, ["error_description"] = description });
    }

    // The request's shape: RFC 6749 §3.2, §4.4.2, Appendix B.
    public static readonly OAuthError NotAForm = new(400, Request, "The body must be application/x-www-form-urlencoded.", "not_a_form");
    public static readonly OAuthError MalformedForm = new(400, Request, "The body is not valid application/x-www-form-urlencoded UTF-8.", "malformed_form");
    public static readonly OAuthError RepeatedParameter = new(400, Request, "A parameter is included more than once.", "repeated_parameter");
    public static readonly OAuthError TooManyParameters = new(400, Request, "The request has too many parameters.", "too_many_parameters");
    public static readonly OAuthError BodyTooLarge = new(413, Request, "The body is too large.", "body_too_large");
    public static readonly OAuthError LengthRequired = new(411, Request, "The body did not arrive: send it with Content-Length.", "length_required");
    public static readonly OAuthError CredentialsInQuery = new(400, Request, "Credentials must not be in the request URI.", "credentials_in_query");
    public static readonly OAuthError MissingGrantType = new(400, Request, "The grant_type parameter is missing.", "missing_grant_type");
    public static readonly OAuthError UnsupportedGrantType = new(400, "unsupported_grant_type", "The grant_type must be client_credentials.", "unsupported_grant_type");

    // Client authentication: RFC 6749 §2.3, RFC 7617.
    public static readonly OAuthError MalformedAuthorization = new(400, Request, "The Authorization header is malformed.", "malformed_authorization");
    public static readonly OAuthError SeveralMethods = new(400, Request, "Use one client authentication method only.", "several_methods");
    public static readonly OAuthError ClientIdMismatch = new(400, Request, "The client_id parameter differs from the authenticated client.", "client_id_mismatch");
    public static readonly OAuthError MissingClientId = new(400, Request, "The client_id parameter is missing.", "missing_client_id");
    public static readonly OAuthError MalformedCredentials = new(400, Request, "The client credentials contain control characters.", "malformed_credentials");
    public static readonly OAuthError NoCredentials = new(401, Client, ClientFailed, "no_credentials", challenge: true);
    public static readonly OAuthError UnknownScheme = new(401, Client, ClientFailed, "unknown_scheme", challenge: true);
    public static readonly OAuthError UnsupportedMethod = new(400, Client, ClientFailed, "unsupported_method");

    // What the client may have: RFC 6749 §3.3 and §5.2, RFC 8707 §2.
    public static readonly OAuthError UnauthorizedClient = new(400, "unauthorized_client", "The client may not use this grant.", "unauthorized_client");
    public static readonly OAuthError MalformedScope = new(400, "invalid_scope", "The scope is malformed.", "malformed_scope");
    public static readonly OAuthError ScopeNotAllowed = new(400, "invalid_scope", "The client may not have a scope it asked for.", "scope_not_allowed");
    public static readonly OAuthError NoDefaultScope = new(400, "invalid_scope", "The client has no default scope; ask for one.", "no_default_scope");
    public static readonly OAuthError MalformedTarget = new(400, Target, "A resource must be an absolute URI without a fragment.", "malformed_target");
    public static readonly OAuthError TargetNotAllowed = new(400, Target, "The client may not have a token for a resource it asked for.", "target_not_allowed");

    // Questions about tokens: RFC 7009 §2.1, RFC 7662 §2.1.
    public static readonly OAuthError MissingToken = new(400, Request, "The token parameter is missing.", "missing_token");
    public static readonly OAuthError ForeignToken = new(400, Request, "The token was issued to another client.", "foreign_token");

    // Routes: RFC 9110 §15.5.
    public static readonly OAuthError NotFound = new(404, Request, "There is nothing at this path.", "not_found");

    // Faults of ours.
    public static readonly OAuthError Internal = new(500, "server_error", "The server met an unexpected condition.", "internal");

    private static readonly OAuthError[] Failed = Enum.GetValues<ClientFailure>()
        .SelectMany(failure => new[] { Fail(failure, basic: false), Fail(failure, basic: true) }).ToArray();

    public int Status { get; }

    /// <summary>RFC 6749 §5.2 <c>error</c>.</summary>
    public string Code { get; }

    /// <summary>The public sentence, <c>error_description</c>.</summary>
    public string Description { get; }

    /// <summary>Why, exactly, in snake case; never shown to the caller.</summary>
    public string Reason { get; }

    /// <summary>Why the credential was refused, if that is what happened.</summary>
    public ClientFailure? Failure { get; private init; }

    /// <summary>Whose credential was refused, when it is a client of ours; never shown to the caller.</summary>
    public string? ClientId { get; private init; }

    /// <summary>
    /// One public answer for every way a credential can be wrong: 401 with a challenge after Basic (RFC 6749 §5.2),
    /// 400 without one after body credentials, since a 401 must carry a challenge (RFC 9110 §15.5.2) and Basic would be the wrong one.
    /// </summary>
    public static OAuthError ClientAuthenticationFailed(ClientFailure failure, bool basic, string? clientId) =>
        Failed[(2 * (int)failure) + (basic ? 1 : 0)] with { ClientId = clientId };

    /// <summary>405 with the methods that work (RFC 9110 §15.5.6).</summary>
    public static OAuthError MethodNotAllowed(string allow) =>
        new(405, Request, "This method is not allowed here.", "method_not_allowed", false, new KeyValuePair<string, string>("Allow", allow));

    /// <summary>503: try again, and when (RFC 9110 §10.2.3).</summary>
    public static OAuthError Unavailable(string part, TimeSpan? retryAfter) =>
        new(503, Busy, "The service is temporarily unavailable.", part + "_unavailable", false, RetryAfter(retryAfter));

    /// <summary>429: too many failures; the same for every client, known or not (RFC 6585 §4).</summary>
    public static OAuthError Throttled(TimeSpan retryAfter) =>
        new(429, Busy, "Too many failed attempts; try again later.", "throttled", false, RetryAfter(retryAfter));

    /// <summary>Retry-After in whole seconds, at least 1.</summary>
    public static KeyValuePair<string, string> RetryAfter(TimeSpan? delay) =>
        new("Retry-After", Math.Max(1, (long)Math.Ceiling((delay ?? TimeSpan.FromSeconds(5)).TotalSeconds)).ToString(CultureInfo.InvariantCulture));

    /// <summary>The answer. <paramref name="issuer"/> is the realm of the challenge (RFC 7617 §2).</summary>
    public IssuerResponse ToResponse(string issuer) => challenge
        ? IssuerResponse.Of(Status, body, [new("WWW-Authenticate", $"Basic realm=\"{issuer}\", charset=\"UTF-8\""), .. headers])
        : IssuerResponse.Of(Status, body, headers);

    private static OAuthError Fail(ClientFailure failure, bool basic) =>
        new(basic ? 401 : 400, Client, ClientFailed, JsonNamingPolicy.SnakeCaseLower.ConvertName(failure.ToString()), basic) { Failure = failure };
}

/// <summary>Why a credential was refused; the caller is told none of it.</summary>
internal enum ClientFailure
{
    UnknownClient,
    WrongSecret,
    NoSecret,
    SecretPending,
    SecretExpired,
    SecretRevoked,
    ClientDisabled,
    AddressRefused,
}
