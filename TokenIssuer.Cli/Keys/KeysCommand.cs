using System.CommandLine;

namespace TokenIssuer.Cli.Keys;

/// <summary><c>tokenctl keys</c>: the signing keys of a local issuer. Deployed ones are rotated by their vault.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", "The signing keys of a local issuer. A deployed issuer's are rotated by Key Vault.")
    {
        ListCommand.Create(),
        RotateCommand.Create(),
    };
}
