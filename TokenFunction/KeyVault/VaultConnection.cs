using Azure.Core;
using Azure.Security.KeyVault.Keys;
using Azure.Security.KeyVault.Keys.Cryptography;

namespace TokenFunction.KeyVault;

/// <summary>The clients of one vault. One of each per process: they own the connections, the challenge and the token.</summary>
internal static class VaultConnection
{
    /// <summary>Lists versions and reads public keys. Asks nothing yet.</summary>
    public static KeyClient Keys(Uri vault, TokenCredential credential) =>
        new(vault, credential, WithRetries(new KeyClientOptions { DisableChallengeResourceVerification = IsEmulator(vault) }));

    /// <summary>
    /// Makes the clients that sign. One that it resolves holds its key already; one made from a key's address would
    /// fetch it during the first token, once for each request that comes at the same time.
    /// </summary>
    public static KeyResolver Resolver(Uri vault, TokenCredential credential) =>
        new(credential, WithRetries(new CryptographyClientOptions { DisableChallengeResourceVerification = IsEmulator(vault) }));

    /// <summary>An emulator's token is for vault.azure.net, not for the loopback address that it listens on.</summary>
    private static bool IsEmulator(Uri vault) => vault.IsLoopback;

    private static T WithRetries<T>(T options)
        where T : ClientOptions
    {
        options.RetryPolicy = new VaultRetries();
        options.Retry.NetworkTimeout = VaultRetries.TryTimeout;
        return options;
    }
}
