using TokenIssuer.Tokens;

namespace TokenIssuer.Keys;

/// <summary>
/// Whose turn it is. Pure: the enabled versions and the time decide, so instances that started and refreshed at
/// different moments agree. A version is announced at once, signs from <c>created + PublishAhead</c>, and stays
/// published until every token it may have signed has expired.
/// </summary>
internal sealed class KeySchedule
{
    /// <summary>How long a key stays published after its successor began to sign: the longest lifetime and clock skew.</summary>
    public static readonly TimeSpan RetireAfter = TokenOptions.LongestLifetime + TimeSpan.FromMinutes(15);

    private readonly TimeSpan publishAhead;
    private readonly SigningKey[] oldestFirst;

    public KeySchedule(IEnumerable<SigningKey> enabled, TimeSpan publishAhead)
    {
        this.publishAhead = publishAhead;
        oldestFirst = [.. enabled.OrderBy(key => key.Created).ThenBy(key => key.Kid, StringComparer.Ordinal)];
    }

    /// <summary>
    /// The newest version that may sign. When none may yet (the first key, or the mature ones were disabled), the oldest
    /// signs at once: a token that some verifier does not know yet beats no token. Null when every version has expired.
    /// </summary>
    public SigningKey? SignerAt(DateTimeOffset now)
    {
        SigningKey? oldest = null;
        for (var i = oldestFirst.Length - 1; i >= 0; i--)
        {
            var key = oldestFirst[i];
            if (key.Expires <= now || key.NotBefore > now) continue;
            if (SignsFrom(key) <= now) return key;
            oldest = key;
        }

        return oldest;
    }

    /// <summary>The versions verifiers must know at that time, newest first; the signer is always among them.</summary>
    public IReadOnlyList<SigningKey> PublishedAt(DateTimeOffset now)
    {
        var signer = SignerAt(now);
        var published = new List<SigningKey>(oldestFirst.Length);
        var superseded = false;
        for (var i = oldestFirst.Length - 1; i >= 0; i--)
        {
            var key = oldestFirst[i];
            if (!superseded || key == signer) published.Add(key);
            // One that expired gave its turn back to the version before it, if that lives longer.
            superseded |= SignsFrom(key) + RetireAfter <= now && !(key.Expires <= now);
        }

        return published;
    }

    private DateTimeOffset SignsFrom(SigningKey key)
    {
        var matured = key.Created + publishAhead;
        return key.NotBefore > matured ? key.NotBefore.Value : matured;
    }
}
