namespace TokenIssuer.Tokens;

/// <summary>What is said in tokens: the settings <c>Token:*</c>.</summary>
public sealed class TokenOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Token";

    /// <summary>The shortest lifetime a token may be given.</summary>
    public static readonly TimeSpan ShortestLifetime = TimeSpan.FromSeconds(60);

    /// <summary>The longest; retired keys stay published that long (<see cref="Keys.KeySchedule"/>).</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromHours(24);

    /// <summary>
    /// <c>Token:Issuer</c>, required: the https origin that callers use, without path, query or trailing slash;
    /// http only on loopback. It is <c>iss</c> in every token, byte for byte (RFC 8414 §3.3), and never derived
    /// from a request.
    /// </summary>
    public string Issuer { get; set; } = "";

    /// <summary>
    /// <c>Token:DefaultAudience</c>: <c>aud</c> for clients that have no audiences of their own (RFC 9068 §3).
    /// Default: the issuer.
    /// </summary>
    public string? DefaultAudience { get; set; }

    /// <summary>
    /// <c>Token:Lifetime</c>: how long a token is good for when its client does not say, 1 minute to 24 hours.
    /// APIs verify offline, so this is also how long a leaked token works where nobody introspects it.
    /// </summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);
}
