using System.CommandLine;

namespace TokenIssuer.Cli.Clients;

/// <summary><c>tokenctl clients</c>: who may get tokens.</summary>
internal static class ClientsCommand
{
    public static Command Create() => new("clients", "Who may get tokens, and which.")
    {
        CreateCommand.Create(),
        ListCommand.Create(),
        ShowCommand.Create(),
        UpdateCommand.Create(),
        EnableCommand.Create(),
        DisableCommand.Create(),
        DeleteCommand.Create(),
        RevokeTokensCommand.Create(),
        ApplyCommand.Create(),
        ExportCommand.Create(),
    };
}
