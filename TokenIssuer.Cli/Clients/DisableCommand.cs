using System.CommandLine;
using TokenIssuer.Cli.Input;
using TokenIssuer.Cli.Storage;

namespace TokenIssuer.Cli.Clients;

/// <summary><c>tokenctl clients disable</c>.</summary>
internal static class DisableCommand
{
    public static Command Create()
    {
        var id = CommonOptions.ClientId();
        return Session.Command(
            new Command("disable", "Refuses a client everywhere within 30 seconds (Clients:YesFreshness). Its secrets stay; its tokens become inactive at introspection.") { id },
            parsed =>
            {
                var clientId = CommonOptions.RequireClientId(parsed.GetRequiredValue(id));
                return session => UpdateCommand.ChangeAsync(clientId, (client, _) => client.Enabled ? client with { Enabled = false } : client, session);
            });
    }
}
