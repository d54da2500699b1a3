using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using TokenIssuer.Protocol;
using TokenIssuer.Secrets;

namespace TokenIssuer.Clients;

/// <summary>
/// Credential → client, or one uniform refusal (RFC 6749 §2.3, §5.2). Unknown client, wrong secret, dead secret, disabled
/// client and refused address cost the same: one hash, the same reads, and every stored secret compared.
/// </summary>
internal sealed class ClientAuthenticator(ClientCache clients, FailureGuard guard, LastUse lastUse, TimeProvider clock)
{
    private const string Nothing = "sha256$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    public async ValueTask<Outcome<Client>> AuthenticateAsync(ClientCredentials credentials, IPAddress? address, CancellationToken cancel)
    {
        var asked = clock.GetTimestamp();
        var digest = ArrayPool<byte>.Shared.Rent(SecretHash.Length);
        try
        {
            SecretHash.Compute(credentials.ClientId, credentials.Secret ?? "", digest.AsSpan(0, SecretHash.Length));
            // An id outside the grammar cannot exist: the store would refuse the key.
            var mayExist = ClientRules.IsClientId(credentials.ClientId);
            // Reading again for a secret that was right at the last reading is nobody's flood. Any other asks the guard, whether
            // its client exists or not: who floods finds out nothing by how long it takes.
            var mayRead = mayExist && (Match(clients.Remembered(credentials.ClientId), digest.AsSpan(0, SecretHash.Length)) is not null || guard.MayRead(address));
            var client = mayRead ? await clients.ForYesAsync(credentials.ClientId, cancel) : null;
            var now = clock.GetUtcNow();
            var failure = Check(client, credentials, digest.AsSpan(0, SecretHash.Length), address, now, out var secret);
            if (failure is not null && mayRead && guard.MayRead(address))
            {
                // A no is never given from an old reading: the secret may be new.
                client = await clients.ForNoAsync(credentials.ClientId, BinaryPrimitives.ReadInt64LittleEndian(digest), asked, cancel);
                failure = Check(client, credentials, digest.AsSpan(0, SecretHash.Length), address, now, out secret);
            }

            if (failure is not null)
                return guard.Failed(credentials.ClientId, address, OAuthError.ClientAuthenticationFailed(failure.Value, credentials.Basic, client?.Id));

            guard.Succeeded(client!.Id, address);
            lastUse.Note(client, secret!, now);
            return client;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(digest, clearArray: true);
        }
    }

    /// <summary>In order: hash, live, enabled, address. Null: the client is in.</summary>
    private static ClientFailure? Check(
        Client? client, ClientCredentials credentials, ReadOnlySpan<byte> digest, IPAddress? address, DateTimeOffset now, out ClientSecret? matched)
    {
        matched = Match(client, digest);
        if (client is null) return ClientFailure.UnknownClient;
        if (credentials.Secret is null) return ClientFailure.NoSecret;
        if (matched is null) return ClientFailure.WrongSecret;
        if (!matched.IsLiveAt(now))
            return matched.RevokedAt is not null ? ClientFailure.SecretRevoked
                : matched.NotBefore > now ? ClientFailure.SecretPending : ClientFailure.SecretExpired;
        if (!client.Enabled) return ClientFailure.ClientDisabled;
        return client.AllowedNetworks.Count == 0 || (address is not null && client.AllowedNetworks.Any(range => range.Contains(address)))
            ? null
            : ClientFailure.AddressRefused;
    }

    /// <summary>Compares every stored secret, at least one, without stopping at a match.</summary>
    private static ClientSecret? Match(Client? client, ReadOnlySpan<byte> digest)
    {
        ClientSecret? matched = null;
        if (client is null || client.Secrets.Count == 0) SecretHash.Matches(Nothing, digest);
        foreach (var secret in client?.Secrets ?? [])
        {
            if (SecretHash.Matches(secret.Hash, digest)) matched = secret;
        }

        return matched;
    }
}
