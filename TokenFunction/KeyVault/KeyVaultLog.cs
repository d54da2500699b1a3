using Microsoft.Extensions.Logging;

namespace TokenFunction.KeyVault;

/// <summary>Log events 600–699: the vault.</summary>
internal static partial class KeyVaultLog
{
    [LoggerMessage(600, LogLevel.Warning, "Version {Version} of the signing key is left out: {Reason}", EventName = "KeyVersionSkipped")]
    public static partial void KeyVersionSkipped(this ILogger log, string version, string reason);
}
