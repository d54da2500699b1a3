using System.Collections.Frozen;
using TokenIssuer.Secrets;
using TokenIssuer.Tokens;

namespace TokenIssuer.Clients;

/// <summary>A registered client with all its secrets, as one read of its partition shows it. Immutable.</summary>
public sealed record Client
{
    /// <summary>RFC 6749 §2.2; <c>[A-Za-z0-9_-]{3,64}</c>. It is <c>sub</c> and <c>client_id</c> in its tokens.</summary>
    public required string Id { get; init; }

    /// <summary>For people.</summary>
    public string? Name { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary>Who answers for it, in the operator's own terms.</summary>
    public string? OwnerId { get; init; }

    /// <summary>A disabled client is refused like an unknown one.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The grants it may use: <c>client_credentials</c>, or none for a resource server that only introspects.</summary>
    public IReadOnlySet<string> Grants { get; init; } = FrozenSet<string>.Empty;

    /// <summary>What it may ask for; case-sensitive.</summary>
    public IReadOnlySet<string> Scopes { get; init; } = FrozenSet<string>.Empty;

    /// <summary>What it gets when it does not ask, separated by spaces; empty: it must ask.</summary>
    public string DefaultScopes { get; init; } = "";

    /// <summary>Audiences it may ask for; the first is its default. None: only the issuer's default audience.</summary>
    public IReadOnlyList<string> Audiences { get; init; } = [];

    /// <summary>Audiences whose tokens it may introspect (RFC 7662 §4); any one of a token's is enough.</summary>
    public IReadOnlyList<string> Introspects { get; init; } = [];

    /// <summary>How long its tokens are good for; null: <c>Token:Lifetime</c>.</summary>
    public TimeSpan? TokenLifetime { get; init; }

    /// <summary>The <c>typ</c> of its tokens: <c>at+jwt</c> (RFC 9068 §2.1), or <c>JWT</c> for verifiers that predate it.</summary>
    public string TokenTyp { get; init; } = JwtWriter.Types[0];

    /// <summary>Where it may call from; empty: anywhere.</summary>
    public IReadOnlyList<AddressRange> AllowedNetworks { get; init; } = [];

    /// <summary>Its tokens with an <c>iat</c> up to here are inactive at introspection, in seconds since 1970; null: none is.</summary>
    public long? TokensNotBefore { get; init; }

    /// <summary>When it was registered, by the store's clock.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When an operator last changed it or its secrets, by the store's clock.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Another value after every change by an operator; opaque. Empty on a client that is not registered yet.</summary>
    public string Version { get; init; } = "";

    /// <summary>Every secret on record, dead ones included, oldest first.</summary>
    public IReadOnlyList<ClientSecret> Secrets { get; init; } = [];

    /// <summary>The client let in again. Its tokens from before stay dead at introspection; the same client when it is enabled.</summary>
    public Client Enable(DateTimeOffset now) =>
        Enabled ? this : RevokeTokens(now) with { Enabled = true };

    /// <summary>
    /// Whether a token issued at that second is dead: it is from before the mark, or from before the client was registered, and so
    /// belonged to one of the same id that was deleted.
    /// </summary>
    public bool Disowns(long issuedAt) => issuedAt <= TokensNotBefore || issuedAt < CreatedAt?.ToUnixTimeSeconds();

    /// <summary>The client with all its tokens until now inactive at introspection, the whole second included.</summary>
    public Client RevokeTokens(DateTimeOffset now) => this with { TokensNotBefore = now.ToUnixTimeSeconds() };
}
