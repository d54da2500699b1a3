namespace TokenIssuer.Secrets;

/// <summary>One secret of a client as it is stored: never its text.</summary>
public sealed record ClientSecret
{
    /// <summary>Unique within the client.</summary>
    public required string Id { get; init; }

    /// <summary>What <see cref="SecretHash"/> made of it; empty once revoked.</summary>
    public required string Hash { get; init; }

    /// <summary>Valid from then on; null: at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Invalid from then on; null: never ends by itself.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When an operator revoked it.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Validity is decided when the secret is read, to the second; no timer takes part.</summary>
    public bool IsLiveAt(DateTimeOffset now) =>
        RevokedAt is null && Hash.Length > 0 && !(NotBefore > now) && !(ExpiresAt <= now);
}
