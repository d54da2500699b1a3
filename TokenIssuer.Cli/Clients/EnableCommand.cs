using System.CommandLine;
using TokenIssuer.Cli.Input;
using TokenIssuer.Cli.Storage;

namespace TokenIssuer.Cli.Clients;

/// <summary><c>tokenctl clients enable</c>.</summary>
internal static class EnableCommand
{
    public static Command Create()
    {
        var id = CommonOptions.ClientId();
        return Session.Command(new Command("enable", "Lets a disabled client in again, at once. Its tokens from before stay inactive at introspection.") { id }, parsed =>
        {
            var clientId = CommonOptions.RequireClientId(parsed.GetRequiredValue(id));
            return session => UpdateCommand.ChangeAsync(clientId, (client, now) => client.Enable(now), session);
        });
    }
}
