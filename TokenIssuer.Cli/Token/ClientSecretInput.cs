using TokenIssuer.Cli.Input;
using TokenIssuer.Secrets;

namespace TokenIssuer.Cli.Token;

/// <summary>A client's secret, checked for typing errors before it is sent anywhere.</summary>
internal static class ClientSecretInput
{
    public const string Variable = "TOKENCTL_CLIENT_SECRET";

    /// <summary>Throws <see cref="UsageException"/> when there is none, or one that nobody was ever given.</summary>
    public static async Task<string> ReadAsync(CancellationToken cancel)
    {
        var secret = await HiddenInput.ReadAsync("client secret", Variable, cancel);
        // A typo shows offline: the last six characters are a checksum.
        if (secret.StartsWith("tfs_", StringComparison.Ordinal) && !SecretText.IsWellFormed(secret))
            throw new UsageException("The client secret is mistyped or cut off: its checksum is wrong. Nothing was sent.");
        return secret;
    }
}
