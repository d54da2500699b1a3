using System.Runtime.Intrinsics;

namespace TokenIssuer.Secrets;

/// <summary>One secret of a client as it is stored: never its text.</summary>
public sealed record ClientSecret
{
    /// <summary>Unique within the client.</summary>
    public required string Id { get; init; }

    /// <summary>What <see cref="SecretHash"/> made of it; empty once revoked.</summary>
    public required string Hash
    {
        get;
        init
        {
            field = value;
            Digest = SecretHash.Read(value);
        }
    }

    /// <summary>The digest in <see cref="Hash"/>, read once and not with every request.</summary>
    internal Vector256<byte>? Digest { get; private init; }

    /// <summary>The first 8 characters of its text, 4 of them random, for recognising it.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>What an operator called it.</summary>
    public string? Label { get; init; }

    /// <summary>When it was made, by the store's clock.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Valid from then on; null: at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Invalid from then on; null: never ends by itself.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When a rotation gave it its end; it works until <see cref="ExpiresAt"/>.</summary>
    public DateTimeOffset? RotatedAt { get; init; }

    /// <summary>When an operator revoked it.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The last day (UTC) on which it got a token or was let in otherwise.</summary>
    public DateOnly? LastUsedOn { get; init; }

    /// <summary>Validity is decided when the secret is read, to the second; no timer takes part.</summary>
    public bool IsLiveAt(DateTimeOffset now) =>
        RevokedAt is null && Hash.Length > 0 && !(NotBefore > now) && !(ExpiresAt <= now);

    /// <summary>What it is at that time, for people.</summary>
    public SecretState StateAt(DateTimeOffset now) =>
        RevokedAt is not null || Hash.Length == 0 ? SecretState.Revoked
        : ExpiresAt <= now ? SecretState.Expired
        : NotBefore > now ? SecretState.Pending
        : RotatedAt is not null ? SecretState.Retiring
        : SecretState.Live;

    /// <summary>Whether it works or will: the ones a client may have <see cref="SecretRotation.MaxActive"/> of.</summary>
    internal bool IsActiveAt(DateTimeOffset now) => StateAt(now) is SecretState.Live or SecretState.Retiring or SecretState.Pending;

    /// <summary>The text is not here, but neither does the hash belong in a log.</summary>
    public override string ToString() => $"{Id} ({Prefix}…)";
}

/// <summary>The life of a secret.</summary>
public enum SecretState
{
    /// <summary>It works, with no end set by a rotation.</summary>
    Live,

    /// <summary>It works from a later time on.</summary>
    Pending,

    /// <summary>It works, and a rotation has given it its end.</summary>
    Retiring,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>An operator ended it.</summary>
    Revoked,
}
