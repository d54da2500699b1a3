using System.CommandLine;
using TokenIssuer.Cli.Input;
using TokenIssuer.Cli.Output;
using TokenIssuer.Cli.Storage;
using TokenIssuer.Clients;

namespace TokenIssuer.Cli.Clients;

/// <summary><c>tokenctl clients update</c>.</summary>
internal static class UpdateCommand
{
    public static Command Create()
    {
        var id = CommonOptions.ClientId();
        var command = new Command("update", "Changes a client. A list given replaces the list it has; --no-… clears one; what is not mentioned stays.") { id };
        var options = new RegistrationOptions(command, clearing: true);
        return Session.Command(command, parsed =>
        {
            var clientId = CommonOptions.RequireClientId(parsed.GetRequiredValue(id));
            var change = options.Read(parsed);
            return session => ChangeAsync(clientId, (client, _) => change(client), session);
        });
    }

    /// <summary>Changes a client and says what has changed.</summary>
    public static async Task<int> ChangeAsync(string id, Func<Client, DateTimeOffset, Client> change, Session session)
    {
        List<string> difference = [];
        var client = await session.Registry.ChangeAsync(
            id,
            (before, now) =>
            {
                var after = change(before, now);
                difference = ClientDifference.Between(before, after);
                return difference.Count > 0 ? after : before;
            },
            announce: null,
            CancellationToken.None);
        if (session.Json)
        {
            await JsonOutput.WriteAsync(json => ClientDocument.Write(json, client));
            return ExitCode.Done;
        }

        await Console.Out.WriteLineAsync(difference.Count == 0 ? ApplyCommand.NoChanges : $"Changed client '{id}':");
        foreach (var line in difference) await Console.Out.WriteLineAsync("  " + line);
        return ExitCode.Done;
    }
}
