namespace TokenIssuer.Keys;

/// <summary>When signing keys take turns: the settings <c>Keys:*</c>.</summary>
public sealed class KeyOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Keys";

    /// <summary>
    /// <c>Keys:PublishAhead</c>: how long a new key is published before it signs, counted from its creation. More
    /// than any common verifier keeps a JWKS (12 hours), so that nobody meets a key they do not know.
    /// </summary>
    public TimeSpan PublishAhead { get; set; } = TimeSpan.FromHours(24);

    /// <summary><c>Keys:RefreshInterval</c>: how often the list of keys is read. A disabled key stops within it.</summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// <c>Keys:RsaAlgorithm</c>: what RSA keys sign with, <c>RS256</c> or <c>PS256</c> (RFC 7518 §3.1).
    /// EC P-256 keys always sign ES256.
    /// </summary>
    public string RsaAlgorithm { get; set; } = SigningAlgorithm.RS256;

    /// <summary>
    /// <c>Keys:Directory</c>: where <see cref="LocalSigner"/> keeps its PEM files, for development and tests.
    /// Deployed issuers have a key vault instead.
    /// </summary>
    public string? Directory { get; set; }
}
