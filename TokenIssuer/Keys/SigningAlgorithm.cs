namespace TokenIssuer.Keys;

/// <summary>The JWS algorithms the issuer signs with (RFC 7518 §3.1).</summary>
public static class SigningAlgorithm
{
    /// <summary>ECDSA with P-256 and SHA-256.</summary>
    public const string ES256 = "ES256";

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    public const string RS256 = "RS256";

    /// <summary>RSASSA-PSS with SHA-256 and a 32-byte salt.</summary>
    public const string PS256 = "PS256";
}
