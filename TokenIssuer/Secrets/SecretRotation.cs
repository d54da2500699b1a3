using System.Security.Cryptography;
using TokenIssuer.Clients;

namespace TokenIssuer.Secrets;

/// <summary>
/// What operators do with secrets. Pure: a client and the time in, the client as it should be out, or a
/// <see cref="RefusedException"/>. Rotation completes by itself: the old secrets carry their end with them.
/// </summary>
public static class SecretRotation
{
    /// <summary>How many secrets of a client may be live or pending; each costs every request a comparison.</summary>
    public const int MaxActive = 10;

    private const int PrefixLength = 8;

    /// <summary>The record of a new secret; its text is the caller's to show and forget.</summary>
    public static ClientSecret Create(string clientId, string text, DateTimeOffset now) => new()
    {
        Id = RandomNumberGenerator.GetHexString(12, lowercase: true),
        Hash = SecretHash.Of(clientId, text),
        Prefix = text[..PrefixLength],
        CreatedAt = now,
    };

    /// <summary>The client with one secret more.</summary>
    public static Client Add(Client client, ClientSecret secret, DateTimeOffset now)
    {
        if (secret.ExpiresAt <= now) throw new RefusedException($"The new secret would have expired at {secret.ExpiresAt:u}, before it was made.");
        if (secret.ExpiresAt <= secret.NotBefore) throw new RefusedException($"The new secret would expire at {secret.ExpiresAt:u}, before it begins at {secret.NotBefore:u}.");
        if (client.Secrets.Count(other => other.IsActiveAt(now)) >= MaxActive)
        {
            throw new RefusedException(
                $"Client '{client.Id}' has {MaxActive} secrets that are live or pending, the most there may be: revoke one first.");
        }

        return client with { Secrets = [.. client.Secrets, secret] };
    }

    /// <summary>
    /// The client with a new secret, and every older one that is live or pending ending after <paramref name="overlap"/>,
    /// never later than it already would. Refused when the new one would begin after they have ended.
    /// </summary>
    public static Client Rotate(Client client, ClientSecret secret, TimeSpan overlap, DateTimeOffset now)
    {
        var end = now + overlap;
        if (secret.NotBefore > end && client.Secrets.Any(old => old.IsActiveAt(now)))
            throw new RefusedException($"The new secret would begin at {secret.NotBefore:u}, after the older ones have ended at {end:u}: choose a longer --overlap or an earlier --not-before.");
        var retiring = client.Secrets.Select(old => !old.IsActiveAt(now) ? old : old with
        {
            ExpiresAt = old.ExpiresAt < end ? old.ExpiresAt : end,
            RotatedAt = old.RotatedAt ?? now,
        });
        return Add(client with { Secrets = [.. retiring] }, secret, now);
    }

    /// <summary>
    /// The client with one secret ended now and its hash gone. Asks for <paramref name="force"/> when it was used within the
    /// last day. The same client when it is revoked already.
    /// </summary>
    public static Client Revoke(Client client, string secretId, bool force, DateTimeOffset now)
    {
        var secret = client.Secrets.FirstOrDefault(secret => secret.Id == secretId)
            ?? throw new RefusedException($"Client '{client.Id}' has no secret '{secretId}'.");
        if (secret.RevokedAt is not null) return client;
        if (!force && secret.IsLiveAt(now) && secret.LastUsedOn >= DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1))
        {
            throw new RefusedException(
                $"Secret '{secretId}' of client '{client.Id}' was used on {secret.LastUsedOn:yyyy-MM-dd}: whoever uses it would fail at once. Rotate first, or revoke with --force.");
        }

        var revoked = secret with { Hash = "", RevokedAt = now, ExpiresAt = secret.ExpiresAt < now ? secret.ExpiresAt : now };
        return client with { Secrets = [.. client.Secrets.Select(other => other == secret ? revoked : other)] };
    }
}
