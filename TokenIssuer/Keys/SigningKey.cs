namespace TokenIssuer.Keys;

/// <summary>One version of the signing key, as its vault records it: public half and life.</summary>
public sealed record SigningKey
{
    /// <summary>The public key as it is published.</summary>
    public required JsonWebKey PublicKey { get; init; }

    /// <summary>When the vault made it. Every instance reads the same time, so all agree on whose turn it is.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The vault's <c>nbf</c>: it signs nothing before.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The vault's <c>exp</c>: it signs nothing from then on.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The vault's name for this version, such as a key identifier or a file; for signing and for logs.</summary>
    public required string Version { get; init; }

    /// <summary>The RFC 7638 thumbprint.</summary>
    public string Kid => PublicKey.Kid;

    /// <summary>What it signs with.</summary>
    public string Algorithm => PublicKey.Algorithm;
}
