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
    public ValueTask<Outcome<Client>> AuthenticateAsync(ClientCredentials credentials, IPAddress? address, CancellationToken cancel)
    {
        Span<byte> digest = stackalloc byte[SecretHash.Length];
        SecretHash.Compute(credentials.ClientId, credentials.Secret ?? "", digest);
        var now = clock.GetUtcNow();
        // The usual request: a fresh reading lets its client in, and nobody is asked.
        return clients.Fresh(credentials.ClientId) is { } fresh && Check(fresh, credentials, digest, address, now, out var secret) is null
            ? ValueTask.FromResult<Outcome<Client>>(Admit(fresh, secret!, address, now))
            : AskAsync(credentials, digest.ToArray(), address, now, cancel);
    }

    private async ValueTask<Outcome<Client>> AskAsync(ClientCredentials credentials, byte[] digest, IPAddress? address, DateTimeOffset now, CancellationToken cancel)
    {
        var asked = clock.GetTimestamp();
        // An id outside the grammar cannot exist: the store would refuse the key.
        var mayExist = ClientRules.IsClientId(credentials.ClientId);
        // Reading again for a secret that was right at the last reading is nobody's flood. Any other asks the guard, whether
        // its client exists or not: who floods finds out nothing by how long it takes.
        var mayRead = mayExist && (Match(clients.Remembered(credentials.ClientId), digest) is not null || guard.MayRead(address));
        var client = mayRead ? await clients.ForYesAsync(credentials.ClientId, cancel) : null;
        var failure = Check(client, credentials, digest, address, now, out var secret);
        if (failure is not null && mayRead && guard.MayRead(address))
        {
            // A no is never given from an old reading: the secret may be new.
            client = await clients.ForNoAsync(credentials.ClientId, BinaryPrimitives.ReadInt64LittleEndian(digest), asked, cancel);
            failure = Check(client, credentials, digest, address, now, out secret);
        }

        return failure is null
            ? Admit(client!, secret!, address, now)
            : guard.Failed(credentials.ClientId, address, OAuthError.ClientAuthenticationFailed(failure.Value, credentials.Basic, client?.Id));
    }

    private Client Admit(Client client, ClientSecret secret, IPAddress? address, DateTimeOffset now)
    {
        guard.Succeeded(client.Id, address);
        lastUse.Note(client, secret, now);
        return client;
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
        return client.AllowedNetworks.Count == 0 || IsIn(client.AllowedNetworks, address) ? null : ClientFailure.AddressRefused;
    }

    /// <summary>Compares every stored secret, at least one, without stopping at a match.</summary>
    private static ClientSecret? Match(Client? client, ReadOnlySpan<byte> digest)
    {
        ClientSecret? matched = null;
        var secrets = client?.Secrets ?? [];
        if (secrets.Count == 0) SecretHash.Matches(null, digest);
        for (var i = 0; i < secrets.Count; i++)
        {
            if (SecretHash.Matches(secrets[i].Digest, digest)) matched = secrets[i];
        }

        return matched;
    }

    private static bool IsIn(IReadOnlyList<AddressRange> networks, IPAddress? address) =>
        address is not null && networks.Any(network => network.Contains(address));
}
