using System.Collections.Frozen;
using System.Security.Cryptography;
using Azure.Security.KeyVault.Keys;
using Azure.Security.KeyVault.Keys.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenFunction.Settings;
using TokenIssuer.Keys;
using JsonWebKey = TokenIssuer.Keys.JsonWebKey;
using VaultKey = Azure.Security.KeyVault.Keys.JsonWebKey;

namespace TokenFunction.KeyVault;

/// <summary>
/// Signs in Azure Key Vault: the private key never comes here. A public key is fetched once, the first time its version is
/// listed, together with the client that signs with it; after that a refresh is one list and a signature one call.
/// </summary>
internal sealed class KeyVaultSigner(
    KeyClient keys, KeyResolver resolver, IOptions<KeyVaultOptions> vault, IOptions<KeyOptions> options, ILogger<KeyVaultSigner> log) : ITokenSigner
{
    private readonly string name = vault.Value.KeyName!;
    private readonly VaultFaults faults = new($"The key '{vault.Value.KeyName}' of {vault.Value.VaultUri}");
    private volatile FrozenDictionary<string, Version> versions = FrozenDictionary<string, Version>.Empty;

    /// <inheritdoc/>
    public Task<IReadOnlyList<SigningKey>> ListAsync(CancellationToken cancel) => faults.TranslateAsync<IReadOnlyList<SigningKey>>(
        async () =>
        {
            var enabled = new List<KeyProperties>();
            await foreach (var properties in keys.GetPropertiesOfKeyVersionsAsync(name, cancel))
            {
                if (properties.Enabled != false) enabled.Add(properties);
            }

            var read = await Task.WhenAll(enabled.Select(properties => ReadAsync(properties, cancel)));
            versions = read.ToFrozenDictionary(version => version.Name, StringComparer.Ordinal);
            SigningKey[] usable = [.. read.Select(version => version.Key).OfType<SigningKey>()];
            return usable.Length > 0 ? usable : throw new SignerUnavailableException(
                $"The key '{name}' of {vault.Value.VaultUri} has no enabled version that signs tokens: EC P-256, or RSA of at least 2048 bits.");
        },
        cancel);

    /// <inheritdoc/>
    public ValueTask<byte[]> SignAsync(SigningKey key, ReadOnlyMemory<byte> digest, CancellationToken cancel) => new(faults.TranslateAsync(
        async () =>
        {
            if (!versions.TryGetValue(key.Version, out var version) || version.Client is null)
                throw new SignerUnavailableException($"The version '{key.Version}' of the key '{name}' is not enabled any more.");
            // The caller stops waiting after this time; the tries that are left must end with it.
            using var budget = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            budget.CancelAfter(SigningKeyRing.SignBudget);
            return (await version.Client.SignAsync(new SignatureAlgorithm(key.Algorithm), digest.ToArray(), budget.Token)).Signature;
        },
        cancel));

    /// <summary>
    /// What is known of a version, fetched where it is new. One whose attributes changed gets a new client, because the old one
    /// goes on checking the expiry that it was made with.
    /// </summary>
    private async Task<Version> ReadAsync(KeyProperties properties, CancellationToken cancel)
    {
        versions.TryGetValue(properties.Version, out var known);
        if (known is not null && (known.Key is null || known.Updated == properties.UpdatedOn)) return known;
        var resolving = resolver.ResolveAsync(properties.Id, cancel);
        var publicKey = known?.Key?.PublicKey;
        if (publicKey is null)
        {
            // Both at once: a cold start waits for one round trip, not two.
            var fetching = keys.GetKeyAsync(name, properties.Version, cancel);
            await Task.WhenAll(resolving, fetching);
            publicKey = PublicKey(properties.Version, (await fetching).Value.Key);
            if (publicKey is null) return new Version(properties.Version, null, null, null);
        }

        var key = new SigningKey
        {
            PublicKey = publicKey,
            Version = properties.Version,
            // Every vault says when. One that does not has keys older than any other's.
            Created = properties.CreatedOn ?? DateTimeOffset.UnixEpoch,
            NotBefore = properties.NotBefore,
            Expires = properties.ExpiresOn,
        };
        return new Version(properties.Version, properties.UpdatedOn, key, await resolving);
    }

    /// <summary>Null for a key that signs no tokens, which is logged once.</summary>
    private JsonWebKey? PublicKey(string version, VaultKey key)
    {
        try
        {
            if (key.KeyType == KeyType.Ec || key.KeyType == KeyType.EcHsm)
            {
                if (key.CurveName != KeyCurveName.P256) throw new NotSupportedException($"It is an EC key on {key.CurveName}; ES256 needs P-256.");
                return JsonWebKey.FromEc(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = key.X, Y = key.Y } });
            }

            if (key.KeyType == KeyType.Rsa || key.KeyType == KeyType.RsaHsm)
                return JsonWebKey.FromRsa(new RSAParameters { Modulus = key.N, Exponent = key.E }, options.Value.RsaAlgorithm);
            throw new NotSupportedException($"It is a key of type {key.KeyType}.");
        }
        catch (NotSupportedException e)
        {
            log.KeyVersionSkipped(version, e.Message);
            return null;
        }
    }

    /// <param name="Name">The vault's name of the version.</param>
    /// <param name="Updated">When its attributes last changed.</param>
    /// <param name="Key">Null when it signs no tokens.</param>
    /// <param name="Client">Signs with it; holds the public key.</param>
    private sealed record Version(string Name, DateTimeOffset? Updated, SigningKey? Key, CryptographyClient? Client);
}
