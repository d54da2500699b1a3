using System.CommandLine;

namespace TokenIssuer.Cli.Secrets;

/// <summary><c>tokenctl secrets</c>: what clients prove themselves with.</summary>
internal static class SecretsCommand
{
    public static Command Create() => new("secrets", "What clients prove themselves with. A secret's text is shown once, when it is made.")
    {
        AddCommand.Create(),
        ListCommand.Create(),
        RotateCommand.Create(),
        RevokeCommand.Create(),
    };
}
