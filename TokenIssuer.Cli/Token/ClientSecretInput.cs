using Spectre.Console;
using TokenIssuer.Cli.Output;
using TokenIssuer.Secrets;

namespace TokenIssuer.Cli.Token;

/// <summary>Where a client's secret comes from: never the command line, which other users and the shell's history see.</summary>
internal static class ClientSecretInput
{
    public const string Variable = "TOKENCTL_CLIENT_SECRET";

    /// <summary>Throws <see cref="UsageException"/> when there is none, or one that nobody was ever given.</summary>
    public static async Task<string> ReadAsync(CancellationToken cancel)
    {
        var secret = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(secret))
        {
            secret = Terminal.CanAsk
                ? await new TextPrompt<string>("Client secret:").Secret(null).ShowAsync(Terminal.Error, cancel)
                : await Console.In.ReadLineAsync(cancel);
        }

        secret = secret?.Trim();
        if (string.IsNullOrEmpty(secret)) throw new UsageException($"There is no client secret: set {Variable}, or write it to standard input.");
        // A typo shows offline: the last six characters are a checksum.
        if (secret.StartsWith("tfs_", StringComparison.Ordinal) && !SecretText.IsWellFormed(secret))
            throw new UsageException("The client secret is mistyped or cut off: its checksum is wrong. Nothing was sent.");
        return secret;
    }
}
