using System.CommandLine;
using TokenIssuer.Cli.Input;
using TokenIssuer.Cli.Output;
using TokenIssuer.Cli.Storage;

namespace TokenIssuer.Cli.Secrets;

/// <summary><c>tokenctl secrets list</c>.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var id = CommonOptions.ClientId();
        return Session.Command(
            new Command("list", "Lists a client's secrets, oldest first, with their state (live, pending, retiring, expired, revoked) and the day of their last use (UTC).") { id },
            parsed =>
            {
                var clientId = CommonOptions.RequireClientId(parsed.GetRequiredValue(id));
                return session => RunAsync(clientId, session);
            });
    }

    private static async Task<int> RunAsync(string id, Session session)
    {
        var client = await session.FindAsync(id);
        var now = await session.Registry.Clock.NowAsync(session.Cancel);
        if (session.Json)
        {
            await JsonOutput.WriteAsync(json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("secrets");
                foreach (var secret in client.Secrets) SecretsTable.Write(json, secret, now);
                json.WriteEndArray();
                json.WriteEndObject();
            });
        }
        else if (client.Secrets.Count == 0)
        {
            await Console.Error.WriteLineAsync($"Client '{id}' has no secrets. 'tokenctl secrets add {id}' makes one.");
        }
        else
        {
            SecretsTable.Show(client, now);
        }

        return ExitCode.Done;
    }
}
